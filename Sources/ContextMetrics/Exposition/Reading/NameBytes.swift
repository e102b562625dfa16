/// The legacy grammar of names, as they are found in a line.
enum NameBytes {
    // A bit for each byte below 64 that is a digit or the colon, and for each from there to 127 that is a letter or the underscore.
    private static var digits: UInt64 { 0x03ff_0000_0000_0000 }
    private static var colon: UInt64 { 0x0400_0000_0000_0000 }
    private static var letters: UInt64 { 0x07ff_fffe_87ff_fffe }

    /// Where a metric's name that begins at `start` ends; `start` where there is none.
    @inline(__always)
    static func endOfMetric(_ line: Span<UInt8>, from start: Int) -> Int { end(line, from: start, colon: colon) }

    /// Where a label's name that begins at `start` ends; `start` where there is none.
    @inline(__always)
    static func endOfLabel(_ line: Span<UInt8>, from start: Int) -> Int { end(line, from: start, colon: 0) }

    @inline(__always)
    private static func end(_ line: Span<UInt8>, from start: Int, colon: UInt64) -> Int {
        var place = start
        var low = colon
        while place < line.count {
            let byte = line[place]
            let allowed = byte < 64 ? low : byte < 128 ? letters : 0
            if allowed &>> UInt64(byte & 63) & 1 == 0 { break }
            // Not as the first byte.
            low = colon | digits
            place &+= 1
        }
        return place
    }

    /// Whether a label of this name needs no quotation marks.
    static func isLegacyLabel(_ name: Span<UInt8>) -> Bool { !name.isEmpty && endOfLabel(name, from: 0) == name.count }
}
