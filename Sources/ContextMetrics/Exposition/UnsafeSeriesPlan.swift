// Invariants.
// - `text` ends with `padding` bytes that belong to no line, so that a copy may read that far beyond any line.
// - `ends` has an offset into `text` for each line, ascending, the last one before the padding.
// - Room for a line is made before it is written: for its fixed text, `padding` bytes at least, and `valueRoom` for what follows.

/// The lines of a family of numbers in one format, without their values: fixed texts one after the other.
///
/// What is fixed is nearly all of an exposition, and is rendered once. A scrape copies it and puts the values in between.
struct SeriesPlan: Sendable {
    /// So many bytes are copied at once, whatever the length of a line: then no branch depends on that.
    fileprivate static let padding = 128
    /// An integer, or a line feed.
    fileprivate static let valueRoom = IntegerText.room + 1

    /// The series that it holds.
    private(set) var generation = SeriesGeneration(epoch: 0, count: 0)
    fileprivate var text: [UInt8]
    /// Where the fixed text of each line ends; the first begins with the family's metadata.
    fileprivate var ends: [UInt32] = []
    fileprivate var numbers: [NumberReference] = []

    /// A plan without series.
    init<Encoder: ExpositionEncoder & ~Copyable>(of family: FamilyDescriptor, _ encoder: Encoder.Type) {
        var text = TextBuffer()
        Encoder.appendMetadata(of: family, to: &text)
        self.text = text.bytes + Array(repeating: 0, count: SeriesPlan.padding)
    }

    /// Renders the series that have come since; begins anew where some have gone.
    ///
    /// Linear in the series rendered. False when the plan can't be: the text would be longer than 4 GB, or the series are no numbers.
    mutating func update<Encoder: ExpositionEncoder & ~Copyable>(from instrument: any Instrument, _ encoder: Encoder.Type) -> Bool {
        if generation.epoch != instrument.generation.epoch { self = SeriesPlan(of: instrument.descriptor, encoder) }
        let start = text.count - SeriesPlan.padding
        var added = TextBuffer()
        var isPossible = true
        let shown = instrument.visitReferences(from: generation.count) { labels, number in
            guard let number, isPossible else { return isPossible = false }
            Encoder.appendSeries(labels, of: instrument.descriptor, to: &added)
            isPossible = start + added.count <= Int(UInt32.max)
            ends.append(UInt32(truncatingIfNeeded: start + added.count))
            numbers.append(number)
        }
        text.removeLast(SeriesPlan.padding)
        text += added.bytes
        text += repeatElement(0, count: SeriesPlan.padding)
        // Between the two looks series may have gone: then what was shown does not follow what is here.
        if shown.epoch != generation.epoch, generation.count > 0 { return update(from: instrument, encoder) }
        generation = shown
        return isPossible
    }
}

extension TextBuffer {
    /// Appends the lines of a plan with the values of now.
    mutating func append(_ plan: SeriesPlan) {
        plan.text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            var offset = 0
            for (number, end) in zip(plan.numbers, plan.ends) {
                if isOverLimit { return }
                let bits = number.bits
                switch number.kind {
                case .double: appendLine(start, &offset, to: end, value: Double(bitPattern: bits))
                case .unsigned: appendLine(start, &offset, to: end, count: bits)
                case .signed where bits >> 63 == 0: appendLine(start, &offset, to: end, count: bits)
                case .signed: appendLine(start, &offset, to: end, negative: Int64(bitPattern: bits))
                }
            }
        }
    }

    private mutating func appendLine(_ text: UnsafePointer<UInt8>, _ offset: inout Int, to end: UInt32, negative: Int64) {
        append(UnsafeBufferPointer(start: text + offset, count: Int(end) - offset))
        offset = Int(end)
        append(decimal: negative)
        newline()
    }

    @inline(__always)
    private mutating func appendLine(
        _ text: UnsafePointer<UInt8>, _ offset: inout Int, to end: UInt32, value: Double
    ) {
        if value.magnitude < 1e15, value >= 0 {
            let integer = UInt64(value)
            if Double(integer) == value { return appendLine(text, &offset, to: end, count: integer) }
        }
        let count = Int(end) - offset
        write(atMost: max(count, SeriesPlan.padding)) { TextBuffer.copy(text + offset, to: $0, count: count) }
        offset = Int(end)
        append(value: value)
        newline()
    }

    @inline(__always)
    private mutating func appendLine(
        _ text: UnsafePointer<UInt8>, _ offset: inout Int, to end: UInt32, count value: UInt64
    ) {
        let count = Int(end) - offset
        write(atMost: max(count, SeriesPlan.padding) + SeriesPlan.valueRoom) { to in
            let end = IntegerText.put(value, to: TextBuffer.copy(text + offset, to: to, count: count))
            end.initialize(to: UInt8(ascii: "\n"))
            return end + 1
        }
        offset = Int(end)
        lineEnded()
    }

    /// Copies `padding` bytes whatever the count, and the rest of longer texts.
    @inline(__always)
    private static func copy(
        _ from: UnsafePointer<UInt8>, to: UnsafeMutablePointer<UInt8>, count: Int
    ) -> UnsafeMutablePointer<UInt8> {
        let (source, target) = (UnsafeRawPointer(from), UnsafeMutableRawPointer(to))
        for place in stride(from: 0, to: SeriesPlan.padding, by: 16) {
            let bytes = source.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
            target.storeBytes(of: bytes, toByteOffset: place, as: SIMD16<UInt8>.self)
        }
        if count > SeriesPlan.padding {
            (target + SeriesPlan.padding).copyMemory(from: source + SeriesPlan.padding, byteCount: count - SeriesPlan.padding)
        }
        return to + count
    }
}
