// The forms for one to six labels differ in nothing else, and take what the form without labels takes. A series appears with the first
// `with`, up to `limit` of them: see `SeriesLimit`.

extension ContextRegistry {
    /// A native histogram, registered.
    ///
    /// Its series are exposed from now on, with no observations.
    ///
    /// - Parameters:
    ///   - name: The name of the family.
    ///   - help: What it measures, in a sentence.
    ///   - unit: The unit, which the name then ends in.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - buckets: How fine its buckets are, and what happens when there are many.
    ///   - classic: The bounds of classic buckets beside them, in that unit, for what can't read native ones.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name, the unit or the buckets, or that the name is taken.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = []
    ) throws -> NativeHistogram {
        try nativeHistograms(name, help, unit, constantLabels, buckets, classic, []).child([])
    }

    /// A family of native histograms, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [], labels: [String], limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<NativeHistogram> {
        DynamicFamily(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, labels, limit))
    }

    /// A family of native histograms with one label, registered; parameters as without labels.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [], labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> NativeHistogramFamily<1> {
        Family(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, [a], limit))
    }

    /// A family of native histograms with two labels, registered; parameters as without labels.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [], labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> NativeHistogramFamily<2> {
        Family(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, [a, b], limit))
    }

    /// A family of native histograms with three labels, registered; parameters as without labels.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [],
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> NativeHistogramFamily<3> {
        Family(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, [a, b, c], limit))
    }

    /// A family of native histograms with four labels, registered; parameters as without labels.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [],
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> NativeHistogramFamily<4> {
        Family(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, [a, b, c, d], limit))
    }

    /// A family of native histograms with five labels, registered; parameters as without labels.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [],
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> NativeHistogramFamily<5> {
        Family(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, [a, b, c, d, e], limit))
    }

    /// A family of native histograms with six labels, registered; parameters as without labels.
    public func nativeHistogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: NativeBuckets = .standard, classic: Buckets = [],
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> NativeHistogramFamily<6> {
        Family(try nativeHistograms(name, help, unit, constantLabels, buckets, classic, [a, b, c, d, e, f], limit))
    }

    func nativeHistograms(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constantLabels: KeyValuePairs<String, String>, _ buckets: NativeBuckets,
        _ classic: Buckets, _ labels: [String],
        _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<NativeHistogram> {
        let descriptor = HistogramDescriptor(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels).family
        let rules: NativeRules
        do throws(InvalidDescriptor) {
            rules = try NativeRules(
                buckets, classic: classic, clock: { [timer = engine.timer] in timer.now().nanoseconds }, wallClock: store.clock)
        } catch { throw RegistrationError.invalidDescriptor(error) }
        return try add(.nativeHistograms(descriptor, rules, in: store, limit: limit))
    }
}
