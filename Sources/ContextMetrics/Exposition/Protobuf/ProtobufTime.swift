/// A moment as a message of type `google.protobuf.Timestamp`: seconds, and what is beyond them.
///
/// To the microsecond: `Double` tells times of these years no finer, and rounding spares readers a millisecond that is one too low.
struct ProtobufTime {
    private let seconds: Int64
    private let nanoseconds: UInt64

    /// Of seconds since 1970; `nil` for what is no time.
    init?(_ time: Double) {
        let whole = time.rounded(.down)
        guard let seconds = Int64(exactly: whole) else { return nil }
        let microseconds = UInt64((time - whole) * 1e6 + 0.5)
        // A sum, because the fraction may be rounded up to a second; within what is exact, so that it can't overflow.
        self.seconds = microseconds == 1_000_000 ? seconds &+ 1 : seconds
        nanoseconds = microseconds == 1_000_000 ? 0 : microseconds * 1_000
    }

    /// The bytes of a field with it.
    var fieldBytes: Int { 2 + messageBytes }

    /// Fewer than 128, so that the length takes one.
    private var messageBytes: Int {
        1 + TextBuffer.varintBytes(Int(seconds)) + (nanoseconds == 0 ? 0 : 1 + TextBuffer.varintBytes(Int(nanoseconds)))
    }

    /// Appends it as the field of this number, below 16.
    func append(field number: UInt64, to text: inout TextBuffer) {
        text.append(field: number, length: messageBytes)
        text.append(field: 1, varint: UInt64(bitPattern: seconds))
        if nanoseconds > 0 { text.append(field: 2, varint: nanoseconds) }
    }
}
