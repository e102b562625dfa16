// One form for each kind of instrument: they take what the forms without labels take. A series appears with the first `with`, up to `limit`
// of them: see `SeriesLimit`.

extension ContextRegistry {
    /// A family of counters told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func counter<LabelValues: LabelSet, let N: Int, Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<Counter<Value>, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try counters(name, help, unit, constantLabels, texts(labels.labelNames), limit))
    }

    /// A family of exact counters told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func counter<LabelValues: LabelSet, let N: Int>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<ExactCounter, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try exactCounters(name, help, unit, constantLabels, decimals, texts(labels.labelNames), limit))
    }

    /// A family of gauges told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func gauge<LabelValues: LabelSet, let N: Int, Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<Gauge<Value>, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try gauges(name, help, unit, constantLabels, texts(labels.labelNames), limit))
    }

    /// A family of histograms told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func histogram<LabelValues: LabelSet, let N: Int>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<Histogram, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try histograms(name, help, unit, constantLabels, buckets, texts(labels.labelNames), limit))
    }

    /// A family of native histograms told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func nativeHistogram<LabelValues: LabelSet, let N: Int>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [],
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<NativeHistogram, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, texts(labels.labelNames), limit))
    }

    /// A family of summaries told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func summary<LabelValues: LabelSet, let N: Int>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard, labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<Summary, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try summaries(name, help, unit, constantLabels, quantiles, window, texts(labels.labelNames), limit))
    }

    /// A family of state sets told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func stateSet<LabelValues: LabelSet, let N: Int>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<StateSet, LabelValues> where LabelValues.Texts == InlineArray<N, String> {
        TypedFamily(try stateSets(name, help, constantLabels, states, texts(labels.labelNames), limit))
    }

    /// A family of state sets of an enumeration told apart by the fields of a ``LabelSet``, registered; parameters as without labels.
    public func stateSet<LabelValues: LabelSet, let N: Int, State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels: LabelValues.Type, limit: Int = SeriesLimit.standard
    ) throws -> TypedFamily<EnumStateSet<State>, LabelValues> where LabelValues.Texts == InlineArray<N, String>, State.RawValue == String {
        TypedFamily(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), texts(labels.labelNames), limit))
    }

    private func texts<let N: Int>(_ names: InlineArray<N, String>) -> [String] { names.indices.map { names[$0] } }
}
