/// Reads the words of a header's value from left to right, each byte once.
///
/// Source: RFC 9110, section 5.6.
struct HeaderCursor {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skipBlanks() { rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// Goes past a character, when it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let next = rest.first, next == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// A token, in lower case; `nil` when something else comes next.
    mutating func token() -> String? {
        let token = tokenBytes()
        return token.isEmpty ? nil : String(decoding: token.lazy.map(HeaderCursor.lowercased), as: UTF8.self)
    }

    /// A parameter's value: a token as it stands, or what a quoted string means; `nil` when something else comes next.
    mutating func value() -> (text: String, isQuoted: Bool)? {
        if skip("\"") { return quotedRest().map { ($0, true) } }
        let token = tokenBytes()
        return token.isEmpty ? nil : (String(decoding: token, as: UTF8.self), false)
    }

    /// The next element of a comma-separated list, without its comma; `nil` at the end.
    ///
    /// A comma within a quoted string doesn't end an element. A string that is never closed takes in all that follows it.
    mutating func element() -> ArraySlice<UInt8>? {
        if rest.isEmpty { return nil }
        var isQuoted = false
        var isEscaped = false
        let element = rest.prefix { byte in
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                isEscaped = byte == UInt8(ascii: "\\")
            } else {
                return byte != UInt8(ascii: ",")
            }
            return true
        }
        rest = rest[element.endIndex...].dropFirst()
        return element
    }

    private mutating func quotedRest() -> String? {
        var text: [UInt8] = []
        var isEscaped = false
        for (index, byte) in zip(rest.indices, rest) {
            if isEscaped {
                isEscaped = false
                text.append(byte)
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                rest = rest[index...].dropFirst()
                return String(decoding: text, as: UTF8.self)
            } else {
                text.append(byte)
            }
        }
        return nil
    }

    private mutating func tokenBytes() -> ArraySlice<UInt8> {
        let token = rest.prefix(while: HeaderCursor.isTokenByte)
        rest = rest[token.endIndex...]
        return token
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"): true
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"): true
        case UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"): true
        default: false
        }
    }

    /// ASCII letters in lower case, other bytes as they are.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
