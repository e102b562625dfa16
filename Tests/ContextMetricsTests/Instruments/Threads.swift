import Foundation
import Synchronization

/// Runs `body` on as many threads of their own, begun together, and waits for all of them.
///
/// Tasks would share as many threads as there are processors, and on one processor never meet.
func onThreads(_ count: Int, _ body: @escaping @Sendable (_ thread: Int) -> Void) async {
    let gate = Gate(count)
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        for thread in 0..<count {
            Thread.detachNewThread {
                gate.arriveAndWait()
                body(thread)
                if gate.isLastToLeave() { continuation.resume() }
            }
        }
    }
}

private final class Gate: Sendable {
    private let arriving: Atomic<Int>
    private let leaving: Atomic<Int>

    init(_ count: Int) {
        arriving = Atomic(count)
        leaving = Atomic(count)
    }

    func arriveAndWait() {
        arriving.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        while arriving.load(ordering: .acquiring) > 0 { sched_yield() }
    }

    func isLastToLeave() -> Bool { leaving.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 }
}
