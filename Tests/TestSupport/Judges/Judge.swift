package import Foundation

/// A program of others that reads expositions.
///
/// A suite that needs one is marked `.enabled(if: judge.isRequired)`: it is skipped, with a loud line, where the program isn't
/// installed, and fails there when the environment says `CI=true`.
package struct Judge: Sendable {
    /// What it said of one input.
    package struct Verdict: Sendable {
        package let status: Int32
        package let output: Data
        package let errors: String
    }

    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    package let name: String
    package let isInstalled: Bool
    private let command: [String]

    /// `promtool check metrics`, of Debian's package `prometheus`: text 0.0.4 from standard input.
    ///
    /// Status 0 and 3 (findings of its lint, as of a family without help) accept, 1 refuses.
    package static let promtool = Judge(
        name: "promtool", ["promtool", "check", "metrics"], probe: ["promtool", "--version"], package: "Debian's prometheus")

    /// Python with PyPI's `prometheus-client`.
    package static let prometheusClient = Judge(
        name: "prometheus-client", ["python3", "-c", prometheusClientScript],
        probe: ["python3", "-c", "import prometheus_client.openmetrics.parser"], package: "PyPI's prometheus-client")

    /// A judge whose command begins with the program's plain name; `probe` succeeds where it is installed.
    package init(name: String, _ command: [String], probe: [String], package: String) {
        self.name = name
        self.command = Judge.located(command)
        isInstalled = (try? Judge.run(Judge.located(probe), input: Data()))?.status == 0
        if !isInstalled { print("JUDGE MISSING: \(name) (\(package)): what it would judge is not tested") }
    }

    /// The judge's program, for who runs it beside the test.
    package var program: String { command.first ?? name }

    /// The environment may tell where a program is: `JUDGE_PROMTOOL`, `JUDGE_VICTORIA_METRICS`, and for `python3` `JUDGE_PYTHON`.
    private static func located(_ command: [String]) -> [String] {
        guard let name = command.first else { return command }
        let variable = "JUDGE_" + name.uppercased().filter { !$0.isNumber }.replacingOccurrences(of: "-", with: "_")
        return [ProcessInfo.processInfo.environment[variable] ?? name] + command.dropFirst()
    }

    /// Whether tests with this judge have to run: it is there, or it has to be.
    package var isRequired: Bool { isInstalled || ProcessInfo.processInfo.environment["CI"] == "true" }

    /// Runs the judge as a child process; returns when it has ended.
    ///
    /// - Throws: ``Missing`` when it isn't installed, and what the system throws when it can't be run.
    package func verdict(on input: some DataProtocol, _ arguments: String...) throws -> Verdict {
        if !isInstalled { throw Missing(description: "The judge \(name) is not installed.") }
        return try Judge.run(command + arguments, input: Data(input))
    }

    /// Files instead of pipes: nothing has to be read while something else is written.
    private static func run(_ command: [String], input: Data) throws -> Verdict {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["input", "output", "errors"].map(folder.appendingPathComponent)
        try input.write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Verdict(
            status: process.terminationStatus, output: try Data(contentsOf: files[1]),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}
