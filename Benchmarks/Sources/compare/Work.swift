/// Something that all programs are asked to do.
struct Work {
    let name: String
    let unit: String
    /// The name that the floors have at this work.
    let floor: String
    /// What ours must keep to: all of these.
    let must: [Limit]
    let aim: Limit
    /// Whether each round needs a new process.
    let isFresh: Bool
    /// Whether allocations have to be counted.
    let countsAllocations: Bool

    private init(
        _ name: String, _ unit: String, floor: String = "floor", must: Limit..., aim: Limit, isFresh: Bool = false,
        countsAllocations: Bool = false
    ) {
        self.name = name
        self.unit = unit
        self.floor = floor
        self.must = must
        self.aim = aim
        self.isFresh = isFresh
        self.countsAllocations = countsAllocations
    }

    static let all = [
        Work("counter-increment", "ns", floor: "atomic", must: .times(1.15, "atomic"), aim: .value(4.8)),
        Work("counter-increment-2t", "ns", floor: "atomic", must: .timesBestPeer(0.5), aim: .value(6)),
        Work("neighbours-increment-2t", "ns", floor: "one line", must: .times(0.5, "one line"), aim: .value(4.8)),
        Work("labels-increment", "ns", must: .timesBestPeer(0.75), aim: .value(12)),
        Work("labels-increment-2t", "ns", must: .timesBestPeer(0.75), aim: .value(35)),
        Work("gauge-set", "ns", floor: "store", must: .over(1, "store"), aim: .over(0.3, "store")),
        Work("histogram-observe", "ns", must: .value(9), aim: .value(6)),
        Work("histogram-observe-2t", "ns", must: .value(20), aim: .value(9)),
        Work("native-observe", "ns", must: .value(100), aim: .value(40)),
        Work("encode-counters-10k", "ns a series", floor: "memcpy", must: .value(8), .times(2.5, "memcpy"), aim: .value(4.5)),
        Work("encode-counters-100k", "ns a series", floor: "memcpy", must: .value(9), .times(2.5, "memcpy"), aim: .value(5)),
        Work("encode-counters-1m", "ns a series", floor: "memcpy", must: .value(10), .times(2.5, "memcpy"), aim: .value(6)),
        Work("encode-openmetrics-10k", "ns a series", must: .value(8), aim: .value(4.5)),
        Work("encode-openmetrics-1m", "ns a series", must: .value(10), aim: .value(6)),
        Work("encode-gzip1-10k", "ns a series", must: .value(600), aim: .value(400)),
        Work("encode-gzip6-10k", "ns a series", must: .value(1_800), aim: .value(1_200)),
        Work("encode-json-10k", "ns a series", must: .value(4_000), aim: .value(1_500)),
        // Within one and a half times what text may take.
        Work("encode-protobuf-counters-10k", "ns a series", must: .value(12), aim: .value(4.5)),
        Work("encode-protobuf-counters-1m", "ns a series", must: .value(15), aim: .value(6)),
        Work("encode-gauges-10k", "ns a series", must: .value(40), aim: .value(25)),
        Work("encode-histograms-1k", "us each", must: .value(0.35), aim: .value(0.2)),
        Work("encode-mixed-20k", "ns a line", must: .value(15), aim: .value(10)),
        Work("read-text-10k", "us a MB", must: .value(3_333), aim: .value(2_000)),
        Work("read-openmetrics-10k", "us a MB", must: .value(3_333), aim: .value(2_500)),
        Work("scrape-allocations-1m", "allocations", must: .value(0), aim: .value(0), countsAllocations: true),
        Work("scrape-extra-mb-1m", "MB", must: .value(1), aim: .value(0.2), isFresh: true),
        Work("resident-mb-1m", "MB", must: .value(250), aim: .value(150), isFresh: true),
        Work("register-10k", "us a series", must: .value(1.2), aim: .value(0.4)),
        Work("register-1m", "us a series", must: .value(1.2), aim: .value(0.4)),
        Work("gather-1000x10", "ms", must: .value(1.5), aim: .value(0.7)),
        Work("policy-none", "ns a collector", must: .value(300), aim: .value(200)),
        Work("policy-timeout", "ns a collector", must: .value(1_300), aim: .value(600)),
        Work("policy-breaker", "ns a collector", must: .value(1_300), aim: .value(400)),
        Work("policy-rewriting", "ns a collector", must: .value(1_300), aim: .value(400)),
        Work("policy-turns", "ns a collector", must: .value(10_000), aim: .value(3_000)),
        // At most a microsecond for all of them together.
        Work("policy-all", "ns a collector", must: .value(1_300), aim: .value(800)),
        Work("policy-cached", "ns a collector", must: .value(300), aim: .value(200)),
        Work("policy-joined", "ns a collector", must: .value(300), aim: .value(200)),
    ]
}

/// The most that ours may need.
enum Limit {
    case value(Double)
    /// So many times what a floor needs.
    case times(Double, String)
    /// So much more than a floor needs.
    case over(Double, String)
    /// So many times what the best of the peers needs.
    case timesBestPeer(Double)
}
