/// What a registry sees of an instrument or a family of them.
protocol Instrument: Sendable {
    var descriptor: FamilyDescriptor { get }

    /// Reads every series, in the order in which they were made. From any thread, and while others write.
    ///
    /// No lock is held while `body` runs. Label values stand in the order of the descriptor's label names.
    func visit(_ body: (_ labelValues: [String], _ reading: InstrumentReading) -> Void)

    /// Changes whenever a series comes or goes.
    var generation: UInt64 { get }
    var seriesCount: Int { get }
    /// Visits what holds the values of every series, in the same order; nil where that can be read only by `visit`.
    func visitCells(_ body: (_ labelValues: [String], _ cell: SeriesCell?) -> Void)
}

/// What holds the values of one series.
enum SeriesCell: Sendable {
    case number(any NumberReading)
    case histogram(HistogramCell)
}

/// A number that can be read at any time.
protocol NumberReading: Sendable {
    var number: Double { get }
}

/// The value of one series at the moment it was read.
enum InstrumentReading: Hashable, Sendable {
    case number(Double)
    case histogram(HistogramValue)
}
