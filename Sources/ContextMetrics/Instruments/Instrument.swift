/// What a registry sees of an instrument or a family of them.
protocol Instrument: Sendable {
    var descriptor: FamilyDescriptor { get }

    /// Changes whenever a series is added or removed.
    ///
    /// Read without a lock.
    var generation: SeriesGeneration { get }

    /// Reads every series, in the order in which they were made. From any thread, and while others write.
    ///
    /// No lock is held while `body` runs. Label values stand in the order of the descriptor's label names.
    func visit(_ body: (_ labelValues: [String], _ reading: InstrumentReading) -> Void)

    /// Shows the series from a place on, in the order in which they were made, with where their numbers can be read again and again.
    ///
    /// To keep something for each series, begin at 0. Later, while `generation` is equal, nothing is to do; while its `epoch` is equal,
    /// continue at the `count` of the generation that was answered last; otherwise begin at 0 again, with nothing. No lock is held
    /// while `body` runs. What is no number has no reference, and needs `visit`.
    ///
    /// - Returns: The generation that was shown.
    func visitReferences(from first: Int, _ body: (_ labelValues: [String], _ number: NumberReference?) -> Void) -> SeriesGeneration
}

/// Which series a family has.
struct SeriesGeneration: Hashable, Sendable {
    /// Another number after each removal.
    let epoch: UInt32
    /// Where the series that are added next will stand; within an epoch it only grows.
    let count: Int

    init(epoch: UInt32, count: Int) {
        self.epoch = epoch
        self.count = count
    }

    /// Both in one word.
    init(encoded: UInt64) { self.init(epoch: UInt32(encoded >> 32), count: Int(encoded & 0xffff_ffff)) }
    var encoded: UInt64 { UInt64(epoch) << 32 | UInt64(UInt32(truncatingIfNeeded: count)) }
}

/// The value of one series at the moment it was read.
enum InstrumentReading: Hashable, Sendable {
    case number(Double)
    case histogram(HistogramValue)
}
