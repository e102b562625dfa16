/// The value of one series at the moment it was read.
enum InstrumentReading: Hashable, Sendable {
    case number(Double)
    case histogram(HistogramValue)
    case summary(SummaryValue)
    case states(StateSetReading)
    case decimal(ExactDecimal)
    case native(NativeReading)
}
