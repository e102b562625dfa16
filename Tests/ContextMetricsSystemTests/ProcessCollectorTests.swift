#if os(Linux)
    import ContextMetrics
    import Foundation
    import Testing

    @testable import ContextMetricsSystem

    /// Against other readings of the same processes: `ps`, `getrusage`, `getrlimit`, the number of files that were opened.
    @Suite(.serialized) struct `The process collector` {
        private func collected(_ child: ChildProcess) -> [String: Double] {
            ProcessCollector(ProcDirectory(process: "\(child.id)")).collected()
        }

        @Test(arguments: ["plain", ") (", "a) R 1 2 3 (b", "(x", "y)", "two words"])
        func `agrees with ps, whatever the program is called`(name: String) throws {
            let child = try ChildProcess(name: name)
            let numbers = collected(child)
            func ps(_ column: String) -> Double? { Double(output("ps -o \(column)= -p \(child.id)")) }
            #expect(numbers["process_virtual_memory_bytes"] == (ps("vsz").map { $0 * 1_024 }))
            #expect(numbers["process_threads"] == ps("nlwp"))
            #expect(try #require(numbers["process_cpu_seconds_total"]) < 5)
            // ps takes the resident size from another file, which the kernel sums up less exactly.
            let resident = try #require(numbers["process_resident_memory_bytes"])
            let residentBelowPS = try #require(ps("rss")) * 1_024 - resident
            #expect(abs(residentBelowPS) <= 512 * 1_024)
            let start = try #require(numbers["process_start_time_seconds"])
            let age = try #require(ps("etimes"))
            #expect(abs(Date().timeIntervalSince1970 - start - age) < 3)
        }

        @Test func `counts the files that a process has open`() throws {
            let none = try collected(ChildProcess(name: "none"))
            let more = try collected(ChildProcess(name: "more", openFiles: 6))
            let before = try #require(none["process_open_fds"])
            #expect(before >= 3)
            #expect(more["process_open_fds"] == before + 6)
        }

        /// Other tests of this process open and close files too: one undisturbed attempt among many is enough, and a wrong
        /// count has none.
        @Test func `opening fifty files raises its own count by fifty`() throws {
            let collector = ProcessCollector()
            let undisturbed = (0..<100).contains { _ in
                let before = collector.collected()["process_open_fds"]
                let files = (0..<50).map { _ in open("/dev/null", O_RDONLY) }
                let after = collector.collected()["process_open_fds"]
                for file in files { close(file) }
                return after == before.map { $0 + 50 }
            }
            #expect(undisturbed)
        }

        @Test func `its own count leaves out the descriptor that it counts with`() throws {
            let collector = ProcessCollector()
            let undisturbed = (0..<100).contains { _ in
                let limit = 4_096 as Int32
                let valid = (0..<limit).count { fcntl($0, F_GETFD) != -1 }
                return collector.collected()["process_open_fds"] == Double(valid)
            }
            #expect(undisturbed)
        }

        @Test func `processor time is that of getrusage, to a few clock ticks`() throws {
            func used() -> Double {
                var usage = rusage()
                getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
                return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
            }
            let collector = ProcessCollector()
            let start = used()
            while used() < start + 0.1 {}
            let before = used()
            let collected = try #require(collector.collected()["process_cpu_seconds_total"])
            let after = used()
            #expect(collected >= before - 0.03)
            #expect(collected <= after + 0.03)
            #expect(collected > start)
        }

        @Test func `limits are those of getrlimit`() throws {
            func soft(_ resource: __rlimit_resource) -> Double {
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
                return Double(limit.rlim_cur)
            }
            let numbers = ProcessCollector().collected()
            #expect(numbers["process_max_fds"] == soft(RLIMIT_NOFILE))
            #expect(numbers["process_virtual_memory_max_bytes"] == soft(RLIMIT_AS))
        }

        @Test func `memory that is used is seen`() throws {
            let collector = ProcessCollector()
            let size = 512 << 20
            let names = ["process_resident_memory_bytes", "process_virtual_memory_bytes", "process_heap_bytes"]
            var unseen = names
            // Half of it, and once of several times: other tests give memory back meanwhile.
            for _ in 0..<10 where !unseen.isEmpty {
                let before = collector.collected()
                let memory = [UInt8](repeating: 1, count: size)
                let after = collector.collected()
                #expect(memory.last == 1)
                unseen = try names.filter { try #require(after[$0]) - #require(before[$0]) <= Double(size / 2) }
            }
            #expect(unseen.isEmpty)
        }

        @Test func `a write is counted`() throws {
            let collector = ProcessCollector()
            guard let before = collector.collected()["process_io_write_calls_total"] else { return }
            let file = open("/dev/null", O_WRONLY)
            for _ in 0..<1_000 { write(file, "x", 1) }
            close(file)
            let after = try #require(collector.collected()["process_io_write_calls_total"])
            #expect(after - before >= 1_000)
        }

        @Test func `received bytes are those of the namespace`() throws {
            let lines = try String(contentsOfFile: "/proc/net/netstat", encoding: .utf8).split(separator: "\n")
            let pair = lines.filter { $0.hasPrefix("IpExt:") }.map { $0.split(separator: " ") }
            guard pair.count == 2, let place = pair[0].firstIndex(of: "InOctets") else { return }
            let before = try #require(Double(pair[1][place]))
            let received = try #require(ProcessCollector().collected()["process_network_receive_bytes_total"])
            #expect(received >= before)
            #expect(received < before + 1e9)
        }

        @Test func `a process that is gone has no values`() throws {
            var child: ChildProcess? = try ChildProcess(name: "gone")
            let id = try #require(child?.id)
            let collector = ProcessCollector(ProcDirectory(process: "\(id)"))
            #expect(collector.collected()["process_threads"] == 1)
            child = nil
            #expect(Set(collector.collected().keys) == ["process_start_time_seconds"])
        }

        @Test func `every family is described and valid, and has the type that its name tells`() {
            let described = ProcessCollector().descriptors.map(\.family)
            #expect(described.allSatisfy { $0.problem == nil && !$0.help.isEmpty })
            #expect(described.allSatisfy { ($0.type == .counter) == $0.name.text.hasSuffix("_total") })
            #expect(Set(described.map(\.name)).count == described.count)
            #expect(Set(ProcessCollector().collected().keys).isSubset(of: described.map(\.name.text)))
        }

        @Test func `concurrent collections don't disturb each other`() async {
            let collector = ProcessCollector()
            let threads = await withTaskGroup { group in
                for _ in 0..<8 { group.addTask { (0..<20).allSatisfy { _ in collector.collected()["process_threads"] ?? 0 >= 1 } } }
                return await group.allSatisfy(\.self)
            }
            #expect(threads)
        }
    }
#endif
