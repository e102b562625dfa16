import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `Gatherers that change what another shows` {
    let engine = GatherEngine(timer: ManualTimer())
    let registry: ContextRegistry

    init() throws {
        registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: engine)
        try registry.counter("requests_total", help: "Requests.", labels: "method").with("GET").increment()
        try registry.register(InstantCollector(TestSamples(family: "disk", count: 1)), named: "disk")
    }

    private func families(_ gatherer: some Gatherer, _ filter: GatherFilter = .everything) async -> [MetricFamily] {
        await gatherer.gather(GatherContext(filter: filter)).families
    }

    private func lines(_ gatherer: some Gatherer, _ filter: GatherFilter = .everything) async -> [String] {
        await families(gatherer, filter).flatMap(\.lines)
    }

    @Test func `A prefix stands before every name, and filters know the names with it`() async throws {
        let prefixed = try PrefixedGatherer(registry, prefix: "shop_")
        #expect(await families(prefixed).map(\.name.text) == ["shop_disk", "shop_requests_total"])
        #expect(await families(prefixed).map(\.help) == (await families(registry)).map(\.help))
        #expect(await families(prefixed, GatherFilter(names: ["shop_disk"])).map(\.name.text) == ["shop_disk"])
        #expect(await families(prefixed, GatherFilter(names: ["disk"])).isEmpty)
        let names = prefixed.catalog?.names?.map(\.text).sorted()
        #expect(names == ["shop_disk", "shop_requests", "shop_requests_created", "shop_requests_total"])
        #expect(throws: InvalidName.self) { try PrefixedGatherer(registry, prefix: "") }
        #expect(throws: InvalidName.self) { try PrefixedGatherer(registry, prefix: String(repeating: "x", count: 1025)) }
    }

    @Test func `Names that have become too long are left out and named`() async throws {
        let prefixed = try PrefixedGatherer(registry, prefix: String(repeating: "x", count: 1015))
        let merged = await prefixed.gather(GatherContext()).merged()
        #expect(merged.families.samples.map(\.descriptor.name.text.utf8.count) == [1019])
        #expect(merged.conflicts.map(\.collector) == ["requests_total"])
        #expect(merged.conflicts.map(\.reason) == [.invalidDescriptor])
    }

    @Test func `Labels are added to all samples, and a sample's own of that name is kept as exported`() async throws {
        let labelled = try LabelledGatherer(registry, labels: ["shard": "1", "method": "all"])
        #expect(
            await lines(labelled) == [
                "disk{collector=\"test\",i=\"0\",method=\"all\",shard=\"1\"} 0.0",
                "requests_total{exported_method=\"GET\",method=\"all\",shard=\"1\"} 1.0",
            ])
        let twice = try LabelledGatherer(labelled, labels: ["method": "none"])
        #expect(
            await lines(twice).last
                == "requests_total{exported_exported_method=\"all\",exported_method=\"GET\",method=\"none\",shard=\"1\"} 1.0")
    }

    @Test(
        arguments: [["le": "1"], ["quantile": "0.5"], ["": "x"], ["__name__": "x"], ["a": "1", "a": "2"]] as [KeyValuePairs<String, String>]
    )
    func `Labels that can't be added are thrown`(labels: KeyValuePairs<String, String>) {
        #expect(throws: InvalidDescriptor.self) { try LabelledGatherer(registry, labels: labels) }
        #expect(throws: RemoteTarget.Invalid.self) { try RemoteTarget("http://a", labels: labels) }
    }

    @Test func `A state set of the label's name is left out and named`() async throws {
        try registry.stateSet("mode", states: ["on", "off"]).set(only: "on")
        let merged = await (try LabelledGatherer(registry, labels: ["mode": "x"])).gather(GatherContext()).merged()
        #expect(merged.conflicts.map { "\($0.collector) \($0.reason.rawValue)" } == ["mode invalid_descriptor"])
        #expect(merged.families.samples.map(\.descriptor.name.text) == ["disk", "requests_total"])
    }

    @Test func `Descriptors are made once for families that stay the same`() async throws {
        let labelled = try LabelledGatherer(registry, labels: ["shard": "1"])
        func shown() async -> [ObjectIdentifier] {
            await labelled.gather(GatherContext()).merged().families.samples.map { ObjectIdentifier($0.descriptor) }
        }
        let first = await labelled.gather(GatherContext()).merged()
        #expect(await shown() == first.families.samples.map { ObjectIdentifier($0.descriptor) })
    }

    @Test func `A long prefix and many labels are counted for the response's limit`() async throws {
        let many = GaugeDescriptor("many", labels: "i")
        try registry.register("many", describing: many) { sink in
            sink.family(many) { family in for i in 0..<2_000 { family.sample("\(i)", value: 1) } }
        }
        let gatherer = try PrefixedGatherer(
            try LabelledGatherer(registry, labels: ["shard": String(repeating: "x", count: 400)]),
            prefix: String(repeating: "p", count: 400))
        let whole = await ScrapeHandler(gatherer, engine: engine).scrape()
        #expect(whole.status == 200)
        let size = whole.body.bytes.count
        for (limit, status) in [(size, 200), (size - 1, 500)] {
            #expect(await ScrapeHandler(gatherer, engine: engine, options: .init(maxResponseBytes: limit)).scrape().status == status)
        }
    }

    @Test func `A filtered gatherer has a part, of which requests may ask for a part`() async throws {
        try registry.register(InstantCollector(TestSamples(family: "net", count: 1)), named: "net")
        let filtered = FilteredGatherer(registry, GatherFilter(excluding: ["disk"], names: ["net", "disk", "requests"]))
        #expect(await families(filtered).map(\.name.text) == ["net", "requests_total"])
        // Another name of the same family.
        #expect(await families(filtered, GatherFilter(names: ["requests_total"])).map(\.name.text) == ["requests_total"])
        #expect(await families(filtered, GatherFilter(collectors: ["disk", "net"])).map(\.name.text) == ["net"])
        #expect(filtered.catalog?.collectors == ["net"])
        let other = OwnGatherer { _ in
            let families = ["a", "b"].map {
                MetricFamily(name: MetricName(unchecked: $0), type: .gauge, metrics: [.init(value: .number(1))])
            }
            return GatherResult(families, from: "own")
        }
        #expect(await families(FilteredGatherer(other, GatherFilter(names: ["b"]))).map(\.name.text) == ["b"])
    }

    @Test func `Shares of the collectors are everything together, and nothing twice`() async throws {
        for number in 0..<50 {
            try registry.register(InstantCollector(TestSamples(family: "f\(number)", count: 1)), named: "collector \(number)")
        }
        let shares = try (0..<3).map { try ShardedGatherer(registry, index: $0, of: 3) }
        var asked: [[String]] = []
        for share in shares {
            let result = await share.gather(GatherContext())
            asked.append(result.reports.map(\.collector))
            // Instruments are a process's own.
            #expect(result.families.contains { $0.name.text == "requests_total" })
            #expect(result.families.count == result.reports.count + 1)
            #expect(share.catalog?.collectors == registry.collectorNames)
        }
        #expect(asked.flatMap(\.self).sorted() == registry.collectorNames.sorted())
        #expect(asked.allSatisfy { $0.count > 5 })
        // The hash is FNV-1a: a share is the same in every process.
        #expect(GatherFilter.Shard(index: 0, count: 1_000).includes("") == (14_695_981_039_346_656_037 % 1_000 as UInt64 == 0))
        #expect(GatherFilter.Shard(index: Int(0xaf63_dc4c_8601_ec8c % 1_000 as UInt64), count: 1_000).includes("a"))
        #expect(GatherFilter.Shard(index: Int(0x8594_4171_f739_67e8 % 1_000 as UInt64), count: 1_000).includes("foobar"))
    }

    @Test(arguments: [(0, 0), (-1, 2), (2, 2), (Int.max, 1), (0, -1), (0, Int.min)])
    func `A share that there can't be is thrown`(index: Int, count: Int) {
        #expect(throws: ShardedGatherer.Invalid(index: index, count: count)) { try ShardedGatherer(registry, index: index, of: count) }
    }
}
