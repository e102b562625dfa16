import Foundation
import Synchronization
import Testing

@testable import ContextMetrics

@Suite(.serialized) struct `Instruments under concurrency` {
    private static let writers = 4
    private static let rounds = Sanitizer.isOn ? 10_000 : 200_000
    let registry = ContextRegistry()

    @Test func `no increment of a double counter is lost`() async throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.")
        await onThreads(Self.writers) { _ in for _ in 0..<Self.rounds { counter.increment() } }
        #expect(counter.value == Double(Self.writers * Self.rounds))
    }

    @Test func `no increment of an integer counter is lost, and every drop is counted`() async throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.", of: UInt64.self)
        counter.increment(by: .max - UInt64(Self.rounds))
        await onThreads(Self.writers) { _ in for _ in 0..<Self.rounds { counter.increment() } }
        #expect(counter.value == .max)
        #expect(counter.dropped == (Self.writers - 1) * Self.rounds)
    }

    /// The number leaves its cell, for one place and then for several, or at once for several, while all count and one reads.
    @Test func `no increment is lost or shown twice when a number leaves its cell`() async throws {
        let family = try registry.counter("jobs_total", help: "Jobs.", labels: "round")
        let (rounds, each) = (Sanitizer.isOn ? 20 : 100, 3_000)
        let wrong = Atomic(0)
        for round in 0..<rounds {
            let counter = family.with("\(round)")
            await onThreads(Self.writers) { thread in
                var last = 0.0
                for index in 0..<each {
                    if thread == 0 {
                        let value = counter.value
                        if value < last || value > Double(3 * each) + 0.5 { wrong.wrappingAdd(1, ordering: .relaxed) }
                        last = value
                    } else if thread == 1, index == round * each / rounds {
                        counter.increment(by: 0.5)
                    } else {
                        counter.increment()
                    }
                }
            }
            #expect(counter.value == Double(3 * each) - 0.5)
        }
        let mistakes = wrong.load(ordering: .relaxed)
        #expect(mistakes == 0)
    }

    @Test func `a gauge that is raised and lowered equally ends where it began`() async throws {
        let gauge = try registry.gauge("busy", help: "Busy.", of: Int.self)
        await onThreads(Self.writers) { _ in for _ in 0..<Self.rounds { gauge.track {} } }
        #expect(gauge.value == 0)
    }

    @Test func `writers that meet at a new series share it`() async throws {
        let family = try registry.counter("jobs_total", help: "Jobs.", of: Int.self, labels: "queue")
        let names = (0..<500).map(String.init)
        let arrived = Atomic(0)
        await onThreads(2) { _ in
            for (round, name) in names.enumerated() {
                // Both stand before the same new series. They spin, so that they go on in the same moment, but not for ever:
                // the other may wait for this processor.
                arrived.wrappingAdd(1, ordering: .relaxed)
                var spins = 0
                while arrived.load(ordering: .relaxed) < 2 * (round + 1) {
                    spins += 1
                    if spins > 1_000 { sched_yield() }
                }
                family.with(name).increment()
            }
        }
        #expect(family.storage.series.count == names.count)
        #expect(family.storage.series.allSatisfy { $0.reading == .number(2) })
    }

    @Test func `series are found while others are made and removed`() async throws {
        let family = try registry.counter("jobs_total", help: "Jobs.", of: Int.self, labels: "queue", "kind")
        let kept = (0..<20).map { "kept-\($0)" }
        for name in kept { _ = family.with(name, "x") }
        await onThreads(Self.writers) { writer in
            for round in 0..<5_000 {
                family.with(kept[round % kept.count], "x").increment()
                if writer.isMultiple(of: 2) {
                    family.with("\(writer)-\(round)", "x").increment()
                    if round >= 100 { family.remove("\(writer)-\(round - 100)", "x") }
                }
            }
        }
        #expect(kept.allSatisfy { family.with($0, "x").value == Self.writers * 250 })
        #expect(family.storage.series.count == kept.count + 2 * 100)
    }

    @Test func `series come and go during scrapes`() async throws {
        let family = try registry.counter("jobs_total", help: "Jobs.", of: Int.self, labels: "queue")
        let kept = family.with("kept")
        let wrong = Atomic(0)
        await onThreads(Self.writers) { writer in
            for round in 0..<2_000 {
                switch writer {
                case 0:
                    let names = family.storage.series.map(\.labels)
                    if names.first != ["kept"] || Set(names).count != names.count { wrong.wrappingAdd(1, ordering: .relaxed) }
                default:
                    let name = "\(writer)-\(round % 50)"
                    family.with(name).increment()
                    kept.increment()
                    family.remove(name)
                }
            }
        }
        let mistakes = wrong.load(ordering: .relaxed)
        #expect(mistakes == 0)
        #expect(family.storage.series == [Series("kept", number: Double((Self.writers - 1) * 2_000))])
    }

    /// Each bucket gets one value only, so the sum that belongs to the counts is known exactly: a reading that mixes two moments
    /// would show another.
    @Test func `a reading of a histogram never mixes two moments`() async throws {
        let values = [1.0, 1_000, 1_000_000, 1_000_000_000]
        let histogram = try registry.histogram("size", help: "Size.", buckets: .explicit(Array(values.dropLast())))
        let wanted = 500
        let moments = Atomic(0)
        let torn = Atomic(0)
        await onThreads(Self.writers) { thread in
            if thread > 0 {
                // Until the reader has seen enough, and not for ever where it can't.
                for round in 0..<5_000_000 {
                    histogram.observe(values[(round &* 7 &+ thread) % values.count])
                    if round % 64 == 0, moments.load(ordering: .relaxed) >= wanted { return }
                }
                return
            }
            var seen: UInt64 = 0
            for _ in 0..<10_000_000 where moments.load(ordering: .relaxed) < wanted {
                let reading = histogram.value
                let sum = zip(values, reading.counts).reduce(0) { $0 + $1.0 * Double($1.1) }
                if reading.sum != sum || reading.count < seen { torn.wrappingAdd(1, ordering: .relaxed) }
                if reading.count > seen { moments.wrappingAdd(1, ordering: .relaxed) }
                seen = reading.count
            }
        }
        let mistakes = torn.load(ordering: .relaxed)
        #expect(mistakes == 0)
        let looked = moments.load(ordering: .relaxed)
        // A machine with other things to do may hardly let them meet; the test has then shown little.
        if looked < wanted { Issue.record("The reader saw only \(looked) moments.", severity: .warning) }
        #expect(histogram.value.count > 0)
    }
}
