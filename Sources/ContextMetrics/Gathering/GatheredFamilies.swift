extension GatherResult {
    /// The families that were gathered, as values: by name, their samples in the order of exposition.
    ///
    /// For tests and for code that looks at metrics. Copies every sample; linear in their number each time it is asked for.
    public var families: [MetricFamily] { merged().values }

    /// The same, where looking stands for exposing: what has to be left out is counted for its collector.
    package func exposedFamilies() -> [MetricFamily] { merged(counts: true).values }
}

extension GatherResult.Merged {
    fileprivate var values: [MetricFamily] { MetricFamily.families(families.sealed) }
}
