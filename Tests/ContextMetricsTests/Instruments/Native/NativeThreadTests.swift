import Synchronization
import Testing

@testable import ContextMetrics

extension `Native histograms` {
    private final class Shared: Sendable {
        let isOver = Atomic(false)
        let problems = Locked<[String]>([])
    }

    @Test func `are whole in every read while others observe`() async throws {
        let buckets = NativeBuckets(schema: 3, limit: 8, greatestZeroThreshold: 0x1p-100)
        let histogram = try registry.nativeHistogram("h", buckets: buckets, classic: [0, 4])
        let shared = Shared()
        let each = Sanitizer.isOn ? 5_000 : 50_000
        await onThreads(3) { thread in
            if thread > 0 {
                var random = SeededGenerator(seed: UInt64(thread))
                for _ in 0..<each {
                    let value = Double(sign: .plus, exponent: Int(random.next() % 12), significand: 1)
                    histogram.observe(random.one(in: 4) ? -value : random.one(in: 9) ? 0 : value)
                }
                shared.isOver.store(true, ordering: .relaxed)
            }
            while thread == 0, !shared.isOver.load(ordering: .relaxed) {
                let value = histogram.value
                let used = (value.native?.positive.count ?? 0) + (value.native?.negative.count ?? 0)
                if value.native?.count != value.count || used > 8 { shared.problems.withLock { $0.append("\(value)") } }
            }
        }
        #expect(shared.problems.withLock { $0 } == [])
        #expect(histogram.value.count == UInt64(2 * each) && histogram.value.native?.count == UInt64(2 * each))
    }

    @Test func `are whole in every scrape while others observe`() async throws {
        let histograms = try registry.nativeHistogram("h", labels: "a")
        let shared = Shared()
        await onThreads(3) { thread in
            if thread == 0 {
                for _ in 0..<(Sanitizer.isOn ? 20 : 200) {
                    let problems = Self.problems(protobuf(registry.instruments))
                    shared.problems.withLock { $0 += problems }
                }
                shared.isOver.store(true, ordering: .relaxed)
            }
            var random = SeededGenerator(seed: UInt64(thread))
            while !shared.isOver.load(ordering: .relaxed) {
                histograms.with("\(random.next() % 20)").observe(Double(random.next() % 1_000))
                if random.one(in: 100) { histograms.remove("\(random.next() % 20)") }
            }
        }
        #expect(shared.problems.withLock { $0 } == [])
    }

    private static func problems(_ bytes: [UInt8]) -> [String] {
        do {
            return try DecodedFamily.all(bytes).flatMap(\.metrics).compactMap { metric in
                guard case .histogram(let histogram) = metric.value, let native = histogram.native else { return "no native histogram" }
                let total = UInt64(native.positive.values.reduce(0, +) + native.negative.values.reduce(0, +)) + native.zeroCount
                return total == histogram.count ? nil : "\(total) of \(histogram.count)"
            }
        } catch { return ["\(error)"] }
    }
}
