/// The sum of one series of an exact counter.
final class ExactSeries: SeriesObject {
    let decimals: Int
    private let sum = Locked<UInt128>(0)

    init(decimals: Int) { self.decimals = decimals }

    /// False for an amount that would lead beyond the largest number.
    func add(_ amount: UInt128) -> Bool {
        sum.withLock { sum in
            let (next, overflow) = sum.addingReportingOverflow(amount)
            if !overflow { sum = next }
            return !overflow
        }
    }

    var value: UInt128 { sum.withLock { $0 } }
    var reading: InstrumentReading { .decimal(ExactDecimal(value, decimals: decimals)) }
}
