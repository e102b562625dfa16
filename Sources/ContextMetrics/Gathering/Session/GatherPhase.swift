/// How far a gather has come: a pure value that an atomic holds.
enum GatherPhase: UInt8, Equatable, Sendable {
    case open
    /// A little before the deadline: runs that nobody else waits for are told to stop. (G5)
    case cancelling
    /// The response is fixed.
    case sealed

    /// The cancellation window begins.
    ///
    /// Nil when it has begun, or the gather is sealed.
    func cancelled() -> GatherPhase? { self == .open ? .cancelling : nil }

    /// Seals.
    ///
    /// Nil for everybody but the first.
    func sealing() -> GatherPhase? { self == .sealed ? nil : .sealed }
}
