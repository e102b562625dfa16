/// How far back the quantiles of a ``Summary`` look.
///
/// Time is cut into slices. A new slice begins with each step of `length / slices`, and the oldest is forgotten with all its
/// observations; so quantiles are those of the last `length`, less up to one slice.
///
/// Making one never fails. Registration throws ``InvalidDescriptor/window(_:slices:)`` for one that can't be.
public struct SummaryWindow: Hashable, Sendable {
    /// More slices than these are refused: each takes memory in every series.
    public static let mostSlices = 60

    /// How long an observation counts at most.
    public let length: Duration
    /// How many steps it is forgotten in.
    public let slices: Int

    /// The last `length`, forgotten in `slices` steps.
    public static func last(_ length: Duration, slices: Int = 5) -> SummaryWindow { SummaryWindow(length: length, slices: slices) }

    /// The last 10 minutes in 5 slices of 2, as in the official Prometheus clients.
    public static let standard = SummaryWindow.last(.seconds(600))

    /// In nanoseconds, at least 1.
    func sliceLength() throws(InvalidDescriptor) -> UInt64 {
        let nanoseconds = length.attoseconds / 1_000_000_000
        guard 1...SummaryWindow.mostSlices ~= slices, nanoseconds >= slices, let whole = UInt64(exactly: nanoseconds) else {
            throw .window(length, slices: slices)
        }
        return whole / UInt64(slices)
    }
}
