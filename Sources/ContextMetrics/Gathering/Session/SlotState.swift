/// Where one collector stands in one gather: a pure value that an atomic holds.
///
/// ```
/// idle ──started──> waiting ──delivered──> done
///  │ └───────────────────────delivered───────^ └──sealed──> taken
///  └──sealed──> skipped   waiting ──sealed──> abandoned
/// ```
/// Whoever moves a slot away from `idle` or `waiting` decides its outcome; everybody else finds that it is decided.
enum SlotState: UInt8, Equatable, Sendable {
    /// Its collector has not been asked.
    case idle
    /// A run that will deliver is in flight, started here or by another gather.
    case waiting
    /// There is an outcome.
    case done
    /// The gather ended and has taken the outcome.
    case taken
    /// Sealed before its collector was asked.
    case skipped
    /// Sealed while its run was in flight.
    case abandoned

    /// A run is in flight.
    ///
    /// Nil: the run has delivered already, or the gather is sealed.
    func started() -> SlotState? { self == .idle ? .waiting : nil }

    /// There is an outcome.
    ///
    /// Nil: too late, or a second one.
    func delivered() -> SlotState? { self == .idle || self == .waiting ? .done : nil }

    /// The gather ends.
    ///
    /// Nil: it had ended before.
    func sealed() -> SlotState? {
        switch self {
        case .idle: .skipped
        case .waiting: .abandoned
        case .done: .taken
        case .taken, .skipped, .abandoned: nil
        }
    }
}
