/// What a line of `metrics_collector_success` says: whether a collector's samples are in the scrape.
package struct CollectorSuccess: Equatable, Sendable {
    package let collector: String
    package let isSuccess: Bool

    /// How such lines begin.
    static let lineStart = Array("metrics_collector_success{".utf8)

    /// `nil` when it is another line, or none that one can read.
    package init?(line: [UInt8]) {
        guard line.starts(with: CollectorSuccess.lineStart) else { return nil }
        var rest = line.dropFirst(CollectorSuccess.lineStart.count)
        var collector: String?
        while let first = rest.first, first != UInt8(ascii: "}") {
            guard let label = CollectorSuccess.label(&rest) else { return nil }
            if label.name == "collector" { collector = label.value }
            if rest.first == UInt8(ascii: ",") { rest.removeFirst() }
        }
        let words = rest.dropFirst().split(separator: UInt8(ascii: " "))
        guard let collector, let word = words.first, let value = Double(String(decoding: word, as: UTF8.self)) else { return nil }
        self.collector = collector
        isSuccess = value == 1
    }

    /// Takes `name="value"` from the front.
    private static func label(_ rest: inout ArraySlice<UInt8>) -> (name: String, value: String)? {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = String(decoding: rest[..<equals], as: UTF8.self)
        rest = rest[equals...].dropFirst()
        guard rest.popFirst() == quote else { return nil }
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == quote { return (name, String(decoding: value, as: UTF8.self)) }
            if byte == backslash {
                guard let escaped = rest.popFirst() else { return nil }
                value.append(escaped == UInt8(ascii: "n") ? UInt8(ascii: "\n") : escaped)
            } else {
                value.append(byte)
            }
        }
        return nil
    }
}
