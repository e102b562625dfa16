@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// A way of hanging that no cancellation ends.
    enum Stubbornness: String, CaseIterable, CustomTestStringConvertible {
        case suspended, looping, blocking, blockingTask, spinning, spinningTask
        var testDescription: String { rawValue }

        func register(_ name: String, at gate: Gate, in registry: ContextRegistry) throws {
            switch self {
            case .suspended: try registry.register(name) { _, _ in await gate.suspend() }
            case .looping: try registry.register(name) { _, _ in await gate.loop() }
            case .blocking: try registry.register(name) { _ in gate.block() }
            case .blockingTask: try registry.register(name) { _, _ in gate.block() }
            case .spinning: try registry.register(name) { _ in gate.spin() }
            case .spinningTask: try registry.register(name) { _, _ in gate.spin() }
            }
        }
    }

    /// Failure class 1: one hung collector takes the whole host down.
    @Suite struct Stubborn {
        @Test(arguments: Stubbornness.allCases)
        func `three that hang cost the hundred others nothing`(how: Stubbornness) async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            for i in 0..<3 { try how.register("stubborn-\(i)", at: gate, in: registry) }
            try registry.registerQuick(50)
            try registry.registerQuickContext(50)

            let answer = await registry.answer(within: .milliseconds(500))
            #expect(!gate.isOpen)
            answer.expectOnTime()
            #expect(answer.result.ending == .deadline)
            #expect(answer.outcomes == Array(repeating: .timeout, count: 3) + Array(repeating: .success, count: 100))
            #expect(registry.orphans == 3)

            gate.open()
            #expect(await registry.settles())
            let again = await registry.answer(within: .seconds(60))
            #expect(again.count(.success) == 103, "an open gate hangs nobody")
        }

        @Test func `hundreds of scrapes in a row are answered while everything hangs in every way`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            for how in Stubbornness.allCases { try how.register(how.rawValue, at: gate, in: registry) }
            try registry.registerQuick(1)
            try registry.registerQuickContext(1)
            var late = Duration.zero
            let first = await registry.answer(within: .milliseconds(100))
            #expect(first.count(.timeout) == 6)
            for _ in 0..<200 {
                let answer = await registry.answer(within: .seconds(1))
                late = max(late, answer.overshoot)
                #expect(answer.count(.stillRunning) == 6)
                #expect(answer.count(.success) == 2)
            }
            #expect(!gate.isOpen)
            #expect(late < Answer.patience)
            #expect(gate.arrived == 6, "none was started twice")
            gate.open()
            #expect(await registry.settles())
        }
    }
}
