extension GatherResult {
    /// How the gather went, for formats that tell of it: linear in the collectors.
    func exposedOutcomes(_ conflicts: [Conflict]) -> ExposedOutcomes {
        ExposedOutcomes(
            ending: ending.rawValue,
            collectors: reports.map {
                ExposedOutcomes.Collector(name: $0.collector, outcome: $0.outcome.rawValue, duration: $0.duration)
            },
            conflicts: conflicts.map {
                ExposedOutcomes.Conflict(collector: $0.collector, family: $0.family.text, reason: $0.reason, samples: $0.samples)
            })
    }
}
