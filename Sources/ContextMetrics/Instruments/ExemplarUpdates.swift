// What all of these have in common: the update counts whatever its exemplar is. An exemplar that can't be shown is dropped, and counted in
// `droppedExemplars`. Updates without an exemplar know nothing of all this.

extension Counter {
    /// Adds one, and keeps an exemplar of it; parameters as with an amount.
    public func increment(exemplar labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) {
        increment(by: Value.one, exemplar: labels, at: timestamp)
    }

    /// Adds an amount that is not negative, and keeps it as the counter's exemplar, in the place of the one before.
    ///
    /// ```swift
    /// sent.increment(by: 512, exemplar: ["trace_id": trace])
    /// ```
    /// OpenMetrics shows it, of a counter whose name ends in `_total`. Takes a lock for a few instructions, and allocates.
    ///
    /// - Parameters:
    ///   - amount: What is added.
    ///   - labels: What leads to more about it; see ``Exemplar/mostCodePoints``.
    ///   - timestamp: When that was, in seconds since 1970; now, if it isn't given.
    public func increment(by amount: Value, exemplar labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) {
        withExtendedLifetime(series) {
            if series.number.add(amount, series.core) {
                series.core.keep(exemplar: labels, of: amount.sampleValue, at: timestamp, place: series.place)
            } else {
                series.core.drop()
            }
        }
    }

    /// Exemplars that can't be shown, of all counters of the family together: their updates count.
    public var droppedExemplars: Int { series.core.droppedExemplars }
}

extension ExactCounter {
    /// Adds an amount, in the smallest unit, and keeps it as the counter's exemplar, in the place of the one before.
    ///
    /// - Parameters:
    ///   - amount: What is added, in the smallest unit; the exemplar is shown as the counter is, rounded to a `Double`.
    ///   - labels: What leads to more about it; see ``Exemplar/mostCodePoints``.
    ///   - timestamp: When that was, in seconds since 1970; now, if it isn't given.
    public func increment(by amount: UInt128, exemplar labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) {
        withExtendedLifetime(series) {
            if series.with(ExactSeries.self, { $0.add(amount) }) {
                let value = ExactDecimal(amount, decimals: decimals).nearest
                series.core.keep(exemplar: labels, of: value, at: timestamp, place: series.place)
            } else {
                series.core.drop()
            }
        }
    }

    /// Exemplars that can't be shown, of all counters of the family together: their updates count.
    public var droppedExemplars: Int { series.core.droppedExemplars }
}

extension Histogram: ExemplarObservingInstrument {
    /// Counts a value, and keeps it as the exemplar of its bucket, in the place of the one before.
    ///
    /// ```swift
    /// latency.observe(0.2, exemplar: ["trace_id": trace])
    /// ```
    /// Takes a lock for a few instructions, and allocates.
    ///
    /// - Parameters:
    ///   - value: In the unit of the family.
    ///   - labels: What leads to more about it; see ``Exemplar/mostCodePoints``.
    ///   - timestamp: When that was, in seconds since 1970; now, if it isn't given.
    public func observe(_ value: Double, exemplar labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) {
        withExtendedLifetime(series) {
            let cell = series.histogram
            if cell.observe(value) {
                series.core.keep(exemplar: labels, of: value, at: timestamp, place: series.place, bucket: cell.bucket(of: value))
            } else {
                series.core.drop()
            }
        }
    }

    /// Exemplars that can't be shown, of all histograms of the family together: their observations count.
    public var droppedExemplars: Int { series.core.droppedExemplars }
}

extension NativeHistogram: ExemplarObservingInstrument {
    /// Counts a value, and keeps it as one of the histogram's ten exemplars.
    ///
    /// Of more it keeps those whose values are furthest apart, and none for five minutes beyond need. OpenMetrics shows the newest of each
    /// classic bucket.
    ///
    /// ```swift
    /// latency.observe(0.2, exemplar: ["trace_id": trace])
    /// ```
    /// Takes a lock for a few instructions, and allocates.
    ///
    /// - Parameters:
    ///   - value: In the unit of the family.
    ///   - labels: What leads to more about it; see ``Exemplar/mostCodePoints``.
    ///   - timestamp: When that was, in seconds since 1970; now, if it isn't given.
    public func observe(_ value: Double, exemplar labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) {
        if !value.isFinite { return series.core.drop() }
        let exemplar = series.core.exemplar(of: value, labels, at: timestamp)
        _ = series.with(NativeSeries.self) { $0.observe(value, exemplar) }
    }

    /// Exemplars that can't be shown, of all histograms of the family together: their observations count.
    public var droppedExemplars: Int { series.core.droppedExemplars }
}

// The same for each kind of family.

extension Family {
    /// Exemplars that can't be shown, in all series together: their updates count.
    public var droppedExemplars: Int { storage.core.droppedExemplars }
}

extension DynamicFamily {
    /// Exemplars that can't be shown, in all series together: their updates count.
    public var droppedExemplars: Int { storage.core.droppedExemplars }
}

extension TypedFamily {
    /// Exemplars that can't be shown, in all series together: their updates count.
    public var droppedExemplars: Int { storage.core.droppedExemplars }
}
