extension TextBuffer {
    /// Appends a number as a sample's value.
    ///
    /// Integral values below 10^15 are plain digits; others have the fewest digits that read back as the same number, with an
    /// exponent when it is below -4 or at least 21, as Go's `%v` has it. Negative zero is `0`, as in client_golang.
    mutating func append(value: Double) {
        if value.magnitude < 1e15 {
            let integer = Int64(value)
            if Double(integer) == value { return append(decimal: integer) }
        }
        if !appendNonFinite(value) { append(finite: value, exponentFrom: 21, marksFloat: false) }
    }

    /// Appends a number as the value of `le` or `quantile`, in OpenMetrics' canonical form: `0.5`, `1.0`, `100000.0`, `1e+06`.
    ///
    /// Both formats use it: to Prometheus 2 `le="1"` and `le="1.0"` are two series, and a scraper may change its format.
    /// Negative zero is `0.0`: it bounds the same bucket.
    ///
    /// Source: OpenMetrics 1.0, "Considerations: Canonical Numbers"; Go's `strconv.FormatFloat(x, 'g', -1, 64)`.
    mutating func append(bound: Double) {
        if bound == 0 { return append("0.0") }
        if !appendNonFinite(bound) { append(finite: bound, exponentFrom: 6, marksFloat: true) }
    }

    /// Prometheus reads these spellings only; it refuses Swift's `-nan`.
    private mutating func appendNonFinite(_ value: Double) -> Bool {
        if value.isNaN {
            append("NaN")
        } else if value.isInfinite {
            append(value < 0 ? "-Inf" : "+Inf")
        } else {
            return false
        }
        return true
    }

    private mutating func append(finite value: Double, exponentFrom limit: Int, marksFloat: Bool) {
        let decimal = ShortestDecimal(value)
        let exponent = decimal.exponent
        if value < 0 { append(UInt8(ascii: "-")) }
        if exponent < -4 || exponent >= limit {
            append(decimal, pointAfter: 1)
            append(exponent < 0 ? "e-" : "e+")
            if exponent.magnitude < 10 { append(UInt8(ascii: "0")) }
            append(decimal: UInt64(exponent.magnitude))
        } else if exponent < 0 {
            append("0.")
            append(zeros: -exponent - 1)
            append(decimal, pointAfter: 0)
        } else {
            append(decimal, pointAfter: exponent + 1)
            append(zeros: exponent + 1 - decimal.count)
            if marksFloat, decimal.count <= exponent + 1 { append(".0") }
        }
    }

    /// The digits, with a point after so many of them unless there are no more.
    private mutating func append(_ decimal: ShortestDecimal, pointAfter integerDigits: Int) {
        let fractionDigits = decimal.count - integerDigits
        if fractionDigits <= 0 || integerDigits == 0 { return append(decimal: decimal.significand) }
        let (integer, fraction) = decimal.significand.quotientAndRemainder(dividingBy: .powerOfTen(fractionDigits))
        append(decimal: integer)
        append(UInt8(ascii: "."))
        append(zeros: fractionDigits - fraction.decimalDigitCount)
        append(decimal: fraction)
    }

    private mutating func append(zeros count: Int) {
        for _ in 0..<max(0, count) { append(UInt8(ascii: "0")) }
    }
}
