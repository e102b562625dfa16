/// Whether a collector has shown to be quick: a pure value that an atomic byte holds.
///
/// A hint, never a promise.
struct CollectorPace: Equatable, Sendable {
    /// From here on a run counts as one that blocks, in nanoseconds.
    static let slow: Int64 = 1_000_000
    /// So many quick runs in a row make a collector quick again that was slow more than once, or was left behind.
    private static let probation: UInt8 = 8

    /// 0 unknown, 1 quick, above: slow, with so many quick runs to go.
    let byte: UInt8

    init(byte: UInt8 = 0) { self.byte = byte }

    /// Runs back to back with others, on the thread that answers.
    var isQuick: Bool { byte == 1 }
    /// Goes first, with a thread of its own.
    var isSlow: Bool { byte > 1 }

    /// After a run.
    func ran(for nanoseconds: Int64) -> CollectorPace {
        if nanoseconds < CollectorPace.slow { return CollectorPace(byte: byte > 1 ? byte - 1 : 1) }
        // On a busy machine any run may lose its processor for a while: once is pardoned after one quick run.
        return isQuick ? CollectorPace(byte: 2) : .afterBlocking
    }

    /// After it was left behind at a deadline.
    static let afterBlocking = CollectorPace(byte: 1 + probation)
}
