#if os(Linux)
    package import Foundation

    /// A program that runs beside the test, in a folder of its own, until it ends or this is released.
    package final class ChildProcess: Sendable {
        package enum Ending: Equatable {
            case exit(Int32)
            case signal(Int32)
        }

        package struct Unexpected: Error, CustomStringConvertible {
            package let description: String

            package init(description: String) { self.description = description }
        }

        /// Where it may write; removed with it.
        package let folder: URL
        private let process = Process()

        /// Starts a program of the package, that was built beside this test.
        package convenience init(built program: String, _ arguments: [String], input: Data? = nil) throws {
            let test = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments.first ?? "")
            let folder = test.resolvingSymlinksInPath().deletingLastPathComponent()
            try self.init(folder.appendingPathComponent(program).path, arguments, input: input)
        }

        /// Starts `program`, a path or a name to look up, in its folder, with `files` written there by name and `input` on standard input.
        package init(_ program: String, _ arguments: [String] = [], files: [String: String] = [:], input: Data? = nil) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("end-to-end-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            for name in ["output", "errors"] { try Data().write(to: folder.appendingPathComponent(name)) }
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [program] + arguments
            process.currentDirectoryURL = folder
            process.standardInput = FileHandle.nullDevice
            if let input {
                // A file and not a pipe: nobody has to write while it reads.
                let file = folder.appendingPathComponent("input")
                try input.write(to: file)
                process.standardInput = try FileHandle(forReadingFrom: file)
            }
            process.standardOutput = try FileHandle(forWritingTo: folder.appendingPathComponent("output"))
            process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent("errors"))
            try process.run()
        }

        deinit {
            if process.isRunning { kill(id, SIGKILL) }
            try? FileManager.default.removeItem(at: folder)
        }

        package var id: Int32 { process.processIdentifier }

        /// What it has written so far.
        package var output: String { text("output") }
        package var errors: String { text("errors") }

        package func signal(_ number: Int32) {
            if process.isRunning { kill(id, number) }
        }

        /// How it ended, `nil` when it still runs after this time.
        package func ending(within patience: Duration) async throws -> Ending? {
            let end = ContinuousClock.now + patience
            while process.isRunning {
                if ContinuousClock.now > end { return nil }
                try await Task.sleep(for: .milliseconds(10))
            }
            return process.terminationReason == .exit ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
        }

        /// What `find` finds in its output and errors, as soon as it does.
        ///
        /// - Throws: ``Unexpected`` when the program has ended without it, or half a minute has passed.
        package func first<Found>(_ find: (String) -> Found?) async throws -> Found {
            let end = ContinuousClock.now + .seconds(30)
            while true {
                let isLast = !process.isRunning || ContinuousClock.now > end
                let text = output + errors
                if let found = find(text) { return found }
                if isLast { throw Unexpected(description: "Not what was waited for: \(text)") }
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        /// Its operating system threads, as the system counts them.
        package func threads() throws -> Int { try status("Threads") }

        /// Its resident memory in bytes, as the system counts it.
        package func residentBytes() throws -> Int { try status("VmRSS") * 1_024 }

        private func status(_ name: String) throws -> Int {
            let lines = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8).split(separator: "\n")
            guard let line = lines.first(where: { $0.hasPrefix(name + ":") }),
                let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
            else { throw Unexpected(description: "No \(name) in /proc/\(id)/status") }
            return number
        }

        private func text(_ file: String) -> String {
            String(decoding: (try? Data(contentsOf: folder.appendingPathComponent(file))) ?? Data(), as: UTF8.self)
        }
    }
#endif
