/// Alarms by instant: a binary heap whose alarms know their place, so that removing one costs O(log n) and an alarm that is no
/// longer needed doesn't wait for its instant.
///
/// A value; whoever holds it owns the lock.
package struct AlarmQueue {
    private var heap: [Alarm] = []

    package init() {}

    /// The next instant at which something is due.
    package var next: MonotonicInstant? { heap.first?.instant }

    /// Arms, moves or, with `nil`, retires an alarm.
    package mutating func set(_ alarm: Alarm, at instant: MonotonicInstant?) {
        guard let instant else {
            alarm.isRetired = true
            remove(alarm)
            return
        }
        if alarm.isRetired { return }
        alarm.instant = instant
        if alarm.index < 0 {
            heap.append(alarm)
            alarm.index = heap.count - 1
            siftUp(from: alarm.index)
        } else {
            siftUp(from: alarm.index)
            siftDown(from: alarm.index)
        }
    }

    /// Takes the earliest alarm if it is due.
    package mutating func popDue(at now: MonotonicInstant) -> Alarm? {
        guard let first = heap.first, first.instant <= now else { return nil }
        remove(first)
        return first
    }

    private mutating func remove(_ alarm: Alarm) {
        let hole = alarm.index
        guard hole >= 0, let last = heap.popLast() else { return }
        alarm.index = -1
        if hole < heap.count {
            place(last, at: hole)
            siftUp(from: hole)
            siftDown(from: last.index)
        }
    }

    private mutating func place(_ alarm: Alarm, at index: Int) {
        heap[index] = alarm
        alarm.index = index
    }

    private mutating func siftUp(from start: Int) {
        var hole = start
        let alarm = heap[hole]
        while hole > 0 {
            let parent = (hole - 1) / 2
            if heap[parent].instant <= alarm.instant { break }
            place(heap[parent], at: hole)
            hole = parent
        }
        place(alarm, at: hole)
    }

    private mutating func siftDown(from start: Int) {
        var hole = start
        let alarm = heap[hole]
        while true {
            var child = 2 * hole + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, heap[child + 1].instant < heap[child].instant { child += 1 }
            if alarm.instant <= heap[child].instant { break }
            place(heap[child], at: hole)
            hole = child
        }
        place(alarm, at: hole)
    }
}
