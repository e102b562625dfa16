/// One element of an `Accept` header, as in `text/plain;version=0.0.4;q=0.5`.
///
/// Source: RFC 9110, sections 5.6 (tokens, quoted strings, parameters), 12.4.2 (weights) and 12.5.1 (`Accept`).
struct MediaRange: Hashable, Sendable {
    struct Parameter: Hashable, Sendable {
        /// In lower case.
        let name: String
        /// Without the quotation marks that it may have had, in the case that it was given in.
        let value: String
    }

    /// In lower case; `*` for any type.
    let type: String
    /// In lower case; `*` for any subtype.
    let subtype: String
    /// Without the weight.
    let parameters: [Parameter]
    /// The weight in thousandths: 0 means "not acceptable", 1000 is the greatest.
    let quality: Int

    /// Reads one element of the list; `nil` for anything but a media range with a valid weight.
    ///
    /// The weight may stand before or between the parameters, as old clients have it. Twice a weight is no weight.
    init?(_ element: ArraySlice<UInt8>) {
        var cursor = HeaderCursor(element)
        cursor.skipBlanks()
        guard let type = cursor.token(), cursor.skip("/"), let subtype = cursor.token() else { return nil }
        if type == "*", subtype != "*" { return nil }
        var parameters: [Parameter] = []
        var quality: Int?
        cursor.skipBlanks()
        while cursor.skip(";") {
            cursor.skipBlanks()
            // Empty parameters are allowed: `text/plain; ;q=1`.
            guard let name = cursor.token() else { continue }
            guard cursor.skip("="), let value = cursor.value() else { return nil }
            if name == "q" {
                guard quality == nil, !value.isQuoted, let weight = MediaRange.weight(value.text) else { return nil }
                quality = weight
            } else {
                parameters.append(Parameter(name: name, value: value.text))
            }
            cursor.skipBlanks()
        }
        if !cursor.isAtEnd { return nil }
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
        self.quality = quality ?? 1000
    }

    /// `0`, `1`, or a fraction between them with up to three digits, in thousandths.
    static func weight(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"), bytes.count <= 5 else { return nil }
        if bytes.count > 1, bytes[1] != UInt8(ascii: ".") { return nil }
        var weight = first == UInt8(ascii: "1") ? 1000 : 0
        var place = 100
        for byte in bytes.dropFirst(2) {
            guard UInt8(ascii: "0") <= byte, byte <= UInt8(ascii: "9") else { return nil }
            weight += Int(byte - UInt8(ascii: "0")) * place
            place /= 10
        }
        return weight <= 1000 ? weight : nil
    }
}
