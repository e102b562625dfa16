// Invariants.
// - Room for a series is made before it is written: for its fixed bytes, `padding` bytes at least, and its values.
// - The segment is held while its cells are read.

/// Values of instruments in messages: each takes as many bytes as any other, so that lengths are known before values are.
enum MessageValue {
    /// A `double` or a `fixed64`.
    static let numberBytes = 8
    /// A count below 2^63, as a varint of its greatest length: seven bits in a byte, zeros at the end and all.
    static let countBytes = 9

    @inline(__always)
    static func put(_ value: Double, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        // To Prometheus one of the many is no value but the end of the series.
        let bits = (value.isNaN ? Double.nan : value).bitPattern
        UnsafeMutableRawPointer(to).storeBytes(of: bits.littleEndian, as: UInt64.self)
        return to + numberBytes
    }

    @inline(__always)
    static func put(count: UInt64, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        // 56 bits are spread over eight bytes, halves by halves.
        var bits = count & 0x0000_0000_0FFF_FFFF | (count & 0x00FF_FFFF_F000_0000) << 4
        bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x0FFF_C000_0FFF_C000) << 2
        bits = bits & 0x007F_007F_007F_007F | (bits & 0x3F80_3F80_3F80_3F80) << 1
        UnsafeMutableRawPointer(to).storeBytes(of: (bits | 0x8080_8080_8080_8080).littleEndian, as: UInt64.self)
        (to + 8).initialize(to: UInt8(truncatingIfNeeded: count >> 56) & 0x7F)
        return to + countBytes
    }

    /// The number of a counter of `Double`, from what `NumberCell.doubleWord` has read.
    @inline(__always)
    static func putCounter(_ word: UInt64, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        put(word >> 63 == 0 ? Double(word) : Double(bitPattern: word & ~(1 << 63)), to: to)
    }
}

extension TextBuffer {
    /// A count in as many bytes as any other.
    mutating func append(fixedCount count: UInt64) { write(atMost: MessageValue.countBytes) { MessageValue.put(count: count, to: $0) } }

    /// A number as its bits.
    mutating func append(bitsOf number: Double) { write(atMost: MessageValue.numberBytes) { MessageValue.put(number, to: $0) } }

    /// Appends messages with the values of now, from a position on, until there is enough for a block or a run ends.
    ///
    /// `counts` is memory for the counts of a histogram, used again each time.
    mutating func appendMessages(_ segment: PlanSegment, from position: inout LinePosition, before end: Int, counts: inout [UInt64]) {
        while position.run < end, !isFull {
            let run = segment.runs[position.run]
            switch run.kind {
            case .counters(.double):
                appendLines(of: segment, run, &position, endsLines: false, fetching: { $0.fetch() }) {
                    MessageValue.putCounter($0.doubleWord, to: $1)
                }
            case .counters:
                appendLines(of: segment, run, &position, endsLines: false, fetching: { $0.fetch() }) {
                    MessageValue.put(Double($0.integer), to: $1)
                }
            case .gauges(.double):
                appendLines(of: segment, run, &position, endsLines: false) {
                    MessageValue.put(Double(bitPattern: $0.bits), to: $1)
                }
            case .gauges(.unsigned):
                appendLines(of: segment, run, &position, endsLines: false) {
                    MessageValue.put(Double($0.bits), to: $1)
                }
            case .gauges(.signed):
                appendLines(of: segment, run, &position, endsLines: false) {
                    MessageValue.put(Double(Int64(bitPattern: $0.bits)), to: $1)
                }
            case .histograms(let buckets, let sums):
                appendHistograms(
                    of: segment, run, &position, buckets, sums, &counts, count: { MessageValue.put(count: $0, to: $1) },
                    sum: { MessageValue.put($0, to: $1) })
            }
            if position.cell == run.cells.upperBound { position = LinePosition(run: position.run + 1, of: segment) }
        }
        withExtendedLifetime(segment) {}
    }
}
