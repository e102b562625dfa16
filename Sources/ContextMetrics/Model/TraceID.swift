/// The trace that a scrape belongs to, as the request tells it.
///
/// ```
/// traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
/// X-Trace-ID: nightly-42
/// ```
/// Safe to be written into logs and headers: 1 to 128 visible characters of ASCII.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    /// The longest, in characters.
    public static let longest = 128

    /// As the request has it; of a `traceparent` the 32 digits of the trace.
    public let text: String

    /// The text.
    public var description: String { text }

    /// Checks untrusted text, as the header `X-Trace-ID` has it; `nil` for anything but 1 to 128 visible characters of ASCII.
    public init?(_ text: String) {
        guard (1...TraceID.longest).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        self.text = text
    }

    /// The trace of a `traceparent` header; `nil` where it is invalid, which all zeros are.
    ///
    /// Of a version later than 00 the beginning is read, which all versions have in common.
    ///
    /// Source: W3C Trace Context, sections 3.2.2 and 4.3.
    public init?(traceparent text: String) {
        let bytes = Array(text.utf8.prefix(TraceID.parentLength + 1))
        guard bytes.count >= TraceID.parentLength else { return nil }
        let parts = [bytes[0..<2], bytes[3..<35], bytes[36..<52], bytes[53..<55]]
        guard [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }), parts.joined().allSatisfy(TraceID.isDigit),
            !parts[0].elementsEqual("ff".utf8), [parts[1], parts[2]].allSatisfy({ $0.contains { $0 != UInt8(ascii: "0") } })
        else { return nil }
        // What follows is of a later version, set apart by another hyphen.
        if bytes.count > TraceID.parentLength, bytes[TraceID.parentLength] != UInt8(ascii: "-") || parts[0].elementsEqual("00".utf8) {
            return nil
        }
        self.text = String(decoding: parts[1], as: UTF8.self)
    }

    private static let parentLength = 55

    /// Hexadecimal, in lower case.
    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
