/// Families of a gatherer that is no registry, and what it tells of itself.
struct GivenFamilies: Sendable {
    /// Of whom.
    let name: String
    let families: [SealedFamily]
    let dropped: DroppedSamples
    let reports: [GatherResult.Report]

    init(_ families: [MetricFamily], from name: String, reports: [GatherResult.Report]) {
        let buffer = SampleBuffer(caps: .none)
        var sink = SampleSink(buffer: buffer)
        for family in families { sink.write(family) }
        self.name = name
        self.families = buffer.families(upTo: buffer.watermark)
        dropped = buffer.dropped
        self.reports = reports
    }

    var sources: [FamilyMerge.Source] { families.map { FamilyMerge.Source(order: 0, entry: nil, owner: name, family: $0) } }
}

extension GatherResult {
    /// The result of a gatherer of your own.
    ///
    /// Samples that don't fit their family are dropped: a histogram among gauges, a counter that is negative, a name that is invalid. Linear in
    /// the samples.
    ///
    /// - Parameters:
    ///   - families: In any order. Samples of one family may have different labels.
    ///   - name: Who is named where samples are dropped.
    ///   - reports: How those fared that were asked; one is told of whom a scrape is to tell that its samples are missing.
    ///   - ending: Why it ended when it did.
    public init(_ families: [MetricFamily], from name: String, reports: [Report] = [], ending: Ending = .complete) {
        self.init(ending, .given(GivenFamilies(families, from: name, reports: reports)))
    }

    /// The results of several gatherers as one, of which the earlier ones win. (G13)
    public init(merging results: [GatherResult]) {
        // What some of them brought counts, whatever ended the others.
        let order: [Ending] = [.callerCancelled, .deadline, .unavailable, .noBudget, .complete, .nested, .shutdown]
        let endings = Set(results.map(\.ending))
        self.init(order.first(where: endings.contains) ?? .complete, .merged(results))
    }

    /// The same without families that a filter leaves out.
    func filtered(by filter: GatherFilter) -> GatherResult {
        filter.choosesFamilies ? GatherResult(ending, .filtered(self, filter)) : self
    }
}
