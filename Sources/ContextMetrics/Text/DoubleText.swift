extension TextBuffer {
    /// Appends a number as the value of `le` or `quantile`, in OpenMetrics' canonical form: `0.5`, `1.0`, `100000.0`, `1e+06`.
    ///
    /// Both formats use it: to Prometheus 2 `le="1"` and `le="1.0"` are two series, and a scraper may change its format.
    /// Negative zero is `0.0`: it bounds the same bucket.
    ///
    /// Source: OpenMetrics 1.0, "Considerations: Canonical Numbers"; Go's `strconv.FormatFloat(x, 'g', -1, 64)`.
    mutating func append(bound: Double) {
        if bound == 0 { return append("0.0") }
        if !bound.isFinite { return append(value: bound) }
        let decimal = ShortestDecimal(bound)
        let isPlain = -4 <= decimal.exponent && decimal.exponent < 6
        write(atMost: DoubleText.room) { DoubleText.put(decimal, isNegative: bound < 0, isPlain: isPlain, to: $0) }
        if isPlain, decimal.count <= decimal.exponent + 1 { append(".0") }
    }
}
