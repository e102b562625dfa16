import Foundation

extension Judge {
    /// `gzip`, which every system has.
    package static let gzip = Judge(name: "gzip", ["gzip", "-dc"], probe: ["gzip", "--version"], package: "Debian's gzip")

    /// What gzip says that the bytes mean.
    ///
    /// - Throws: ``Missing`` with its words, when they are not a whole gzip file and nothing else.
    package static func decompressed(_ bytes: [UInt8]) throws -> [UInt8] {
        let verdict = try gzip.verdict(on: Data(bytes))
        if verdict.status != 0 { throw Missing(description: "gzip refused \(bytes.count) bytes: \(verdict.errors)") }
        return Array(verdict.output)
    }
}
