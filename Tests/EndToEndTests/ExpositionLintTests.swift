#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    /// The program `exposition-lint`, as a user's continuous integration runs it: it needs no trait.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct ExpositionLintTests {
        private func run(_ arguments: [String], input: Data? = nil) async throws -> (
            process: ChildProcess, ending: ChildProcess.Ending?
        ) {
            let process = try ChildProcess(built: "exposition-lint", arguments, input: input)
            return (process, try await process.ending(within: .seconds(60)))
        }

        @Test(
            arguments: [
                ("# HELP a_total Jobs.\n# TYPE a_total counter\na_total 1\n", "auto", 0, ""),
                ("# TYPE a counter\n# HELP a Jobs.\na_total 1\n# EOF\n", "auto", 0, ""),
                ("# TYPE a counter\n# HELP a Jobs.\na_total 1\n# EOF", "openmetrics", 0, ""),
                ("", "auto", 0, ""),
                ("", "openmetrics", 1, "1:1: found the end of the line, expected # EOF as the last line\n"),
                ("a 1 2 3\n", "auto", 1, "1:7: found \"3\", expected the end of the line\n"),
                (
                    "a 1\n\n# EOF\n", "auto", 1,
                    "2:1: found the end of the line, expected a sample or metadata: blank lines are not allowed\n"
                ),
                ("# HELP a A.\na 1\n\n# EOF\n", "text", 0, ""),
                ("a 1\n", "auto", 3, "1:1: a: has no help: say in a sentence what it is (no-help)\n"),
            ])
        func `Its exit status and its lines tell what is wrong`(text: String, format: String, status: Int32, output: String) async throws {
            for arguments in [["--format", format], ["--format=\(format)", "-"]] {
                let (process, ending) = try await run(arguments, input: Data(text.utf8))
                #expect(ending == .exit(status))
                #expect(process.output == output)
                #expect(process.errors.isEmpty)
            }
        }

        @Test func `Without its lint only the verdict counts, and a file is read like standard input`() async throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lint-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("a page")
            try Data((0..<30_000).map { "a{b=\"\($0)\"} \($0)\n" }.joined().utf8).write(to: file)
            #expect(try await run(["--no-lint", file.path]).ending == .exit(0))
            let (process, ending) = try await run([file.path])
            #expect(ending == .exit(3))
            #expect(process.output.split(separator: "\n").count == 1)
        }

        @Test func `Any bytes are told to be invalid, or not, and end it in order`() async throws {
            var random = SystemRandomNumberGenerator()
            for length in [1, 7, 300_000] {
                let bytes = Data((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
                let ending = try await run([], input: bytes).ending
                #expect(ending == .exit(1) || ending == .exit(0) || ending == .exit(3))
            }
            #expect(try await run([], input: Data(repeating: 0x61, count: 40 << 20)).ending == .exit(1))
        }

        @Test(arguments: [["--nonsense"], ["--format"], ["--format", "yaml"], ["a", "b"], ["--no-lint=1"], ["/no/such/file"], ["/"]])
        func `A wrong argument is told in one line, with status 2`(arguments: [String]) async throws {
            let (process, ending) = try await run(arguments)
            #expect(ending == .exit(2))
            #expect(process.output.isEmpty)
            #expect(process.errors.hasPrefix("exposition-lint: "))
            #expect(process.errors.count { $0.isNewline } == 1, "\(process.errors)")
        }

        @Test func `Help tells all options, and is no error`() async throws {
            let (process, ending) = try await run(["--help"])
            #expect(ending == .exit(0))
            for word in ["--format", "--no-lint", "Exit status"] { #expect(process.output.contains(word)) }
        }
    }
#endif
