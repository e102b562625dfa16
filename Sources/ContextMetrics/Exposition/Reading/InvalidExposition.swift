/// Text that is no exposition, with the place where that shows, what stands there, and what was expected.
public struct InvalidExposition: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1 on.
    public let line: Int
    /// The byte within the line, from 1 on: one behind the last where something is missing.
    public let column: Int
    /// What stands there, at most 40 bytes of it; empty where the line ends.
    public let found: String
    /// What was expected.
    public let expected: Expectation

    /// As in `3:14: found "x", expected a number`.
    public var description: String { "\(line):\(column): \(message)" }

    /// The same without the place.
    public var message: String {
        "found \(found.isEmpty ? "the end of the line" : found.debugDescription), expected \(expected.description)"
    }
}

/// What keeps a line from being read; its number and text are known to the caller.
struct LineProblem: Error {
    /// The byte, from 0 on.
    let offset: Int
    let expected: InvalidExposition.Expectation
    /// Where something is missing that should have stood before this line: the last line where it could have.
    var earlier: (line: Int, found: [UInt8])?

    init(_ offset: Int, _ expected: InvalidExposition.Expectation) {
        self.offset = offset
        self.expected = expected
    }

    init(line: Int, found: [UInt8], _ expected: InvalidExposition.Expectation) {
        self.init(0, expected)
        earlier = (line, found)
    }
}

extension InvalidExposition {
    private static let longestFound = 40

    init(_ problem: LineProblem, line number: Int, _ line: Span<UInt8>) {
        self.line = problem.earlier?.line ?? number
        column = problem.offset + 1
        expected = problem.expected
        if let earlier = problem.earlier {
            found = String(decoding: earlier.found.prefix(InvalidExposition.longestFound), as: UTF8.self)
        } else {
            let start = min(problem.offset, line.count)
            found = line.extracting(start..<min(line.count, start + InvalidExposition.longestFound)).string
        }
    }
}
