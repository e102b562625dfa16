/// An instant of the clock that deadlines are kept on.
///
/// It never jumps, and arithmetic on it saturates instead of trapping.
public struct MonotonicInstant: InstantProtocol {
    /// Nanoseconds since some fixed instant in the past.
    public let nanoseconds: UInt64

    /// An instant of a clock of your own, as a test has.
    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// Later than every deadline.
    public static let distantFuture = MonotonicInstant(nanoseconds: .max)

    /// Whether `a` comes first.
    public static func < (a: MonotonicInstant, b: MonotonicInstant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Saturates at instant zero and at ``distantFuture``.
    public func advanced(by duration: Duration) -> MonotonicInstant {
        let distance = duration.clampedNanoseconds
        if distance >= 0 {
            let (sum, overflow) = nanoseconds.addingReportingOverflow(UInt64(distance))
            return MonotonicInstant(nanoseconds: overflow ? .max : sum)
        }
        let back = distance.magnitude
        return MonotonicInstant(nanoseconds: back > nanoseconds ? 0 : nanoseconds - back)
    }

    /// How much later another instant is; negative for an earlier one.
    func nanoseconds(to other: MonotonicInstant) -> Int64 {
        Int64(truncatingIfNeeded: other.nanoseconds &- nanoseconds)
    }

    /// Negative when `other` came first; at most about 292 years to either side.
    public func duration(to other: MonotonicInstant) -> Duration {
        let forward = other.nanoseconds >= nanoseconds
        let distance = forward ? other.nanoseconds - nanoseconds : nanoseconds - other.nanoseconds
        let clamped = Int64(clamping: distance)
        return .nanoseconds(forward ? clamped : -clamped)
    }
}
