import Foundation

@testable import ContextMetricsSystem

/// A made-up /proc with one process, numbered 42.
final class ProcFolder {
    private let folder: URL

    /// - Parameters:
    ///   - system: Files of the system, by name.
    ///   - process: Files of the process, by path.
    ///   - descriptors: How many it has open, `nil` where that can't be seen.
    /// - Throws: When the files can't be written.
    init(system: [String: String] = [:], process: [String: String] = [:], descriptors: Int? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("proc-\(UUID().uuidString)")
        let files = system.map { ($0, $1) } + process.map { ("42/" + $0, $1) } + (0..<(descriptors ?? 0)).map { ("42/fd/\($0)", "") }
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("42/net"), withIntermediateDirectories: true)
        if descriptors != nil {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent("42/fd"), withIntermediateDirectories: true)
        }
        for (path, text) in files { try text.write(to: folder.appendingPathComponent(path), atomically: false, encoding: .utf8) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var collected: [String: Double] { ProcessCollector(ProcDirectory(root: folder.path, process: "42")).collected() }
}
