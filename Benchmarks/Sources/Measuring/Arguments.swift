/// What was asked for on the command line.
package struct Arguments {
    /// Fewer rounds: to see whether everything works, not for figures to keep.
    package private(set) var isQuick = false
    private(set) var records: String?
    private(set) var chart: String?
    private var only: [String] = []

    /// What is wrong with a command line, and what it may be.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: ``Refusal``.
    package init(_ arguments: [String], works: [String]) throws {
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            switch argument {
            case "--quick": isQuick = true
            case "--only": only += try Arguments.names(rest.popFirst(), among: works)
            case "--records":
                guard let path = rest.popFirst() else { throw Refusal(description: "--records needs a file") }
                records = path
            case "--svg":
                guard let path = rest.popFirst() else { throw Refusal(description: "--svg needs a file") }
                chart = path
            default:
                throw Refusal(description: "unknown argument \"\(argument)\": --quick, --only WORK,..., --records FILE, --svg FILE")
            }
        }
    }

    private static func names(_ list: String?, among works: [String]) throws -> [String] {
        let names = (list ?? "").split(separator: ",").map(String.init)
        if !names.isEmpty, names.allSatisfy(works.contains) { return names }
        throw Refusal(description: "--only takes one or several of \(works.joined(separator: ","))")
    }

    func includes(_ work: String) -> Bool { only.isEmpty || only.contains(work) }
}
