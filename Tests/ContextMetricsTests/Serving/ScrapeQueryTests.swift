import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct ScrapeQueryTests {
    @Test(
        arguments: [
            ("", [], [], []),
            ("collect[]=a", ["a"], [], []),
            ("collect%5B%5D=a&collect%5b%5d=b", ["a", "b"], [], []),
            ("exclude[]=a&collect[]=b&name[]=c&exclude[]=d", ["b"], ["a", "d"], ["c"]),
            ("collect[]=two+words&collect[]=two%20words&collect[]=1%2B1", ["two words", "two words", "1+1"], [], []),
            ("collect[]=a%3Db&collect[]=a=b&collect[]=a%26b", ["a=b", "a=b", "a&b"], [], []),
            ("collect[]", [""], [], []), ("collect[]=", [""], [], []),
            ("&&collect[]=a&", ["a"], [], []),
            ("name[]=gr%C3%B6%c3%9Fe", [], [], ["größe"]), ("name[]=größe", [], [], ["größe"]),
            ("collect=a&Collect[]=a&collect[0]=a&collect[]x=a&tenant=x", [], [], []),
            // What isn't ours isn't looked into.
            ("tenant=%zz&page=%ff", [], [], []),
        ] as [(String, [String], [String], [String])])
    func `Parameters are read as forms send them`(query: String, collectors: [String], excluded: [String], names: [String]) throws {
        let read = try ScrapeQuery(query)
        #expect(read.collectors == collectors)
        #expect(read.excluded == excluded)
        #expect(read.names == names)
    }

    @Test(arguments: [
        "collect[]=%", "collect[]=%4", "collect[]=%4g", "collect[]=%+4", "name[]=%ff", "name[]=%c3", "exclude[]=%ed%a0%80", "%=a",
        "coll%zz=a", "a=b&name[]=%C0%AF",
    ])
    func `What is wrongly encoded is told`(query: String) {
        #expect(throws: ScrapeQuery.Malformed.self) { try ScrapeQuery(query) }
    }

    @Test func `Time is linear in the query`() throws {
        // Quadratic, this would take hours.
        let query = "collect[]=" + String(repeating: "%61", count: 2_000_000) + String(repeating: "&name[]=a", count: 500_000)
        let read = try ScrapeQuery(query)
        #expect(read.collectors.map(\.utf8.count) == [2_000_000])
        #expect(read.names.count == 500_000)
    }

    @Test(arguments: SeededGenerator.seeds(10)) func `No query traps`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = ["collect[]", "name[]", "exclude%5B%5D", "=", "&", "%", "+", "4", "f", "ö", "\0", "\u{301}", "[", "]", "%41"]
        for _ in 0..<2_000 {
            let query = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            _ = try? ScrapeQuery(query)
        }
    }
}
