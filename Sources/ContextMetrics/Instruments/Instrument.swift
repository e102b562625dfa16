/// What a registry sees of an instrument or a family of them.
protocol Instrument: Sendable {
    var descriptor: FamilyDescriptor { get }

    /// Reads every series, in the order in which they were made. From any thread, and while others write.
    ///
    /// No lock is held while `body` runs. Label values stand in the order of the descriptor's label names.
    func visit(_ body: (_ labelValues: [String], _ reading: InstrumentReading) -> Void)
}

/// The value of one series at the moment it was read.
enum InstrumentReading: Hashable, Sendable {
    case number(Double)
    case histogram(HistogramValue)
}
