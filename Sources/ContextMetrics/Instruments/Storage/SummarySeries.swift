/// What all series of a summary family have in common.
struct SummaryRules: Sendable {
    let quantiles: [Double]
    let slices: Int
    /// In nanoseconds.
    let sliceLength: UInt64
    /// The time, in nanoseconds since some instant.
    let clock: @Sendable () -> UInt64
    /// When the first slice began.
    let start: UInt64

    /// - Throws: ``InvalidDescriptor`` for quantiles or a window that can't be.
    init(_ quantiles: [Double], _ window: SummaryWindow, clock: @escaping @Sendable () -> UInt64) throws(InvalidDescriptor) {
        if quantiles.count > Summary.mostQuantiles { throw .quantileCount(quantiles.count, limit: Summary.mostQuantiles) }
        // False for NaN as well.
        for (index, quantile) in quantiles.enumerated() where !(0...1 ~= quantile) || (index > 0 && quantiles[index - 1] >= quantile) {
            throw .quantiles(quantiles)
        }
        sliceLength = try window.sliceLength()
        slices = window.slices
        start = clock()
        self.quantiles = quantiles
        self.clock = clock
    }

    /// The slice that time has come to.
    var slice: Int {
        let now = clock()
        return now <= start ? 0 : Int(clamping: (now - start) / sliceLength)
    }
}

/// The observations of one series of a summary.
final class SummarySeries: SeriesObject {
    private struct State {
        var sketch: WindowedSketch
        var count: UInt64 = 0
        var sum = 0.0
    }

    private let rules: SummaryRules
    private let state: Locked<State>

    init(_ rules: SummaryRules) {
        self.rules = rules
        state = Locked(State(sketch: WindowedSketch(slices: rules.slices)))
    }

    /// False for an observation that can't be counted.
    func observe(_ value: Double) -> Bool {
        // An infinite observation would make the sum infinite for good, and two of them NaN.
        guard value.isFinite else { return false }
        let slice = rules.slice
        state.withLock { state in
            state.sketch.advance(to: slice)
            state.sketch.add(value)
            state.count += 1
            state.sum += value
        }
        return true
    }

    var value: SummaryValue {
        let slice = rules.slice
        // A copy that shares its memory until the next observation: nothing is worked out under the lock.
        let state = state.withLock { state in
            state.sketch.advance(to: slice)
            return state
        }
        return SummaryValue(unchecked: state.sketch.quantiles(rules.quantiles), count: state.count, sum: state.sum)
    }

    var reading: InstrumentReading { .summary(value) }
}
