#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system says of this process and of itself; Linux only, elsewhere there is nothing to read.
package enum SystemStatus {
    /// Threads of this process.
    package static var threads: Double { processField("Threads:") }

    /// Resident memory of this process, in KB.
    package static var residentKilobytes: Double { processField("VmRSS:") }

    /// The most memory that was ever resident, in KB, or since ``forgetHighestResident()``.
    package static var highestResidentKilobytes: Double { processField("VmHWM:") }

    /// Lets ``highestResidentKilobytes`` begin again with what is resident now.
    package static func forgetHighestResident() {
        let descriptor = open("/proc/self/clear_refs", O_WRONLY)
        if descriptor < 0 { return }
        Output.print("5", to: descriptor)
        close(descriptor)
    }

    /// How many threads of all processes wanted to run in the last minute, as the system prints it.
    package static var loadAverage: String { String(contents(of: "/proc/loadavg").split(separator: " ").first ?? "?") }

    private static func processField(_ name: String) -> Double {
        let line = contents(of: "/proc/self/status").split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? .nan
    }

    private static func contents(of path: String) -> String {
        let descriptor = open(path, O_RDONLY)
        if descriptor < 0 { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
