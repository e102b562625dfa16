import Testing

@testable import ContextMetricsSystem

@Suite struct `Values that can't be read` {
    private static let stat = "42 () () S 1 1 1 0 -1 0 0 0 0 0 200 50 0 0 20 0 7 0 1000 8192000 100 18446744073709551615\n"

    @Test func `a whole made-up process is collected`() throws {
        let proc = try ProcFolder(
            system: ["stat": "cpu 1\nbtime 1700000000\n"],
            process: [
                "stat": Self.stat,
                "limits": "Limit Soft Hard\nMax open files 1024 4096 files\nMax address space unlimited unlimited bytes\n",
                "io": "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n",
                "net/netstat": "IpExt: InOctets OutOctets\nIpExt: 11 22\n",
                "status": "Name:\tx\nVmData:\t 4 kB\n",
            ], descriptors: 5)
        let pageSize = try #require(Double(output("getconf PAGESIZE")))
        let ticks = try #require(Double(output("getconf CLK_TCK")))
        let expected: [String: Double] = [
            "process_cpu_seconds_total": 250.0 / ticks, "process_open_fds": 5, "process_max_fds": 1_024,
            "process_virtual_memory_bytes": 8_192_000, "process_virtual_memory_max_bytes": 0x1p64,
            "process_resident_memory_bytes": 100.0 * pageSize, "process_heap_bytes": 4_096,
            "process_start_time_seconds": 1_700_000_000.0 + 1_000.0 / ticks, "process_threads": 7,
            "process_network_receive_bytes_total": 11, "process_network_transmit_bytes_total": 22,
            "process_io_read_bytes_total": 4_096, "process_io_write_bytes_total": 8_192,
            "process_io_read_calls_total": 3, "process_io_write_calls_total": 4,
        ]
        #expect(proc.collected == expected)
    }

    @Test func `nothing is there where there is no proc`() throws {
        #expect(ProcessCollector(ProcDirectory(root: "/nonexistent")).collected() == [:])
        #expect(try ProcFolder().collected == [:])
    }

    @Test(arguments: ["", "garbage", "\0\0\0", "-1 -1 -1 -1", ")", "Max open files\nIpExt: \nIpExt: \nVmData:\nread_bytes:\nbtime\n"])
    func `garbage is absent and not zero`(garbage: String) throws {
        let files = Dictionary(uniqueKeysWithValues: ["stat", "limits", "io", "net/netstat", "status"].map { ($0, garbage) })
        #expect(try ProcFolder(system: ["stat": garbage], process: files).collected == [:])
    }

    @Test func `a missing file costs no other`() throws {
        let proc = try ProcFolder(process: ["stat": Self.stat, "io": "read_bytes: x\nwrite_bytes: 1\n"])
        #expect(
            Set(proc.collected.keys) == [
                "process_cpu_seconds_total", "process_virtual_memory_bytes", "process_resident_memory_bytes", "process_threads",
                "process_io_write_bytes_total",
            ])
    }

    @Test func `a value that is there and zero is zero`() throws {
        #expect(
            try ProcFolder(process: ["io": "read_bytes: 0\n"], descriptors: 0).collected == [
                "process_io_read_bytes_total": 0, "process_open_fds": 0,
            ])
    }
}
