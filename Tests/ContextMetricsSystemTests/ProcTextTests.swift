import Testing

@testable import ContextMetricsSystem

@Suite struct `Text of proc files` {
    @Test(arguments: [("0", 0), ("007", 7), ("18446744073709551615", UInt64.max)])
    func `digits are a number`(word: String, value: UInt64) {
        #expect(ProcText.decimal(Array(word.utf8)[...]) == value)
    }

    @Test(arguments: ["", "-1", "+1", " 1", "1.5", "0x10", "1e3", "٣", "18446744073709551616", "99999999999999999999999", "nan"])
    func `anything else is none`(word: String) {
        #expect(ProcText.decimal(Array(word.utf8)[...]) == nil)
    }

    @Test func `a number is found by the beginning of its line`() {
        let text = ProcText("cpu 1 2\nxbtime 5\nbtime 1700000000\nbtime 9\n")
        #expect(text.number(after: "btime ") == 1_700_000_000)
        #expect(text.number(after: "ctxt ") == nil)
        #expect(ProcText("btime \n").number(after: "btime ") == nil)
        #expect(ProcText("").number(after: "btime ") == nil)
        #expect(ProcText("btime 12").number(after: "btime ") == 12)
    }

    @Test func `sizes need their unit`() {
        #expect(ProcText("Name:\tx\nVmData:\t     428 kB\n").kibibytes(after: "VmData:") == 438_272)
        for wrong in ["VmData:\t428\n", "VmData:\t428 MB\n", "VmData:\tx kB\n", "VmData: kB", "VmStk: 428 kB"] {
            #expect(ProcText(wrong).kibibytes(after: "VmData:") == nil)
        }
        #expect(ProcText("VmData: 18446744073709551615 kB").kibibytes(after: "VmData:") == 0x1p74)
    }

    @Test func `the soft limit counts, and none at all is the largest number`() {
        let text = ProcText(
            """
            Limit                     Soft Limit           Hard Limit           Units
            Max open files            1024                 524288               files
            Max address space         unlimited            unlimited            bytes
            Max processes             many                 1                    processes
            """)
        #expect(text.limit("Max open files") == 1_024)
        #expect(text.limit("Max address space") == .max)
        #expect(text.limit("Max processes") == nil)
        #expect(text.limit("Max file locks") == nil)
    }

    @Test func `columns are found by their names`() {
        let text = ProcText("TcpExt: InOctets X\nTcpExt: 1 2\nIpExt: InNoRoutes InOctets OutOctets\nIpExt: 0 123 456\n")
        #expect(text.number(group: "IpExt", column: "InOctets") == 123)
        #expect(text.number(group: "IpExt", column: "OutOctets") == 456)
        #expect(text.number(group: "TcpExt", column: "InOctets") == 1)
        #expect(text.number(group: "IpExt", column: "Octets") == nil)
        #expect(text.number(group: "Ip", column: "InOctets") == nil)
    }

    @Test(arguments: [
        "IpExt: A InOctets\nIpExt: 1\n", "IpExt: InOctets\n", "IpExt: InOctets\nIpExt: x\n", "IpExt: \nIpExt: \n", "IpExt:", "\n\n",
    ])
    func `columns without a number have none`(text: String) {
        #expect(ProcText(text).number(group: "IpExt", column: "InOctets") == nil)
    }
}
