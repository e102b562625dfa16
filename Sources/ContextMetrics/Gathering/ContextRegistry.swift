/// Holds collectors and instruments, and asks them all at once.
///
/// Collectors may be registered and unregistered at any time, from any thread; a gather works on those that were registered
/// when it began. A registry that nobody refers to ends its threads as soon as its last collector has returned.
public final class ContextRegistry: Gatherer, KeepsDeadline, GathersRegistries {
    /// How a registry behaves.
    public struct Options: Sendable {
        /// Every collector has to describe its families, and may write no others.
        public var isPedantic = false
        /// Whether results hold the `metrics_collector_*` families, which say how each collector fares.
        public var includesSelfMetrics = true
        /// Whether OpenMetrics tells when each series of a counter, histogram or summary began, in a line named `_created`.
        ///
        /// It is asked of Prometheus with `--enable-feature=created-timestamp-zero-ingestion`; where that is off, each line is a series more.
        /// Takes 8 bytes a series.
        public var includesCreated = false

        /// Not pedantic, with self-metrics, and without the times of creation, unless said otherwise.
        public init(isPedantic: Bool = false, includesSelfMetrics: Bool = true, includesCreated: Bool = false) {
            self.isPedantic = isPedantic
            self.includesSelfMetrics = includesSelfMetrics
            self.includesCreated = includesCreated
        }
    }

    struct Snapshot {
        /// Those to be asked.
        var entries: [CollectorEntry] = []
        /// Those that a filter doesn't leave out, but that can't have what it asks for.
        var unasked: [CollectorEntry] = []
        var instruments: InstrumentList
        let merges: MergeMemory
        /// What it was made for.
        var filter = GatherFilter.everything
    }

    private struct State {
        var entries: [CollectorEntry] = []
        var instruments: [InstrumentList.Entry] = []
        /// Of the instruments above; made when somebody wants it.
        var list: InstrumentList?
        var claims = NameClaims()
        var names: Set<String> = []
        /// For collectors that must not run together, by the name of their group.
        var groups: [String: SerialGate] = [:]
        var registrations = 0
    }

    /// The clock and the threads that it gathers on.
    public let engine: GatherEngine
    /// What it was made with.
    public let options: Options
    var keepsDeadline: Bool { true }
    var registries: [ContextRegistry] { [self] }
    let board = SessionBoard()
    /// What its instruments share.
    let store: InstrumentStore
    private let merges = MergeMemory()
    private let state = Locked(State())
    private let attachments = Locked<[ObjectIdentifier: any Sendable]>([:])

    /// A registry of its own threads, or of an engine that it shares with others.
    ///
    /// - Parameters:
    ///   - options: How it behaves.
    ///   - engine: The clock and the threads that it gathers on.
    ///   - clock: The time of day, for the exemplars of its instruments, and for when their series began.
    public init(options: Options = Options(), engine: GatherEngine = GatherEngine(), clock: WallClock = .system) {
        self.options = options
        self.engine = engine
        store = InstrumentStore(clock: clock, keepsCreated: options.includesCreated)
        if options.includesSelfMetrics {
            state.withLock { try? $0.claims.claim(SelfMetrics.families, owner: "metrics", isExclusive: true) }
        }
    }

    // MARK: Registering

    /// Registers a collector under the name of its type.
    ///
    /// - Returns: What ``unregister(_:)`` takes.
    /// - Throws: ``RegistrationError``: an invalid family, a name that is taken, families that contradict registered ones.
    @discardableResult
    public func register(_ collector: some Collector, policy: CollectorPolicy = CollectorPolicy()) throws(RegistrationError) -> Registration
    {
        try register(collector, named: String(describing: type(of: collector)), policy: policy)
    }

    /// Registers a collector under a name, which is the label `collector` of its self-metrics.
    ///
    /// Whether it is a ``ContextCollector`` is found out here, once.
    ///
    /// - Returns: What ``unregister(_:)`` takes.
    /// - Throws: ``RegistrationError``.
    @discardableResult
    public func register(
        _ collector: some Collector, named name: String, policy: CollectorPolicy = CollectorPolicy()
    ) throws(RegistrationError) -> Registration {
        do throws(InvalidName) { try NameGrammar.collector(name) } catch { throw .invalidName(error) }
        do throws(InvalidPolicy) { try policy.check() } catch { throw .invalidPolicy(name, error) }
        // A collector's own code: never under the lock.
        let given = collector.descriptors.map(\.family)
        let dependencies = collector.dependencies
        let rules = SinkRules(policy, for: given, isPedantic: options.isPedantic)
        let descriptors = rules.map { rules in given.map(rules.family) } ?? given
        if options.isPedantic, descriptors.isEmpty { throw .undescribed(name) }
        if board.isShutDown { throw .shutDown }
        return try state.withLock { state throws(RegistrationError) in
            if state.names.contains(name) { throw .duplicateName(name) }
            try state.claims.claim(descriptors, owner: name, isExclusive: false)
            state.names.insert(name)
            let entry = CollectorEntry(
                name: name, order: state.registrations, collector: collector, policy: policy, descriptors: descriptors,
                rules: rules, gate: ContextRegistry.gate(for: policy, in: &state.groups), keys: dependencies.keys,
                seesFilter: dependencies.onFilter)
            state.registrations += 1
            state.entries.append(entry)
            return Registration(entry: entry)
        }
    }

    /// Whom a collector takes turns with: those of its group, or runs of its own.
    private static func gate(for policy: CollectorPolicy, in groups: inout [String: SerialGate]) -> SerialGate? {
        guard case .serial(let name, let bound) = policy.isolation else { return policy.joining == .exclusive ? SerialGate(bound: 1) : nil }
        let gate = groups[name] ?? SerialGate(bound: bound)
        gate.limit(to: bound)
        groups[name] = gate
        return gate
    }

    /// Registers a closure that writes families.
    @discardableResult
    public func register(
        _ name: String, describing descriptors: any MetricDescriptor..., policy: CollectorPolicy = CollectorPolicy(),
        collect: @escaping @Sendable (inout SampleSink) throws -> Void
    ) throws(RegistrationError) -> Registration {
        try register(ClosureCollector(descriptors: descriptors, body: collect), named: name, policy: policy)
    }

    /// Registers an asynchronous closure that writes families, knows its deadline, and is cancelled at it.
    @discardableResult
    public func register(
        _ name: String, describing descriptors: any MetricDescriptor..., policy: CollectorPolicy = CollectorPolicy(),
        collect: @escaping @Sendable (inout SampleSink, CollectionContext) async throws -> Void
    ) throws(RegistrationError) -> Registration {
        try register(ContextClosureCollector(descriptors: descriptors, body: collect), named: name, policy: policy)
    }

    /// Takes a collector out.
    ///
    /// Gathers under way still wait for it; later ones don't know it.
    ///
    /// - Returns: Whether it was registered.
    @discardableResult
    public func unregister(_ registration: Registration) -> Bool {
        unregister { $0 === registration.entry }
    }

    /// The same by name.
    @discardableResult
    public func unregister(named name: String) -> Bool {
        unregister { $0.name.utf8.elementsEqual(name.utf8) }
    }

    private func unregister(where matches: (CollectorEntry) -> Bool) -> Bool {
        // Brought out of the lock: with it may go the collector, whose code must not run under it.
        let removed = state.withLock { state -> CollectorEntry? in
            guard let index = state.entries.firstIndex(where: matches) else { return nil }
            let entry = state.entries.remove(at: index)
            state.names.remove(entry.name)
            state.claims.release(entry.descriptors, owner: entry.name)
            return entry
        }
        removed?.retire()
        return removed != nil
    }

    /// Registers an instrument, which is read at each gather.
    func add<Child>(_ instrument: FamilyStorage<Child>) throws(RegistrationError) -> FamilyStorage<Child> {
        if board.isShutDown { throw .shutDown }
        let descriptor = instrument.descriptor
        try state.withLock { state throws(RegistrationError) in
            try state.claims.claim([descriptor], owner: descriptor.name.text, isExclusive: true)
            state.instruments.append(
                InstrumentList.Entry(order: state.registrations, core: instrument.core, root: instrument.root))
            state.list = nil
            state.registrations += 1
        }
        return instrument
    }

    /// The names of the collectors that are registered, in the order of registration.
    public var collectorNames: [String] { state.withLock { $0.entries }.map(\.name) }

    /// Whether a gather has anybody to ask.
    var hasCollectors: Bool { state.withLock { !$0.entries.isEmpty } }

    var contents: Snapshot {
        while true {
            let (entries, instruments, list) = state.withLock { ($0.entries, $0.instruments, $0.list) }
            if let list { return Snapshot(entries: entries, instruments: list, merges: merges) }
            // Not under the lock: it takes a while where there are many.
            let made = InstrumentList(instruments, changes: store.changes)
            state.withLock { if $0.list == nil, $0.instruments.count == instruments.count { $0.list = made } }
        }
    }

    /// Something that belongs to the registry and is made once, when it is first asked for.
    ///
    /// `make` may register.
    func attachment<Value: Sendable>(_ type: Value.Type, make: () -> Value) -> Value {
        attachments.withLock { attachments in
            if let value = attachments[ObjectIdentifier(type)] as? Value { return value }
            let value = make()
            attachments[ObjectIdentifier(type)] = value
            return value
        }
    }
}

/// A collector that was registered.
public struct Registration: Sendable {
    let entry: CollectorEntry
    /// The name that it was registered under.
    public var name: String { entry.name }
}
