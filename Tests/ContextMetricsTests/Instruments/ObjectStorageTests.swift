import Testing

@testable import ContextMetrics

/// Summaries, state sets and exact counters stand in objects, whose references are counted by hand.
@Suite struct `Series that are objects` {
    private final class Watch {
        weak var object: SummarySeries?
    }

    @Test func `end with their family, also when they were removed before`() throws {
        let (kept, removed) = (Watch(), Watch())
        do {
            let family = try ContextRegistry().summary("size", labels: "kind")
            kept.object = family.with("kept").series.with(SummarySeries.self) { $0 }
            removed.object = family.with("removed").series.with(SummarySeries.self) { $0 }
            #expect(family.remove("removed"))
            #expect(kept.object != nil && removed.object != nil)
        }
        #expect(kept.object == nil)
        #expect(removed.object == nil)
    }

    @Test func `stay as long as a handle of theirs, after removal and without their registry`() throws {
        let watch = Watch()
        do {
            let summary = try {
                let family = try ContextRegistry().summary("size", labels: "kind")
                defer { family.removeAll() }
                return family.with("a")
            }()
            watch.object = summary.series.with(SummarySeries.self) { $0 }
            summary.observe(2)
            #expect(summary.value.count == 1)
            #expect(watch.object != nil)
        }
        #expect(watch.object == nil)
    }

    @Test func `are exposed no more once they were removed, and begin anew`() throws {
        let registry = ContextRegistry()
        let family = try registry.counter("paid_total", of: UInt128.self, labels: "to")
        let old = family.with("a")
        old.increment(by: 5 as UInt128)
        #expect(family.remove("a"))
        old.increment()
        #expect(registry.snapshot().flatMap(\.metrics).isEmpty)
        #expect(family.with("a").value == 0)
        #expect(old.value == 6)
    }
}
