import TestSupport
import Synchronization
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Occupies all threads of Swift's cooperative pool, as an application with blocking calls does, until it is lifted.
final class PoolBlockade: Sendable {
    private static let patience = 20_000

    private let blocked = Atomic<Int>(0)
    private let isLifted = Atomic<Bool>(false)
    private let timedOut = Atomic<Bool>(false)

    /// Whether the threads went on before the blockade was lifted, because nobody did.
    var gaveUp: Bool { timedOut.load(ordering: .acquiring) }

    /// Returns when no thread of the pool is left.
    ///
    /// Blocks, and is to be called from a thread that isn't one of them.
    func begin() {
        let threads = Int(sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        for _ in 0..<4 * threads { Task.detached { self.block() } }
        while blocked.load(ordering: .acquiring) < threads { usleep(1_000) }
    }

    func lift() { isLifted.store(true, ordering: .releasing) }

    private func block() {
        blocked.add(1, ordering: .acquiringAndReleasing)
        for _ in 0..<Self.patience {
            if isLifted.load(ordering: .acquiring) { return }
            usleep(1_000)
        }
        timedOut.store(true, ordering: .releasing)
    }
}

extension Client {
    /// A request and its response while the cooperative pool has no thread.
    func ask(during blockade: PoolBlockade) throws -> Reply {
        blockade.begin()
        defer { blockade.lift() }
        return try ask()
    }
}
