// Invariants.
// - Room for a line is made before it is written: for its fixed text, `padding` bytes at least, and `valueRoom` for what follows.
// - The segment is held while its cells are read.

/// How far a segment has been written.
struct LinePosition {
    var run: Int
    /// Among all cells of the segment.
    var cell: Int

    /// The beginning of a run.
    init(run: Int, of segment: PlanSegment) {
        self.run = run
        cell = run < segment.runs.count ? segment.runs[run].cells.lowerBound : segment.cells.count
    }
}

enum LineText {
    /// So many numbers are fetched together before their lines are written: a processor waits for all of them at the same time.
    static let together = 16
    /// So many runs before its own the first cell of a run is fetched: those of a family lie together, and apart from others'.
    static let runsAhead = 2

    /// A number and a line feed.
    static let valueRoom = DoubleText.room + 1

    /// Copies `padding` bytes whatever the count, and the rest of longer texts.
    @inline(__always)
    static func copy(_ from: UnsafePointer<UInt8>, to: UnsafeMutablePointer<UInt8>, count: Int) -> UnsafeMutablePointer<UInt8> {
        let (source, target) = (UnsafeRawPointer(from), UnsafeMutableRawPointer(to))
        for place in stride(from: 0, to: PlanSegment.padding, by: 16) {
            let bytes = source.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
            target.storeBytes(of: bytes, toByteOffset: place, as: SIMD16<UInt8>.self)
        }
        if count > PlanSegment.padding {
            (target + PlanSegment.padding).copyMemory(from: source + PlanSegment.padding, byteCount: count - PlanSegment.padding)
        }
        return to + count
    }

    /// The end of a line.
    @inline(__always)
    static func putEnd(_ to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        to.initialize(to: UInt8(ascii: "\n"))
        return to + 1
    }

    /// The text of a counter of `Double`, from what `NumberCell.doubleWord` has read.
    @inline(__always)
    static func putCounter(_ word: UInt64, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        // From there on a `Double` has fewer digits than its integer.
        if word < 1_000_000_000_000_000 { return IntegerText.put(word, to: to) }
        return DoubleText.put(word >> 63 == 0 ? Double(word) : Double(bitPattern: word & ~(1 << 63)), to: to)
    }
}

extension TextBuffer {
    /// Appends lines with the values of now, from a position on, until there is enough for a block or a run ends.
    ///
    /// `counts` is memory for the counts of a histogram, used again each time.
    mutating func append(_ segment: PlanSegment, from position: inout LinePosition, before end: Int, counts: inout [UInt64]) {
        while position.run < end, !isFull {
            let run = segment.runs[position.run]
            segment.fetchCells(ofRun: position.run + LineText.runsAhead)
            switch run.kind {
            case .counters(.double) where run.hasCreated:
                appendLinesAndCreated(of: segment, run, &position) { LineText.putCounter($0.doubleWord, to: $1) }
            case .counters(.double):
                appendLines(of: segment, run, &position, fetching: { $0.fetch() }) { LineText.putCounter($0.doubleWord, to: $1) }
            case .counters where run.hasCreated:
                appendLinesAndCreated(of: segment, run, &position) { IntegerText.put($0.integer, to: $1) }
            case .counters: appendLines(of: segment, run, &position, fetching: { $0.fetch() }) { IntegerText.put($0.integer, to: $1) }
            case .gauges(.double):
                appendLines(of: segment, run, &position) { DoubleText.put(Double(bitPattern: $0.bits), to: $1) }
            case .gauges(.unsigned): appendLines(of: segment, run, &position) { IntegerText.put($0.bits, to: $1) }
            case .gauges(.signed):
                appendLines(of: segment, run, &position) { IntegerText.put(Int64(bitPattern: $0.bits), to: $1) }
            case .histograms(let buckets, let sums):
                appendHistograms(of: segment, run, &position, buckets, sums, &counts)
            }
            if position.cell == run.cells.upperBound { position = LinePosition(run: position.run + 1, of: segment) }
        }
        withExtendedLifetime(segment) {}
    }

    /// Lines of a number each; in a binary format nothing ends them.
    ///
    /// `fetch` is told what will be read soon: what doesn't stand in its cell would be waited for, line by line.
    @inline(__always)
    mutating func appendLines(
        of segment: PlanSegment, _ run: PlanSegment.Run, _ position: inout LinePosition, endsLines: Bool = true,
        fetching fetch: (NumberCell) -> Void = { _ in },
        _ put: (NumberCell, UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    ) {
        let first = position.cell
        let firstLine = run.firstLine + first - run.cells.lowerBound
        var done = first
        segment.text.withUnsafeBufferPointer { text in
            segment.ends.withUnsafeBufferPointer { ends in
                segment.cells.withUnsafeBufferPointer { cells in
                    guard let text = text.baseAddress, let ends = ends.baseAddress, let cells = cells.baseAddress else { return }
                    var start = segment.start(ofLine: firstLine)
                    var line = ends + firstLine
                    var cell = cells + first
                    let end = cells + run.cells.upperBound
                    writeLines(longest: max(segment.longestLine, PlanSegment.padding) + LineText.valueRoom) { to, full in
                        var to = to
                        while cell < end, to < full {
                            let some = end - cell > LineText.together ? cell + LineText.together : end
                            var next = cell
                            while next < some {
                                fetch(NumberCell(next.pointee))
                                next += 1
                            }
                            while cell < some, to < full {
                                let stop = Int(line.pointee)
                                to = put(NumberCell(cell.pointee), LineText.copy(text + start, to: to, count: stop &- start))
                                if endsLines {
                                    to.initialize(to: UInt8(ascii: "\n"))
                                    to += 1
                                }
                                start = stop
                                line += 1
                                cell += 1
                            }
                        }
                        return to
                    }
                    done = cell - cells
                }
            }
        }
        position.cell = done
    }

    /// Lines of a number each, and behind each of them the one that says when the series began.
    private mutating func appendLinesAndCreated(
        of segment: PlanSegment, _ run: PlanSegment.Run, _ position: inout LinePosition,
        _ value: (NumberCell, UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    ) {
        let room = max(segment.longestLine, PlanSegment.padding) + LineText.valueRoom
        while position.cell < run.cells.upperBound, !isFull {
            let cell = NumberCell(segment.cells[position.cell])
            let firstLine = run.firstLine + (position.cell - run.cells.lowerBound) * run.linesEach
            let start = segment.start(ofLine: firstLine)
            let (middle, end) = (Int(segment.ends[firstLine]), Int(segment.ends[firstLine + 1]))
            segment.text.withUnsafeBufferPointer { text in
                guard let text = text.baseAddress else { return }
                write(atMost: 2 * room) { to in
                    let to = value(cell, LineText.copy(text + start, to: to, count: middle &- start))
                    to.initialize(to: UInt8(ascii: "\n"))
                    return LineText.copy(text + middle, to: to + 1, count: end &- middle)
                }
            }
            position.cell += 1
        }
    }

    private mutating func appendHistograms(
        of segment: PlanSegment, _ run: PlanSegment.Run, _ position: inout LinePosition, _ buckets: Int, _ sums: SumLines,
        _ counts: inout [UInt64]
    ) {
        appendHistograms(
            of: segment, run, &position, buckets, sums, &counts, count: { LineText.putEnd(IntegerText.put($0, to: $1)) },
            sum: { LineText.putEnd(DoubleText.put($0, to: $1)) })
    }

    /// Histograms, none of which is cut: fixed text before each count and before the sum, where there is one, and the text that says when it
    /// began, if it stands apart.
    @inline(__always)
    mutating func appendHistograms(
        of segment: PlanSegment, _ run: PlanSegment.Run, _ position: inout LinePosition, _ buckets: Int, _ sums: SumLines,
        _ counts: inout [UInt64],
        count putCount: (UInt64, UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>,
        sum putSum: (Double, UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    ) {
        let room = max(segment.longestLine, PlanSegment.padding) + LineText.valueRoom
        while position.cell < run.cells.upperBound, !isFull {
            let sum = HistogramCell(at: segment.cells[position.cell]).read(buckets: buckets, into: &counts)
            if position.cell + 1 < run.cells.upperBound { HistogramCell(at: segment.cells[position.cell + 1]).fetch(buckets: buckets) }
            let firstLine = run.firstLine + (position.cell - run.cells.lowerBound) * run.linesEach
            segment.text.withUnsafeBufferPointer { text in
                segment.ends.withUnsafeBufferPointer { ends in
                    guard let text = text.baseAddress, let ends = ends.baseAddress else { return }
                    var start = segment.start(ofLine: firstLine)
                    write(atMost: run.linesEach * room) { to in
                        var to = to
                        var total: UInt64 = 0
                        for bucket in 0..<buckets {
                            total &+= counts[bucket]
                            let stop = Int(ends[firstLine &+ bucket])
                            to = putCount(total, LineText.copy(text + start, to: to, count: stop &- start))
                            start = stop
                        }
                        if sums == .always || (sums == .unlessNegative && sum >= 0) {
                            var stop = Int(ends[firstLine &+ buckets])
                            to = putSum(sum, LineText.copy(text + start, to: to, count: stop &- start))
                            start = stop
                            stop = Int(ends[firstLine &+ buckets &+ 1])
                            to = putCount(total, LineText.copy(text + start, to: to, count: stop &- start))
                        }
                        if !run.hasCreated { return to }
                        let last = firstLine &+ run.linesEach &- 1
                        start = segment.start(ofLine: last)
                        return LineText.copy(text + start, to: to, count: Int(ends[last]) &- start)
                    }
                }
            }
            position.cell += 1
        }
    }
}
