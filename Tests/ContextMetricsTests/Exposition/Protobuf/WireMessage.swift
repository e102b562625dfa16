/// Bytes that are no message.
struct InvalidWire: Error, CustomStringConvertible {
    let description: String
}

/// A message of Protocol Buffers as anybody reads it who knows no schema: fields by their numbers.
///
/// Written from the format's description, apart from the encoder.
struct WireMessage {
    enum Field {
        case varint(UInt64)
        case fixed(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private(set) var fields: [(number: Int, field: Field)] = []

    init(_ bytes: ArraySlice<UInt8>) throws(InvalidWire) {
        var rest = bytes
        while !rest.isEmpty {
            let tag = try WireMessage.varint(&rest)
            switch tag & 7 {
            case 0: fields.append((Int(tag >> 3), .varint(try WireMessage.varint(&rest))))
            case 1:
                if rest.count < 8 { throw InvalidWire(description: "\(rest.count) bytes of eight") }
                fields.append((Int(tag >> 3), .fixed(rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })))
                rest = rest.dropFirst(8)
            case 2: fields.append((Int(tag >> 3), .bytes(try WireMessage.delimited(&rest))))
            default: throw InvalidWire(description: "wire type \(tag & 7) of field \(tag >> 3)")
            }
        }
    }

    /// The messages of a stream, each behind its length.
    static func delimited(_ bytes: [UInt8]) throws(InvalidWire) -> [ArraySlice<UInt8>] {
        var rest = bytes[...]
        var messages: [ArraySlice<UInt8>] = []
        while !rest.isEmpty { messages.append(try delimited(&rest)) }
        return messages
    }

    private static func delimited(_ rest: inout ArraySlice<UInt8>) throws(InvalidWire) -> ArraySlice<UInt8> {
        let length = try varint(&rest)
        if length > UInt64(rest.count) { throw InvalidWire(description: "\(rest.count) bytes of \(length)") }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws(InvalidWire) -> UInt64 {
        var value: UInt64 = 0
        for place in 0..<10 {
            guard let byte = rest.popFirst() else { throw InvalidWire(description: "a varint that doesn't end") }
            value |= UInt64(byte & 0x7F) << UInt64(7 * place)
            if byte < 0x80 { return value }
        }
        throw InvalidWire(description: "a varint of more than ten bytes")
    }

    // MARK: By number

    func varints(_ number: Int) -> [UInt64] {
        fields.compactMap { if $0.number == number, case .varint(let value) = $0.field { value } else { nil } }
    }

    /// Of type `sint32` and `sint64`.
    func signed(_ number: Int) -> [Int64] { varints(number).map { Int64(bitPattern: $0 >> 1) ^ -Int64($0 & 1) } }

    func doubles(_ number: Int) -> [Double] {
        fields.compactMap { if $0.number == number, case .fixed(let bits) = $0.field { Double(bitPattern: bits) } else { nil } }
    }

    func bytes(_ number: Int) -> [ArraySlice<UInt8>] {
        fields.compactMap { if $0.number == number, case .bytes(let bytes) = $0.field { bytes } else { nil } }
    }

    func messages(_ number: Int) throws(InvalidWire) -> [WireMessage] {
        var messages: [WireMessage] = []
        for bytes in bytes(number) { messages.append(try WireMessage(bytes)) }
        return messages
    }

    func text(_ number: Int) -> [UInt8] { Array(bytes(number).first ?? []) }
}
