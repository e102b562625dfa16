import Testing

@testable import ContextMetrics

@Suite struct `Limits of series` {
    let registry = ContextRegistry()

    @Test func `beyond the limit everything is counted in one series`() throws {
        let family = try registry.counter("requests_total", labels: "method", "path", limit: 2)
        for path in ["/a", "/b", "/c", "/d", "/a", "/c"] { family.with("GET", path).increment() }
        let expected = [
            Series("GET", "/a", number: 2), Series("GET", "/b", number: 1), Series("overflow", "overflow", number: 3),
        ]
        #expect(family.storage.series == expected)
        #expect(family.refused == 3)
    }

    @Test func `a series that is removed makes room`() throws {
        let family = try registry.gauge("depth", labels: "queue", limit: 1)
        family.with("a").set(1)
        #expect(family.remove("a"))
        family.with("b").set(2)
        #expect(family.storage.series == [Series("b", number: 2)])
        #expect(family.refused == 0)
    }

    @Test(arguments: [0, -1, .min])
    func `a limit that lets nothing in leaves the series for all others`(limit: Int) throws {
        let family = try registry.histogram("size", labels: "a", limit: limit)
        family.with("1").observe(1)
        family.with("2").observe(2)
        #expect(family.storage.series.map(\.labels) == [["overflow"]])
        #expect(family.with("3").value.count == 2)
    }

    @Test func `a dynamic family refuses where it is asked to`() throws {
        let family = try registry.counter("requests_total", labels: ["path"], limit: 1)
        try family.withinLimit(["/a"]).increment()
        try family.withinLimit(["/a"]).increment()
        #expect(throws: SeriesRefused.limit(1, family: family.storage.descriptor.name, values: ["/b"])) { try family.withinLimit(["/b"]) }
        #expect(throws: SeriesRefused.self) { try family.withinLimit([]) }
        #expect(family.storage.series == [Series("/a", number: 2)])
        #expect(family.refused == 1)
        try family.with(["/c"]).increment()
        #expect(family.storage.series.count == 2)
    }

    @Test func `an instrument without labels is under no limit`() {
        let storage: FamilyStorage<Gauge<Double>> = .gauges(GaugeDescriptor("open").family, limit: 0)
        storage.child([]).set(3)
        #expect(storage.series == [Series(number: 3)])
        #expect(storage.refused == 0)
    }

    @Test func `families of any number of labels can refuse instead`() throws {
        let registry = ContextRegistry()
        let one = try registry.gauge("one", labels: "a", limit: 1)
        let two = try registry.gauge("two", labels: "a", "b", limit: 1)
        let six = try registry.gauge("six", labels: "a", "b", "c", "d", "e", "f", limit: 1)
        try one.withinLimit("1").set(1)
        try two.withinLimit("1", "2").set(2)
        try six.withinLimit("1", "2", "3", "4", "5", "6").set(6)
        #expect(try one.withinLimit("1").value == 1)
        #expect(try two.withinLimit("1", "2").value == 2)
        #expect(try six.withinLimit("1", "2", "3", "4", "5", "6").value == 6)
        #expect(throws: SeriesRefused.limit(1, family: MetricName(unchecked: "one"), values: ["2"])) { try one.withinLimit("2") }
        #expect(throws: SeriesRefused.limit(1, family: MetricName(unchecked: "two"), values: ["1", "1"])) { try two.withinLimit("1", "1") }
        #expect(throws: SeriesRefused.self) { try six.withinLimit("1", "2", "3", "4", "5", "7") }
        #expect(one.refused == 1 && two.refused == 1 && six.refused == 1)
        #expect(one.storage.series.count == 1)
    }
}
