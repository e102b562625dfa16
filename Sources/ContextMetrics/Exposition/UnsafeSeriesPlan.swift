// Invariants.
// - `text` ends with `padding` bytes that belong to no line, so that a copy may read that far beyond any line.
// - `ends` has an offset into `text` for each line, ascending, the last one before the padding.
// - Room for a line is made before it is written: for its fixed text, `padding` bytes at least, and `valueRoom` for what follows.

/// The lines of an instrument's series in one format, without their values: fixed texts one after the other.
///
/// What is fixed is nearly all of an exposition, and is rendered once. A scrape copies it and puts the values in between.
struct SeriesPlan: Sendable {
    /// So many bytes are copied at once, whatever the length of a line: then no branch depends on that.
    fileprivate static let padding = 128
    /// An integer, or a line feed.
    fileprivate static let valueRoom = IntegerText.room + 1

    /// Of the instrument when the plan was made.
    private(set) var generation: UInt64 = 0
    fileprivate var text: [UInt8]
    /// Where the fixed text of each line ends; the first begins with the family's metadata.
    fileprivate var ends: [UInt32] = []
    fileprivate var cells: [SeriesCell] = []
    private let format: ExpositionFormat

    /// Whether the format has the sum and the count of a histogram.
    fileprivate func exposesSum(_ value: HistogramValue) -> Bool {
        switch format {
        case .text: TextEncoder.exposesSum(value)
        case .openMetrics: OpenMetricsEncoder.exposesSum(value)
        }
    }

    /// Renders all series of an instrument.
    ///
    /// Nil when the text would be beyond four gigabytes, or not all values can be read again and again.
    init?<Encoder: ExpositionEncoder & ~Copyable>(_ instrument: any Instrument, _ encoder: Encoder.Type) {
        let family = instrument.descriptor
        var text = TextBuffer()
        Encoder.appendMetadata(of: family, to: &text)
        var ends: [UInt32] = []
        var cells: [SeriesCell] = []
        generation = instrument.generation
        format = Encoder.format
        var isPossible = true
        func endOfLine(_ text: borrowing TextBuffer) {
            isPossible = isPossible && text.count <= Int(UInt32.max)
            ends.append(UInt32(truncatingIfNeeded: text.count))
        }
        instrument.visitCells { labels, cell in
            guard let cell, isPossible else { return isPossible = false }
            cells.append(cell)
            switch cell {
            case .number:
                Encoder.appendSeries(labels, of: family, to: &text)
                endOfLine(text)
            case .histogram(let cell):
                for bound in cell.bounds + [.infinity] {
                    text.appendSeries(family.baseName, suffix: "_bucket", labels: labels, of: family, with: .le(bound))
                    endOfLine(text)
                }
                for suffix in ["_sum", "_count"] as [StaticString] {
                    text.appendSeries(family.baseName, suffix: suffix, labels: labels, of: family)
                    endOfLine(text)
                }
            }
        }
        self.ends = ends
        self.cells = cells
        if !isPossible { return nil }
        self.text = text.bytes + Array(repeating: 0, count: SeriesPlan.padding)
    }
}

extension TextBuffer {
    /// Appends the lines of a plan with the values of now.
    mutating func append(_ plan: SeriesPlan) {
        plan.text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            var line = 0
            var offset = 0
            for cell in plan.cells {
                if isOverLimit { return }
                switch cell {
                case .number(let cell):
                    appendLine(start, &offset, to: plan.ends[line], value: cell.number)
                    line += 1
                case .histogram(let cell):
                    let value = cell.current
                    for count in value.cumulativeCounts {
                        appendLine(start, &offset, to: plan.ends[line], count: count)
                        line += 1
                    }
                    if plan.exposesSum(value) {
                        appendLine(start, &offset, to: plan.ends[line], value: value.sum)
                        appendLine(start, &offset, to: plan.ends[line + 1], count: value.count)
                    } else {
                        offset = Int(plan.ends[line + 1])
                    }
                    line += 2
                }
            }
        }
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
            target.storeBytes(of: source.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self), toByteOffset: place, as: SIMD16<UInt8>.self)
        }
        if count > SeriesPlan.padding {
            (target + SeriesPlan.padding).copyMemory(from: source + SeriesPlan.padding, byteCount: count - SeriesPlan.padding)
        }
        return to + count
    }
}
