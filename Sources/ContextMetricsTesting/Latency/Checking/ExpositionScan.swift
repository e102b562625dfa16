/// Looks through a text or OpenMetrics exposition as it comes, in pieces cut anywhere: counts series, finds the end mark, and
/// hears which collectors are missing.
///
/// Not a parser: it takes for a sample what isn't empty and no comment. Bounded memory, whatever comes: a line of interest up to
/// a KiB, and 10,000 collectors. Time is linear in the bytes. Lines may end in CRLF.
package struct ExpositionScan: Equatable, Sendable {
    /// What has been seen of the mark `# EOF`.
    package enum EndMark: Equatable, Sendable {
        case absent
        /// In the last line that isn't empty, as it should be.
        case last
        /// Something came after it.
        case inside
    }

    private enum Line: Equatable {
        case empty, comment, sample
    }

    package private(set) var bytes = 0
    /// Lines with a sample.
    package private(set) var samples = 0
    package private(set) var endMark = EndMark.absent
    /// By name, whether its samples are in this exposition, as `metrics_collector_success` tells.
    package private(set) var collectors: [String: Bool] = [:]

    private var line = Line.empty
    /// The line so far, as long as it may be one of interest.
    private var text: [UInt8] = []
    private var isSkipping = false

    private static let (longestText, mostCollectors) = (1_024, 10_000)
    private static let endText = Array("# EOF".utf8)
    private static var carriageReturn: UInt8 { UInt8(ascii: "\r") }

    package init() {}

    /// Goes on with the next bytes.
    package mutating func read(_ piece: Span<UInt8>) {
        // Not a static of this type: reading one asks each time whether it has been made.
        let newline = UInt8(ascii: "\n")
        bytes += piece.count
        var index = 0
        while index < piece.count {
            if isSkipping {
                while index < piece.count, piece[index] != newline { index += 1 }
                if index == piece.count { return }
            }
            let byte = piece[index]
            index += 1
            if byte == newline { endLine() } else { append(byte) }
        }
    }

    /// To be called after the last bytes: the last line needs no end.
    package mutating func end() { endLine() }

    private mutating func append(_ byte: UInt8) {
        text.append(byte)
        switch line {
        case .empty:
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == ExpositionScan.carriageReturn {
                // As many blanks as one likes need no memory.
                text = [byte]
                return
            }
            line = byte == UInt8(ascii: "#") ? .comment : .sample
            isSkipping = line == .sample && byte != CollectorSuccess.lineStart.first
        case .comment: isSkipping = text.count > ExpositionScan.endText.count + 1
        case .sample:
            let start = CollectorSuccess.lineStart
            isSkipping = text.count > ExpositionScan.longestText || text.count <= start.count && byte != start[text.count - 1]
        }
    }

    private mutating func endLine() {
        if text.last == ExpositionScan.carriageReturn { text.removeLast() }
        switch line {
        case .empty: break
        case .comment: endMark = endMark == .absent ? (!isSkipping && text == ExpositionScan.endText ? .last : .absent) : .inside
        case .sample:
            samples += 1
            if endMark == .last { endMark = .inside }
            if !isSkipping, let success = CollectorSuccess(line: text) { note(success) }
        }
        line = .empty
        isSkipping = false
        text.removeAll(keepingCapacity: true)
    }

    private mutating func note(_ success: CollectorSuccess) {
        let before = collectors[success.collector]
        if before == nil, collectors.count >= ExpositionScan.mostCollectors { return }
        // Where two registries are exposed as one: in all of them.
        collectors[success.collector] = success.isSuccess && before ?? true
    }
}
