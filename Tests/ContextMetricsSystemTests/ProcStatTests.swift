import Testing

@testable import ContextMetricsSystem

@Suite struct `The stat file` {
    private static let fields = "R 1 2 3 4 5 6 7 8 9 10 140 150 16 17 18 19 20 21 220 23000 24 18446744073709551615 26\n"

    @Test(arguments: [
        "sleep", ") (", ") R 1 (", "a b c", ")", "(((", ")))", "", "x) S 1 1 1 1 1 1 1 1 1 1 9 9 9 9 9 9 9 9 9 9 9", "new\nline",
    ])
    func `the fields after any name are found`(name: String) {
        let stat = ProcStat(ProcText("4711 (\(name)) \(Self.fields)"))
        #expect(stat.userTicks == 140)
        #expect(stat.systemTicks == 150)
        #expect(stat.threads == 20)
        #expect(stat.startTicks == 220)
        #expect(stat.virtualBytes == 23_000)
        #expect(stat.residentPages == 24)
    }

    @Test(arguments: ["", ")", "4711 (x", "4711 (x)", "4711 (x) R 1 2", "no parenthesis at all 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"])
    func `a text without the fields has none`(text: String) {
        let stat = ProcStat(ProcText(text))
        #expect(stat.userTicks == nil && stat.systemTicks == nil && stat.threads == nil)
        #expect(stat.startTicks == nil && stat.virtualBytes == nil && stat.residentPages == nil)
    }

    @Test func `a field that is no number costs no other`() {
        let stat = ProcStat(ProcText("1 (x) R 1 2 3 4 5 6 7 8 9 10 -140 x50 16 17 18 19 20 21 99999999999999999999 23000 -24"))
        #expect(stat.userTicks == nil && stat.systemTicks == nil && stat.startTicks == nil && stat.residentPages == nil)
        #expect(stat.threads == 20)
        #expect(stat.virtualBytes == 23_000)
    }
}
