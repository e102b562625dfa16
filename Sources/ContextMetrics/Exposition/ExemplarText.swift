extension TextBuffer {
    /// Appends an exemplar behind the value of its line, as in ` # {trace_id="a"} 0.5 1520879607.789`.
    ///
    /// Source: OpenMetrics 1.0, "Exemplars" and "ABNF".
    mutating func append(_ exemplar: Exemplar) {
        append(" # {")
        for (index, label) in exemplar.labels.all.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(NameGrammar.shownLabel(label.name.text))
            append("=\"")
            append(label.value, escaping: .quoted)
            append(UInt8(ascii: "\""))
        }
        append("} ")
        append(value: exemplar.value)
        guard let timestamp = exemplar.timestamp else { return }
        append(UInt8(ascii: " "))
        append(value: timestamp)
    }
}
