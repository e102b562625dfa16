/// What the program was asked for.
struct LintArguments {
    enum Request {
        case help
        case run(LintArguments)
    }

    /// An argument that can't be: one line, for standard error.
    struct Invalid: Error, CustomStringConvertible {
        let message: String
        var description: String { "\(message) (see --help)" }
    }

    /// What the input is taken for.
    enum Format: String, CaseIterable {
        case auto, text
        case openMetrics = "openmetrics"
    }

    private(set) var format = Format.auto
    private(set) var showsFindings = true
    /// The file, `nil` for standard input.
    private(set) var path: String?

    static let help = """
        usage: exposition-lint [--format auto|text|openmetrics] [--no-lint] [FILE|-]

        Reads an exposition of metrics, from standard input unless there is a file, and tells whether it is valid, and what is
        wrong with it all the same.

          --format FORMAT  text (Prometheus' text format 0.0.4 and 1.0.0), openmetrics (OpenMetrics 1.0), or auto: OpenMetrics
                           where the last line is # EOF, and text where it isn't (auto)
          --no-lint        only tell whether it is valid

        Exit status: 0 for a valid exposition, 1 for one that isn't, with a line that says where and why; 3 for one that is valid and
        has findings, a line each; 2 for a wrong argument and for a file that can't be read.
        """

    static func parse(_ words: ArraySlice<String>) throws(Invalid) -> Request {
        var arguments = LintArguments()
        var hasFile = false
        var takesOptions = true
        var rest = words
        while let word = rest.popFirst() {
            guard takesOptions, word.hasPrefix("-"), word != "-" else {
                if hasFile { throw Invalid(message: "there is more than one file: \(word.debugDescription)") }
                hasFile = true
                arguments.path = word == "-" && takesOptions ? nil : word
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "--": takesOptions = false
            case "--help", "-h": return .help
            case "--no-lint" where parts.count == 1: arguments.showsFindings = false
            case "--format":
                guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else { throw Invalid(message: "--format needs a value") }
                guard let format = Format(rawValue: value) else {
                    let all = Format.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Invalid(message: "--format is one of \(all), not \(value.debugDescription)")
                }
                arguments.format = format
            default: throw Invalid(message: "unknown argument \(word.debugDescription)")
            }
        }
        return .run(arguments)
    }
}
