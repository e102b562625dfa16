/// The parameters of a request that choose collectors and families: `collect[]`, `exclude[]` and `name[]`, each as often as wanted.
///
/// Others are the application's, and are not looked into.
struct ScrapeQuery: Equatable {
    /// Why a query can't be read.
    struct Malformed: Error, Hashable {
        /// The parameter, as it was sent.
        let parameter: String
    }

    private(set) var collectors: [String] = []
    private(set) var excluded: [String] = []
    private(set) var names: [String] = []

    /// Reads what follows the question mark, in time linear in it.
    ///
    /// - Throws: ``Malformed`` where a key, or the value of one of the parameters above, has a percent sign that no two hexadecimal digits
    ///   follow, or stands for bytes that are no UTF-8.
    ///
    /// Source: WHATWG URL, section 5.1, `application/x-www-form-urlencoded`, but that mistakes are told.
    init(_ query: String) throws(Malformed) {
        for parameter in query.utf8.split(separator: UInt8(ascii: "&")) {
            let key = parameter.prefix { $0 != UInt8(ascii: "=") }
            let value = parameter[key.endIndex...].dropFirst()
            func decoded(_ bytes: Substring.UTF8View) throws(Malformed) -> String {
                guard let text = ScrapeQuery.decoded(bytes) else { throw Malformed(parameter: String(Substring(parameter))) }
                return text
            }
            switch try decoded(key) {
            case "collect[]": collectors.append(try decoded(value))
            case "exclude[]": excluded.append(try decoded(value))
            case "name[]": names.append(try decoded(value))
            default: break
            }
        }
    }

    var filter: GatherFilter {
        GatherFilter(
            collectors: collectors.isEmpty ? nil : Set(collectors), excluding: Set(excluded), names: names.isEmpty ? nil : Set(names))
    }

    private static func decoded(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
