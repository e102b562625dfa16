extension GatherResult {
    /// How the gather went, for formats that tell of it: linear in the collectors.
    func exposedOutcomes(_ conflicts: [Conflict]) -> ExposedOutcomes {
        ExposedOutcomes(
            ending: ending.rawValue,
            collectors: zip(snapshot.entries, results).map { entry, result in
                ExposedOutcomes.Collector(name: entry.name, outcome: result.outcome.rawValue, duration: result.duration)
            },
            conflicts: conflicts.map {
                ExposedOutcomes.Conflict(collector: $0.collector, family: $0.family.text, reason: $0.reason, samples: $0.samples)
            })
    }
}
