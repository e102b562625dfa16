/// A lint that finds out which grammar an exposition is written in: OpenMetrics where the last line is `# EOF`, text format elsewhere.
///
/// That is known at the end only, so both are read side by side, until one of them is refused: this takes the time and the memory of two. What
/// ends in `# EOF` and is no OpenMetrics is told what OpenMetrics expected, though text format takes that line for a comment.
package struct DetectingLint: Sendable {
    private struct Reading: Sendable {
        var lint: ExpositionLint
        var error: InvalidExposition?

        init(_ grammar: ExpositionParser.Grammar) { lint = ExpositionLint(grammar) }

        mutating func push(_ bytes: Span<UInt8>) {
            if error != nil { return }
            do throws(InvalidExposition) { try lint.push(bytes) } catch { self.error = error }
        }

        mutating func finish() throws(InvalidExposition) -> [ExpositionLint.Finding] {
            if let error { throw error }
            return try lint.finish()
        }
    }

    private var text: Reading?
    private var openMetrics: Reading?
    /// The last bytes: a line feed, the mark, and a line feed.
    private var tail: [UInt8] = [UInt8(ascii: "\n")]

    private static let mark = Array("\n# EOF".utf8)

    /// For a grammar that is known, or `nil` to find out.
    package init(_ grammar: ExpositionParser.Grammar?) {
        text = grammar == .openMetrics ? nil : Reading(.text)
        openMetrics = grammar == .text ? nil : Reading(.openMetrics)
    }

    /// Goes on with the next bytes.
    package mutating func push(_ bytes: Span<UInt8>) {
        text?.push(bytes)
        openMetrics?.push(bytes)
        let most = DetectingLint.mark.count + 1
        tail.append(bytes.extracting(max(0, bytes.count - most)...))
        tail.removeFirst(max(0, tail.count - most))
    }

    /// The findings, after the last bytes.
    ///
    /// - Throws: What makes the exposition invalid.
    package mutating func finish() throws(InvalidExposition) -> [ExpositionLint.Finding] {
        let line = tail.last == UInt8(ascii: "\n") ? tail.dropLast() : tail[...]
        let isMarked = line.suffix(DetectingLint.mark.count).elementsEqual(DetectingLint.mark)
        if isMarked || text == nil, let findings = try openMetrics?.finish() { return findings }
        return try text?.finish() ?? []
    }
}
