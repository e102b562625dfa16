public import ContextMetrics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the operating system knows of this process: processor time, memory, descriptors, threads, input and output.
///
/// ```swift
/// try registry.register(ProcessCollector())
/// ```
/// Reads /proc at each scrape: some six small files, a fraction of a millisecond, and more with very many open descriptors.
/// A value that can't be read (no permission, another kernel, no /proc at all, as on macOS) is absent, never 0.
///
/// Names and meanings follow Prometheus, "Writing client libraries", "Standard and runtime collectors", and its Go client
/// where that goes further:
/// - Where a resource isn't limited, `process_max_fds` and `process_virtual_memory_max_bytes` are 2^64 - 1, which a sample
///   carries as 18446744073709551616.
/// - `process_network_*` are the bytes of the process's network namespace: of the container or the host, not of the
///   process alone. The kernel doesn't count these by process.
/// - `process_heap_bytes` is the kernel's `VmData`: all private writable memory but the main thread's stack.
/// - `process_io_*_bytes_total` are the bytes that reached storage, `process_io_*_calls_total` the calls of all kinds.
public struct ProcessCollector: Collector {
    private let proc: ProcDirectory
    private let clockTicks: Double?
    private let pageSize: Double?
    /// Found out once: it can't change, and what it is reckoned from wanders when the system's clock is set.
    private let startTime: Double?

    /// Reads this process.
    public init() { self.init(ProcDirectory()) }

    init(_ proc: ProcDirectory) {
        self.proc = proc
        clockTicks = systemConstant(CInt(_SC_CLK_TCK))
        pageSize = systemConstant(CInt(_SC_PAGESIZE))
        startTime = ProcessCollector.startTime(proc, clockTicks)
    }

    private static func startTime(_ proc: ProcDirectory, _ clockTicks: Double?) -> Double? {
        guard
            let clockTicks, let ticks = proc.text("stat").flatMap({ ProcStat($0).startTicks }),
            let boot = proc.systemText("stat")?.number(after: "btime ")
        else { return nil }
        return Double(boot) + Double(ticks) / clockTicks
    }

    private let families = ProcessFamilies()

    /// All that may be there; which of them are depends on the system.
    public var descriptors: [any MetricDescriptor] { families.all }

    /// Reads and writes the current values.
    ///
    /// Never throws: what can't be read is left out.
    public func collect(into sink: inout SampleSink) {
        if let text = proc.text("stat") { collect(ProcStat(text), into: &sink) }
        if let limits = proc.text("limits") { collectLimits(limits, into: &sink) }
        if let io = proc.text("io") { collectIO(io, into: &sink) }
        if let netstat = proc.text("net/netstat") { collectNetwork(netstat, into: &sink) }
        write(proc.text("status")?.kibibytes(after: "VmData:"), as: families.heap, into: &sink)
        write(proc.openDescriptors.map(UInt64.init(clamping:)), as: families.openDescriptors, into: &sink)
        write(startTime, as: families.startTime, into: &sink)
    }

    private func collect(_ stat: ProcStat, into sink: inout SampleSink) {
        if let user = stat.userTicks, let system = stat.systemTicks, let clockTicks {
            write((Double(user) + Double(system)) / clockTicks, as: families.processorTime, into: &sink)
        }
        write(stat.virtualBytes, as: families.virtualMemory, into: &sink)
        if let pages = stat.residentPages, let pageSize {
            write(Double(pages) * pageSize, as: families.residentMemory, into: &sink)
        }
        write(stat.threads, as: families.threads, into: &sink)
    }

    private func collectLimits(_ limits: ProcText, into sink: inout SampleSink) {
        write(limits.limit("Max open files"), as: families.maximumDescriptors, into: &sink)
        write(limits.limit("Max address space"), as: families.maximumVirtualMemory, into: &sink)
    }

    private func collectIO(_ io: ProcText, into sink: inout SampleSink) {
        write(io.number(after: "read_bytes:"), as: families.bytesRead, into: &sink)
        write(io.number(after: "write_bytes:"), as: families.bytesWritten, into: &sink)
        write(io.number(after: "syscr:"), as: families.readCalls, into: &sink)
        write(io.number(after: "syscw:"), as: families.writeCalls, into: &sink)
    }

    private func collectNetwork(_ netstat: ProcText, into sink: inout SampleSink) {
        write(netstat.number(group: "IpExt", column: "InOctets"), as: families.bytesReceived, into: &sink)
        write(netstat.number(group: "IpExt", column: "OutOctets"), as: families.bytesSent, into: &sink)
    }

    private func write<Kind: NumericKind>(_ value: Double?, as descriptor: Descriptor<Kind>, into sink: inout SampleSink) {
        if let value { sink.sample(descriptor, value: value) }
    }

    private func write<Kind: NumericKind>(_ value: UInt64?, as descriptor: Descriptor<Kind>, into sink: inout SampleSink) {
        if let value { sink.sample(descriptor, value: Double(value)) }
    }
}

/// A constant of the running system, `nil` where it doesn't tell.
private func systemConstant(_ name: CInt) -> Double? {
    let value = sysconf(name)
    return value > 0 ? Double(value) : nil
}
