import Testing

@testable import ContextMetrics

@Suite struct `The queue of alarms` {
    private func instant(_ nanoseconds: UInt64) -> MonotonicInstant { MonotonicInstant(nanoseconds: nanoseconds) }

    @Test func `alarms come in the order of their instants, and not before`() {
        var queue = AlarmQueue()
        let alarms = [Alarm(), Alarm(), Alarm()]
        for (alarm, at) in zip(alarms, [30, 10, 20] as [UInt64]) { queue.set(alarm, at: instant(at)) }
        #expect(queue.next == instant(10))
        #expect(queue.popDue(at: instant(9)) == nil)
        #expect(queue.popDue(at: instant(30)) === alarms[1])
        #expect(queue.popDue(at: instant(30)) === alarms[2])
        #expect(queue.popDue(at: instant(30)) === alarms[0])
        #expect(queue.popDue(at: instant(30)) == nil)
        #expect(queue.next == nil)
    }

    @Test func `an alarm that was disarmed is never armed again`() {
        var queue = AlarmQueue()
        let alarm = Alarm()
        queue.set(alarm, at: instant(5))
        queue.set(alarm, at: nil)
        queue.set(alarm, at: instant(5))
        #expect(queue.next == nil)
        // Also one that was not armed yet.
        let late = Alarm()
        queue.set(late, at: nil)
        queue.set(late, at: instant(5))
        #expect(queue.next == nil)
    }

    @Test(arguments: SeededGenerator.seeds(30)) func `it does what a sorted list does`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alarms = (0..<40).map { _ in Alarm() }
        var queue = AlarmQueue()
        var list: [Int: MonotonicInstant] = [:]
        var retired: Set<Int> = []
        var mostArmed = 0
        for step in 0..<1500 {
            let index = Int(random.next() % 40)
            switch random.next() % 12 {
            case 0...6:
                let at = instant(random.next() % 50)
                queue.set(alarms[index], at: at)
                if !retired.contains(index) { list[index] = at }
            case 7 where retired.count < 30 && random.one(in: 10):
                queue.set(alarms[index], at: nil)
                list[index] = nil
                retired.insert(index)
            default:
                let now = instant(random.next() % 60)
                let due = queue.popDue(at: now)
                let first = list.values.min()
                #expect((due != nil) == (first.map { $0 <= now } ?? false), "seed \(seed), step \(step)")
                if let due, let index = alarms.firstIndex(where: { $0 === due }) {
                    #expect(list[index] == first, "seed \(seed), step \(step)")
                    list[index] = nil
                }
            }
            #expect(queue.next == list.values.min(), "seed \(seed), step \(step)")
            mostArmed = max(mostArmed, list.count)
        }
        #expect(!retired.isEmpty && mostArmed > 2, "seed \(seed) explored nothing")
    }
}
