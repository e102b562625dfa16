import Testing

@testable import ContextMetrics

@Suite struct `Slots and phases` {
    @Test(
        arguments: [
            (SlotState.idle, SlotState.waiting), (.waiting, nil), (.done, nil), (.taken, nil), (.skipped, nil), (.abandoned, nil),
        ] as [(SlotState, SlotState?)])
    func `only a collector that was not asked can be started`(from: SlotState, to: SlotState?) {
        #expect(from.started() == to)
    }

    @Test(
        arguments: [
            (SlotState.idle, SlotState.done), (.waiting, .done), (.done, nil), (.taken, nil), (.skipped, nil), (.abandoned, nil),
        ] as [(SlotState, SlotState?)])
    func `an outcome counts once, and not after the seal`(from: SlotState, to: SlotState?) {
        #expect(from.delivered() == to)
    }

    @Test(
        arguments: [
            (SlotState.idle, SlotState.skipped), (.waiting, .abandoned), (.done, .taken), (.taken, nil), (.skipped, nil),
            (.abandoned, nil),
        ] as [(SlotState, SlotState?)])
    func `sealing decides what is undecided, and takes an outcome once`(from: SlotState, to: SlotState?) {
        #expect(from.sealed() == to)
    }

    @Test func `whatever the order of steps, a slot is decided once and its outcome is taken once`() {
        let steps: [(SlotState) -> SlotState?] = [{ $0.started() }, { $0.delivered() }, { $0.sealed() }]
        for a in 0..<3 {
            for b in 0..<3 {
                for c in 0..<3 {
                    for d in 0..<3 {
                        var state = SlotState.idle
                        var path: [SlotState] = []
                        for step in [a, b, c, d] {
                            guard let next = steps[step](state) else { continue }
                            state = next
                            path.append(next)
                        }
                        #expect(path.count { [.done, .skipped, .abandoned].contains($0) } <= 1)
                        #expect(path.count { $0 == .taken } <= 1)
                        #expect(!path.contains(.taken) || path.contains(.done))
                        if [a, b, c, d].contains(2) { #expect([.taken, .skipped, .abandoned, .done].contains(state)) }
                    }
                }
            }
        }
    }

    @Test func `G5: the cancellation window begins once, and never after the seal`() {
        #expect(GatherPhase.open.cancelled() == .cancelling)
        #expect(GatherPhase.cancelling.cancelled() == nil)
        #expect(GatherPhase.sealed.cancelled() == nil)
    }

    @Test func `a gather is sealed once`() {
        #expect(GatherPhase.open.sealing() == .sealed)
        #expect(GatherPhase.cancelling.sealing() == .sealed)
        #expect(GatherPhase.sealed.sealing() == nil)
    }
}
