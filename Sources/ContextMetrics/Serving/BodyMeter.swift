/// Tells of a body that is encoded while it is read: how many bytes of it were taken, and how long it took to make them.
///
/// The time that its reader takes between two blocks isn't in it.
struct BodyMeter: Sendable {
    private let timer: any DeadlineTimer
    private let bytes: Counter<UInt64>?
    private let time: EncodingTime?
    private var spent: Duration

    /// - Parameters:
    ///   - timer: Whose clock counts.
    ///   - bytes: Counts bytes as they are taken.
    ///   - time: Told how long the whole response took to make; of one that is given up halfway, that far.
    ///   - spent: What had passed before the body is read.
    init(timer: any DeadlineTimer, bytes: Counter<UInt64>?, time: EncodingTime?, spent: Duration) {
        self.timer = timer
        self.bytes = bytes
        self.time = time
        self.spent = spent
    }

    var now: MonotonicInstant { timer.now() }

    /// A block was made and lent.
    mutating func note(bytes count: Int, made duration: Duration) {
        bytes?.increment(by: UInt64(clamping: count))
        spent += duration
        time?.noteAtLeast(spent)
    }

    /// There was no block left.
    func noteEnd() { time?.note(spent) }
}
