@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    @Suite struct Many {
        enum Kind: String, CaseIterable, CustomTestStringConvertible {
            case sync, async, sleeping, mixed
            var testDescription: String { rawValue }
        }

        @Test(arguments: Kind.allCases)
        func `10,000 collectors are all asked, once each`(kind: Kind) async throws {
            let registry = ContextRegistry()
            let runs = Tally()
            for i in 0..<10_000 {
                let kind = kind == .mixed ? [.sync, .async, .sleeping][i % 3] : kind
                switch kind {
                case .sync:
                    try registry.register("c\(i)") { sink in
                        runs.add()
                        sink.sample(value, value: Double(i))
                    }
                case .async:
                    try registry.register("c\(i)") { sink, _ in
                        runs.add()
                        sink.sample(value, value: Double(i))
                    }
                case .sleeping, .mixed:
                    try registry.register("c\(i)") { sink, context in
                        runs.add()
                        try await context.sleep(for: .milliseconds(5))
                        sink.sample(value, value: Double(i))
                    }
                }
            }
            // Twice: the second time on the lanes that the first has shown to be right.
            for round in 1...2 {
                let answer = await registry.answer(within: .seconds(60))
                #expect(answer.count(.success) == 10_000)
                #expect(runs.count == 10_000 * round)
                #expect(answer.families(of: "c9999").map(\.values) == [[9999]])
                #expect(answer.result.merged().conflicts.count == 9_999, "the same series 10,000 times: the first is kept")
            }
            #expect(await registry.settles())
        }
    }
}
