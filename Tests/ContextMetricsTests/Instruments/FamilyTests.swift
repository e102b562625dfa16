import Testing

@testable import ContextMetrics

@Suite struct `Families` {
    let registry = ContextRegistry()

    @Test func `the same values give the same series, others another`() throws {
        let family = try registry.counter("requests_total", help: "Requests.", labels: "method", "status")
        family.with("GET", "200").increment()
        family.with("GET", "200").increment()
        family.with("200", "GET").increment()
        #expect(family.storage.series == [Series("GET", "200", number: 2), Series("200", "GET", number: 1)])
    }

    @Test func `a series is there from its first look-up, and an instrument without labels from the start`() throws {
        let family = try registry.gauge("depth", help: "Depth.", labels: "queue")
        #expect(family.storage.series == [])
        _ = family.with("a")
        #expect(family.storage.series == [Series("a", number: 0)])
        let gauges: FamilyStorage<Gauge<Double>> = .gauges(GaugeDescriptor("open").family)
        _ = gauges.child([])
        #expect(gauges.series == [Series(number: 0)])
    }

    @Test func `series stand in the order in which they were made`() throws {
        let family = try registry.counter("requests_total", help: "Requests.", of: Int.self, labels: "path")
        let paths = (0..<100).map { "/\($0 * 7919 % 100)" }
        for path in paths { family.with(path).increment() }
        for path in paths.reversed() { family.with(path).increment() }
        #expect(family.storage.series.map(\.labels) == paths.map { [$0] })
    }

    @Test func `values are compared by their bytes`() throws {
        let family = try registry.counter("requests_total", help: "Requests.", labels: "city")
        let composed = "caf\u{e9}"
        let decomposed = "cafe\u{301}"
        #expect(composed == decomposed)
        family.with(composed).increment()
        family.with(decomposed).increment(by: 2)
        #expect(family.storage.series.map(\.reading) == [.number(1), .number(2)])
    }

    @Test func `values don't run into each other`() throws {
        let family = try registry.counter("requests_total", help: "Requests.", labels: "a", "b", "c")
        let keys = [["ab", "c", ""], ["a", "bc", ""], ["", "abc", ""], ["", "", "abc"], ["a", "b", "c"], ["", "", ""]]
        for key in keys { family.with(key[0], key[1], key[2]).increment() }
        #expect(family.storage.series.map(\.labels) == keys)
    }

    @Test(arguments: ["", " ", "\0", "\"", "\\", "\n", "\u{2028}", "🤷🏽‍♀️", "\u{10ffff}", String(repeating: "x", count: 100_000)])
    func `any text is a value`(value: String) throws {
        let family = try registry.counter("requests_total", help: "Requests.", labels: "value")
        family.with(value).increment()
        #expect(family.storage.series == [Series(value, number: 1)])
    }

    @Test func `one to six labels keep their order`() throws {
        let one = try registry.counter("one_total", labels: "a")
        let two = try registry.gauge("two", labels: "a", "b")
        let three = try registry.histogram("three", labels: "a", "b", "c")
        let four = try registry.counter("four_total", of: UInt64.self, labels: "a", "b", "c", "d")
        let five = try registry.gauge("five", of: Int64.self, labels: "a", "b", "c", "d", "e")
        let six = try registry.histogram("six", buckets: [1], labels: "a", "b", "c", "d", "e", "f")
        one.with("1").increment()
        two.with("1", "2").increment()
        three.with("1", "2", "3").observe(1)
        four.with("1", "2", "3", "4").increment()
        five.with("1", "2", "3", "4", "5").increment()
        six.with("1", "2", "3", "4", "5", "6").observe(1)
        let all = [one.storage.core, two.storage.core, three.storage.core, four.storage.core, five.storage.core, six.storage.core]
        for (index, instrument) in all.enumerated() {
            #expect(instrument.descriptor.labelNames.map(\.text) == ["a", "b", "c", "d", "e", "f"].prefix(index + 1).map(\.self))
            #expect(instrument.series.map(\.labels) == [["1", "2", "3", "4", "5", "6"].prefix(index + 1).map(\.self)])
        }
        #expect(one.remove("1") && two.remove("1", "2") && three.remove("1", "2", "3"))
        #expect(four.remove("1", "2", "3", "4") && five.remove("1", "2", "3", "4", "5") && six.remove("1", "2", "3", "4", "5", "6"))
        for instrument in all { #expect(instrument.series == []) }
    }

    @Test func `a dynamic family takes as many values as it has labels`() throws {
        let names = ["method", "status"]
        let family = try registry.counter("requests_total", help: "Requests.", labels: names)
        try family.with(["GET", "200"]).increment()
        for values in [[], ["GET"], ["GET", "200", "x"]] {
            let error = #expect(throws: LabelCountMismatch.self) { try family.with(values) }
            #expect(error?.values == values)
            #expect(throws: LabelCountMismatch.self) { try family.remove(values) }
        }
        #expect(family.storage.series == [Series("GET", "200", number: 1)])
        #expect(try family.remove(["GET", "200"]))
        #expect(family.storage.series == [])
    }

    @Test func `a handle of a removed series stays valid and writes nowhere`() throws {
        let family = try registry.counter("requests_total", help: "Requests.", labels: "path")
        let held = family.with("/")
        held.increment()
        #expect(family.remove("/"))
        #expect(!family.remove("/"))
        held.increment()
        #expect(held.value == 2)
        #expect(family.storage.series == [])
        family.with("/").increment(by: 10)
        held.increment()
        #expect(family.storage.series == [Series("/", number: 10)])
    }

    @Test func `removal leaves the order and the others alone`() throws {
        let family = try registry.gauge("depth", help: "Depth.", of: Int.self, labels: "queue")
        for index in 0..<1_000 { family.with("\(index)").set(index) }
        for index in 0..<1_000 where index % 3 != 0 { #expect(family.remove("\(index)")) }
        family.with("new").set(-1)
        // It may stand where one was removed.
        #expect(family.storage.series.contains(Series("new", number: -1)))
        let expected = stride(from: 0, to: 1_000, by: 3).map { Series("\($0)", number: Double($0)) }
        #expect(family.storage.series.filter { $0.labels != ["new"] } == expected)
        for index in stride(from: 0, to: 1_000, by: 3) { #expect(family.with("\(index)").value == index) }
        family.removeAll()
        #expect(family.storage.series == [])
    }

    @Test func `an info is one series of value 1`() {
        let storage: FamilyStorage<Gauge<Double>> = .infos(InfoDescriptor("app_info", labels: "version").family)
        _ = storage.child(["1.2.3"])
        #expect(storage.series == [Series("1.2.3", number: 1)])
    }

    @Test func `the form that takes an array of constants is dynamic too`() throws {
        let family: DynamicFamily<Histogram> = try registry.histogram("size", help: "Size.", labels: ["a", "b"])
        try family.with(["1", "2"]).observe(1)
        #expect(family.storage.series.count == 1)
    }
}
