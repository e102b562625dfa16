/// The label values of one series, as a key.
///
/// Compared byte by byte, as Prometheus does. Swift's own equality takes composed and decomposed spellings of a character
/// for the same, and would merge two series.
struct LabelValues: Hashable, Sendable {
    let values: [String]

    init(_ values: [String]) { self.values = values }

    static func == (a: LabelValues, b: LabelValues) -> Bool {
        a.values.elementsEqual(b.values) { $0.utf8.elementsEqual($1.utf8) }
    }

    func hash(into hasher: inout Hasher) {
        for value in values {
            for byte in value.utf8 { hasher.combine(byte) }
            // No byte of UTF-8: ("ab", "c") and ("a", "bc") differ.
            hasher.combine(0xff as UInt8)
        }
    }
}
