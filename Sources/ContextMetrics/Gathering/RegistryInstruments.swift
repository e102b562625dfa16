/// Instruments without labels, and families whose number of labels is known only when the program runs.
///
/// All of these throw what ``ContextRegistry`` throws at registration: invalid names, a name that is taken, a unit that the
/// name doesn't end in.
extension ContextRegistry {
    /// A counter, registered.
    ///
    /// Its series is exposed from now on, beginning at 0.
    ///
    /// - Parameters:
    ///   - name: Ends in `_total`.
    ///   - help: What it counts, in a sentence.
    ///   - unit: The unit, which the name then ends in, before `_total`.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - number: What it counts in; see ``MetricNumber``.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name or the unit, or that the name is taken.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self
    ) throws -> Counter<Value> {
        try counters(name, help, unit, constantLabels, []).child([])
    }

    /// A family of counters, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self, labels: [String],
        limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<Counter<Value>> {
        DynamicFamily(try counters(name, help, unit, constantLabels, labels, limit))
    }

    /// A gauge, registered.
    ///
    /// Its series is exposed from now on, beginning at 0.
    ///
    /// - Parameters:
    ///   - name: The name of the family.
    ///   - help: What it measures, in a sentence.
    ///   - unit: The unit, which the name then ends in.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - number: What it measures in; see ``MetricNumber``.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name or the unit, or that the name is taken.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self
    ) throws -> Gauge<Value> {
        try gauges(name, help, unit, constantLabels, []).child([])
    }

    /// A family of gauges, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self, labels: [String],
        limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<Gauge<Value>> {
        DynamicFamily(try gauges(name, help, unit, constantLabels, labels, limit))
    }

    /// A histogram, registered.
    ///
    /// Its series are exposed from now on, with no observations.
    ///
    /// - Parameters:
    ///   - name: The name of the family.
    ///   - help: What it measures, in a sentence.
    ///   - unit: The unit, which the name then ends in.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - buckets: The bounds of its buckets, in that unit.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name, the unit or the buckets, or that the name is taken.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard
    ) throws -> Histogram {
        try histograms(name, help, unit, constantLabels, buckets, []).child([])
    }

    /// A family of histograms, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard, labels: [String],
        limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<Histogram> {
        DynamicFamily(try histograms(name, help, unit, constantLabels, buckets, labels, limit))
    }

    /// An info, registered: facts that hold as long as the program runs, such as its version.
    ///
    /// Its value is always 1.
    ///
    /// - Parameters:
    ///   - name: Ends in `_info`.
    ///   - help: What it says, in a sentence.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - labels: The facts.
    /// - Throws: What is wrong with a name, or that the name is taken.
    public func info(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], labels: KeyValuePairs<String, String>
    ) throws {
        let descriptor = InfoDescriptor(name, help: help, constantLabels: constantLabels, labels: labels.map(\.key)).family
        let storage: FamilyStorage<Gauge<Double>> = .infos(descriptor, in: store)
        _ = storage.child(labels.map(\.value))
        _ = try add(storage)
    }
}

extension ContextRegistry {
    func counters<Value>(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constantLabels: KeyValuePairs<String, String>, _ labels: [String],
        _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<Counter<Value>> {
        try add(
            .counters(
                CounterDescriptor(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels).family, in: store,
                limit: limit))
    }

    func gauges<Value>(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constantLabels: KeyValuePairs<String, String>, _ labels: [String],
        _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<Gauge<Value>> {
        try add(
            .gauges(
                GaugeDescriptor(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels).family, in: store,
                limit: limit))
    }

    func histograms(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constantLabels: KeyValuePairs<String, String>, _ buckets: Buckets,
        _ labels: [String],
        _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<Histogram> {
        let descriptor = HistogramDescriptor(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels).family
        let storage: FamilyStorage<Histogram>
        do throws(InvalidDescriptor) {
            storage = try .histograms(descriptor, buckets, in: store, limit: limit)
        } catch { throw RegistrationError.invalidDescriptor(error) }
        return try add(storage)
    }
}
