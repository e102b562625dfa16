@testable import ContextMetrics
import ContextMetricsTesting
import Synchronization
import Testing

extension AdversarialTests {
    /// Collectors that stop somewhere in the middle (G6).
    ///
    /// A family is in the answer whole or not at all.
    @Suite struct Storage {
        private struct Oops: Error {}

        private static let whole = GaugeDescriptor("whole", labels: "i")
        private static let half = GaugeDescriptor("half", labels: "i")
        private let whole = Storage.whole
        private let half = Storage.half

        @Test(arguments: [CollectorPolicy.Partial.wholeCollector, .completedFamilies])
        func `what throws leaves its finished families or nothing, and costs nobody else`(partial: CollectorPolicy.Partial) async throws {
            let (whole, half) = (whole, half)
            let registry = ContextRegistry()
            let policy = CollectorPolicy(partial: partial)
            try registry.register("before", policy: policy) { _ in throw Oops() }
            try registry.register("after", policy: policy) { sink in
                sink.family(whole) { $0.sample("0", value: 1) }
                throw Oops()
            }
            try registry.register("inside", policy: policy) { sink in
                sink.family(whole) { $0.sample("0", value: 1) }
                try sink.family(half) {
                    $0.sample("0", value: 1)
                    throw Oops()
                }
            }
            try registry.register("inside a task", policy: policy) { sink, _ in
                sink.family(whole) { $0.sample("0", value: 1) }
                try await sink.family(half) {
                    $0.sample("0", value: 1)
                    await Task.yield()
                    throw Oops()
                }
            }
            try registry.registerQuick(1)
            let answer = await registry.answer(within: .seconds(60))
            #expect(answer.outcomes == [.error, .error, .error, .error, .success])
            #expect(answer.result.reports.prefix(4).allSatisfy { $0.error is Oops })
            #expect(answer.families(of: "before").isEmpty)
            for name in ["after", "inside", "inside a task"] {
                #expect(answer.families(of: name).map(\.name) == (partial == .completedFamilies ? ["whole"] : []))
            }
        }

        @Test(arguments: [true, false])
        func `half a family, then a hang: the half is never seen, not even later`(isAsync: Bool) async throws {
            let (whole, half) = (whole, half)
            let registry = ContextRegistry()
            let gate = Gate()
            let policy = CollectorPolicy(partial: .completedFamilies)
            if isAsync {
                try registry.register("half", policy: policy) { sink, _ in
                    sink.family(whole) { $0.sample("0", value: 1) }
                    await sink.family(half) {
                        $0.sample("0", value: 1)
                        await gate.suspend()
                        $0.sample("1", value: 2)
                    }
                }
            } else {
                try registry.register("half", policy: policy) { sink in
                    sink.family(whole) { $0.sample("0", value: 1) }
                    sink.family(half) {
                        $0.sample("0", value: 1)
                        gate.block()
                        $0.sample("1", value: 2)
                    }
                }
            }
            let answer = await registry.answer(within: .milliseconds(300))
            answer.expectOnTime()
            #expect(!gate.isOpen)
            #expect(answer.outcomes == [.timeout])
            #expect(answer.families(of: "half").map(\.name) == ["whole"])
            #expect(registry.lateResults == 0)
            gate.open()
            #expect(await registry.settles())
            #expect(registry.lateResults == 1)
            #expect(answer.families(of: "half").map(\.name) == ["whole"])
            let next = await registry.answer(within: .seconds(60))
            #expect(next.families(of: "half").map(\.name) == ["whole", "half"])
            #expect(answer.families(of: "half").map(\.name) == ["whole"], "nobody writes where an answer still reads")
        }

        @Test func `what throws after the deadline is dropped, and runs again`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("late") { _ in
                gate.block()
                throw Oops()
            }
            let answer = await registry.answer(within: .milliseconds(200))
            gate.open()
            #expect(await registry.settles())
            #expect(answer.outcomes == [.timeout])
            #expect(answer.result.reports[0].error == nil)
            #expect(await registry.answer(within: .seconds(60)).outcomes == [.error])
        }

        @Test func `readers of a writer that never stops see whole families only`() async throws {
            let gate = Gate()
            let registry = ContextRegistry()
            let (whole, half) = (whole, half)
            let policy = CollectorPolicy(partial: .completedFamilies, caps: SampleCaps(samples: .max, bytes: .max))
            try registry.register("writer", policy: policy) { sink in
                var value = 0.0
                while !gate.isOpen {
                    sink.family(whole) { family in for i in 0..<5 { family.sample("some text \(i)", value: value) } }
                    // Gives space back again and again, right behind what is being read.
                    try? sink.family(half) { family in
                        for i in 0..<50 { family.sample("some text \(i)", value: -1) }
                        throw Oops()
                    }
                    value += 1
                    // Enough is enough, for the memory's sake.
                    if value > 200_000 { blockThread(for: .milliseconds(1)) }
                }
            }
            let answer = await registry.answer(within: .milliseconds(300))
            answer.expectOnTime()
            let first = answer.families(of: "writer")
            #expect(!first.isEmpty)
            for _ in 0..<3 {
                let families = answer.families(of: "writer")
                #expect(families.count == first.count, "an answer is sealed")
                #expect(families.enumerated().allSatisfy { $1.name == "whole" && $1.values == Array(repeating: Double($0), count: 5) })
            }
            #expect(!gate.isOpen)
            gate.open()
            #expect(await registry.settles())
        }
    }
}
