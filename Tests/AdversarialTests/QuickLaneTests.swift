@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// Collectors that were quick for long run on a thread that answers, until one day they block.
    @Suite struct QuickLane {
        enum Kind: CaseIterable {
            case sync, context
            /// Suspended once before it blocks: then no thread that answers is to be in the way.
            case resumedContext
        }

        /// Quick until `hanging` is set, then stuck at the gate.
        private final class Turncoat: Sendable {
            let kind: Kind
            private let hangs = Locked(false)
            let gate = Gate()
            init(_ kind: Kind = .sync) { self.kind = kind }

            func turn() { hangs.withLock { $0 = true } }

            func register(_ count: Int, in registry: ContextRegistry) throws {
                for i in 0..<count {
                    let name = "turncoat-\(i)"
                    switch kind {
                    case .sync:
                        try registry.register(name) { sink in
                            if self.hangs.withLock({ $0 }) { self.gate.block() }
                            sink.sample(value, value: Double(i))
                        }
                    case .context, .resumedContext:
                        try registry.register(name) { sink, _ in
                            let hangs = self.hangs.withLock { $0 }
                            if hangs, self.kind == .resumedContext { await Task.yield() }
                            if hangs { self.gate.block() }
                            sink.sample(value, value: Double(i))
                        }
                    }
                }
            }
        }

        /// Scrapes until all have shown to be quick; a busy machine can make one look slow for a while.
        private func prove(_ registry: ContextRegistry) async {
            for round in 0..<200 {
                let answer = await registry.answer(within: .seconds(60))
                #expect(answer.result.ending == .complete)
                if round >= 30, registry.contents.entries.allSatisfy(\.pace.isQuick) { return }
            }
        }

        @Test(arguments: Kind.allCases, [1, 60])
        func `when they block, the answer is on time, and so are those after it`(kind: Kind, count: Int) async throws {
            let registry = ContextRegistry()
            let turncoats = Turncoat(kind)
            try turncoats.register(count, in: registry)
            try registry.registerQuick(50)
            try registry.registerQuickContext(5)
            await prove(registry)
            turncoats.turn()

            let answer = await registry.answer(within: .seconds(1))
            answer.expectOnTime()
            #expect(!turncoats.gate.isOpen)
            #expect(answer.outcomes.prefix(count).allSatisfy { $0 == .timeout })
            #expect(answer.outcomes.dropFirst(count).allSatisfy { $0 == .success }, "who was quick still is")

            for _ in 0..<5 {
                let next = await registry.answer(within: .seconds(1))
                next.expectOnTime()
                #expect(next.count(.stillRunning) == count)
                #expect(next.outcomes.dropFirst(count).allSatisfy { $0 == .success })
            }
            #expect(registry.engine.front.threadCount <= 8)
            turncoats.gate.open()
            #expect(await registry.settles())
            #expect(await registry.answer(within: .seconds(60)).count(.success) == count + 55)
        }

        @Test(arguments: Kind.allCases)
        func `when more block than there are threads, the answers are on time, and all recover`(kind: Kind) async throws {
            let registry = ContextRegistry()
            let turncoats = Turncoat(kind)
            try turncoats.register(100, in: registry)
            await prove(registry)
            turncoats.turn()
            for _ in 0..<5 {
                let answer = await registry.answer(within: .milliseconds(500))
                answer.expectOnTime()
                #expect(answer.count(.success) == 0)
            }
            #expect(!turncoats.gate.isOpen)
            #expect(registry.engine.front.threadCount <= 8)
            #expect(registry.engine.collectors.threadCount <= 66)
            #expect(registry.engine.contextCollectors.threadCount <= 66)
            turncoats.gate.open()
            #expect(await registry.settles())
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 100)
        }

        @Test func `two registries that share an engine lose no more than one answering thread to them`() async throws {
            let engine = GatherEngine()
            let registries = [ContextRegistry(engine: engine), ContextRegistry(engine: engine)]
            let turncoats = [Turncoat(), Turncoat()]
            for (registry, turncoat) in zip(registries, turncoats) {
                try turncoat.register(8, in: registry)
                await prove(registry)
            }
            for turncoat in turncoats { turncoat.turn() }
            for _ in 0..<3 {
                async let a = registries[0].answer(within: .milliseconds(500))
                async let b = registries[1].answer(within: .milliseconds(500))
                for answer in await [a, b] {
                    answer.expectOnTime()
                    #expect(answer.count(.success) == 0)
                }
            }
            // A registry of the same engine whose collectors are good notices nothing.
            let good = ContextRegistry(engine: engine)
            try good.registerQuick(5)
            try good.registerQuickContext(5)
            for _ in 0..<10 { #expect(await good.answer(within: .seconds(5)).count(.success) == 10) }
            #expect(turncoats.allSatisfy { !$0.gate.isOpen })
            for turncoat in turncoats { turncoat.gate.open() }
            for registry in registries { #expect(await registry.settles()) }
        }
    }
}
