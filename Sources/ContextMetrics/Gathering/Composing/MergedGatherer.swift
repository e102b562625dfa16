/// Several gatherers as one: asked at the same time, under one deadline.
///
/// ```swift
/// let engine = GatherEngine()
/// let jobs = ContextRegistry(engine: engine)
/// let requests = ContextRegistry(engine: engine)
/// let metrics = ScrapeHandler(MergedGatherer([requests, jobs], engine: engine), engine: engine)
/// ```
/// Families stand by name; within a family the samples of the first gatherer come first, whichever had ended first. Where two have a series in
/// common, or families of one name that disagree on type or unit, the earlier gatherer's is shown; the other is dropped and named in an
/// event. Labels may differ from gatherer to gatherer. (G12, G13)
///
/// Registries that share an engine share its bound on threads.
public struct MergedGatherer: Gatherer, KeepsDeadline, GathersRegistries {
    private let gatherers: [any Gatherer]
    var keepsDeadline: Bool { true }
    var registries: [ContextRegistry] { gatherers.flatMap(\.knownRegistries) }

    /// - Parameters:
    ///   - gatherers: In the order in which they win.
    ///   - engine: On whose threads and clock gatherers of your own are called and left behind, should they be late.
    public init(_ gatherers: [any Gatherer], engine: GatherEngine = GatherEngine()) {
        self.gatherers = gatherers.map { PunctualGatherer.punctual($0, on: engine) }
    }

    /// Asks all of them, and waits until all have answered or the deadline has come.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        let results = await withTaskGroup(of: (place: Int, result: GatherResult).self) { group in
            for (place, gatherer) in gatherers.enumerated() { group.addTask { (place, await gatherer.gather(context)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return GatherResult(merging: results.sorted { $0.place < $1.place }.map(\.result))
    }

    /// All that theirs have; `nil` where one of them doesn't tell.
    public var catalog: GatherCatalog? {
        var result = GatherCatalog(collectors: [], names: [])
        for gatherer in gatherers {
            guard let catalog = gatherer.catalog else { return nil }
            result.collectors += catalog.collectors.filter { !result.collectors.contains($0) }
            result.names = catalog.names.flatMap { result.names?.union($0) }
        }
        return result
    }
}
