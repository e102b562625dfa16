import Testing

@testable import ContextMetrics

@Suite struct `An exemplar` {
    @Test func `has labels of 128 code points at most, names and values together`() throws {
        // "e\u{301}" are two code points and one character.
        let text = String(repeating: "e\u{301}", count: 60) + "🙈"
        let exemplar = try Exemplar(1, labels: ["trace": text, "b": "x"])
        #expect(exemplar.labels["trace"] == text)
        #expect(throws: Exemplar.Invalid.tooLong(129, limit: 128)) { try Exemplar(1, labels: ["trace": text, "b": "xy"]) }
        #expect(throws: Exemplar.Invalid.tooLong(129, limit: 128)) { try Exemplar(1, labels: [String(repeating: "a", count: 129): ""]) }
    }

    @Test func `has no NUL, for which Prometheus would refuse the page`() {
        #expect(throws: Exemplar.Invalid.containsNUL(label: "b")) { try Exemplar(1, labels: ["a": "1", "b": "2\0"]) }
        #expect(throws: Exemplar.Invalid.containsNUL(label: "b\0")) { try Exemplar(1, labels: ["b\0": "2"]) }
    }

    @Test func `may have no labels`() throws { #expect(try Exemplar(1, labels: [:]).labels.isEmpty) }

    @Test func `has valid label names, each of them once`() {
        let invalid = InvalidName(role: .label, text: "__a", reason: .reserved)
        #expect(throws: Exemplar.Invalid.labels(.name(invalid))) { try Exemplar(1, labels: ["__a": ""]) }
        #expect((try? Exemplar(1, labels: ["trace.id": "f"]))?.labels["trace.id"] == "f")
        #expect(throws: Exemplar.Invalid.labels(.duplicateLabel("a"))) { try Exemplar(1, labels: ["a": "1", "a": "2"]) }
    }

    @Test(arguments: [Double.infinity, -.infinity]) func `has a finite value and a finite timestamp`(number: Double) throws {
        #expect(throws: Exemplar.Invalid.value(number)) { try Exemplar(number, labels: [:]) }
        #expect(throws: Exemplar.Invalid.timestamp(number)) { try Exemplar(1, labels: [:], at: number) }
        #expect(throws: Exemplar.Invalid.self) { try Exemplar(.nan, labels: [:]) }
        #expect(throws: Exemplar.Invalid.self) { try Exemplar(1, labels: [:], at: .nan) }
        #expect(try Exemplar(-1, labels: [:], at: -1).timestamp == -1)
    }

    @Test func `is stamped by the system's clock to the millisecond`() {
        let now = WallClock.system.now
        #expect(now > 1_700_000_000)
        #expect((now * 1_000).rounded() / 1_000 == now)
    }
}
