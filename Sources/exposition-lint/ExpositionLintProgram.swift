import ContextMetrics
import Programs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells whether an exposition is valid, and what is wrong with it all the same: ``ExpositionLint`` as a program.
@main struct ExpositionLintProgram {
    static func main() {
        // Standard output may be a pipe whose reader has left.
        signal(SIGPIPE, SIG_IGN)
        do throws(LintArguments.Invalid) {
            switch try LintArguments.parse(CommandLine.arguments.dropFirst()) {
            case .help: print(LintArguments.help)
            case .run(let arguments): run(arguments)
            }
        } catch {
            refuse(error.description)
        }
    }

    private static func run(_ arguments: LintArguments) {
        var lint = DetectingLint(arguments.format.grammar)
        do throws(InputFile.Failure) {
            var file = try InputFile(arguments.path)
            while try file.withNextBlock({ lint.push($0) }) {}
        } catch {
            refuse(error.description)
        }
        do throws(InvalidExposition) {
            let findings = try lint.finish()
            if !arguments.showsFindings || findings.isEmpty { return }
            for finding in findings { print(finding.description) }
            fflush(nil)
            exit(3)
        } catch {
            print(error.description)
            fflush(nil)
            exit(1)
        }
    }

    private static func refuse(_ message: String) -> Never {
        StandardError.print("exposition-lint: \(message)")
        exitWithUsageStatus()
    }
}

extension LintArguments.Format {
    fileprivate var grammar: ExpositionParser.Grammar? {
        switch self {
        case .auto: nil
        case .text: .text
        case .openMetrics: .openMetrics
        }
    }
}
