import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct `Lanes of collectors` {
    @Test func `pullers together take each collector once, in order`() {
        let lane = PullLane(.context, order: [4, 2, 9], pullers: 1)
        #expect(!lane.isExhausted)
        #expect([lane.next(), lane.next(), lane.next(), lane.next(), lane.next()] == [4, 2, 9, nil, nil])
        #expect(lane.isExhausted)
    }

    @Test func `a lane that is stuck doubles its pullers up to the limit`() {
        let lane = PullLane(.blocking, order: Array(0..<100), pullers: 1)
        _ = lane.next()
        var added: [Int?] = []
        for _ in 0..<6 {
            // Each puller that was added takes one collector, and sticks too.
            let more = lane.look(limit: 20, processors: 1)
            added.append(more)
            for _ in 0..<(more ?? 0) { _ = lane.next() }
        }
        // The first look sees one collector taken since the start, which is progress.
        #expect(added == [0, 1, 2, 4, 8, 4])
        #expect(lane.pullerCount == 20)
    }

    @Test func `a lane that moves has a puller for each processor and no more`() {
        let lane = PullLane(.blocking, order: Array(0..<100), pullers: 1)
        var counts: [Int] = []
        for _ in 0..<5 {
            for _ in 0..<10 { _ = lane.next() }
            _ = lane.look(limit: 20, processors: 3)
            counts.append(lane.pullerCount)
        }
        #expect(counts == [2, 3, 3, 3, 3])
    }

    @Test func `no more pullers are added than collectors are left`() {
        let lane = PullLane(.context, order: Array(0..<10), pullers: 8)
        for _ in 0..<8 { _ = lane.next() }
        _ = lane.look(limit: 64, processors: 1)
        #expect(lane.look(limit: 64, processors: 1) == 2)
    }

    @Test func `a lane that has been taken asks for no further look`() {
        let lane = PullLane(.context, order: [0], pullers: 1)
        _ = lane.next()
        #expect(lane.look(limit: 64, processors: 2) == nil)
    }

    @Test func `collectors go to the lane of what they have shown, known blockers first`() {
        func entry(_ name: String, isContext: Bool, runs nanoseconds: Int64?) -> CollectorEntry {
            let policy = CollectorPolicy()
            let entry =
                isContext
                ? CollectorEntry(
                    name: name, order: 0, collector: SleepingCollector(for: .zero), policy: policy, descriptors: [])
                : CollectorEntry(name: name, order: 0, collector: InstantCollector(), policy: policy, descriptors: [])
            if let nanoseconds { entry.hasRun(for: nanoseconds) }
            return entry
        }
        let entries = [
            entry("unknown", isContext: false, runs: nil), entry("quick", isContext: false, runs: 1_000),
            entry("slow", isContext: false, runs: 5_000_000), entry("context", isContext: true, runs: nil),
            entry("quick context", isContext: true, runs: 1_000), entry("slow context", isContext: true, runs: 5_000_000),
        ]
        let lanes = PullLane.lanes(for: CollectorEntries(entries), limit: 64)
        #expect(lanes.map(\.kind) == [.blocking, .context, .quick, .quickContext])
        #expect(lanes.map(\.order) == [[2, 0], [3, 5], [1], [4]])
        #expect(lanes.map(\.pullerCount) == [2, 1, 1, 1])
    }
}
