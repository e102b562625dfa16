// The forms for one to six labels differ in nothing else, and take what the form without labels takes. A series appears with the first
// `with`, up to `limit` of them: see `SeriesLimit`.

extension ContextRegistry {
    /// A counter that loses no digit, registered.
    ///
    /// Its series is exposed from now on, beginning at 0.
    ///
    /// - Parameters:
    ///   - name: Ends in `_total`.
    ///   - help: What it counts, in a sentence.
    ///   - unit: The unit, which the name then ends in, before `_total`.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - number: `UInt128`, which makes it exact.
    ///   - decimals: How many digits of an amount stand after the point: amounts are given in the smallest unit.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name, the unit or the decimals, or that the name is taken.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0
    ) throws -> ExactCounter {
        try exactCounters(name, help, unit, constantLabels, decimals, []).child([])
    }

    /// A family of exact counters, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels: [String], limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<ExactCounter> {
        DynamicFamily(try exactCounters(name, help, unit, constantLabels, decimals, labels, limit))
    }

    /// A family of exact counters with one label, registered; parameters as without labels.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> ExactCounterFamily<1> {
        Family(try exactCounters(name, help, unit, constantLabels, decimals, [a], limit))
    }

    /// A family of exact counters with two labels, registered; parameters as without labels.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> ExactCounterFamily<2> {
        Family(try exactCounters(name, help, unit, constantLabels, decimals, [a, b], limit))
    }

    /// A family of exact counters with three labels, registered; parameters as without labels.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> ExactCounterFamily<3> {
        Family(try exactCounters(name, help, unit, constantLabels, decimals, [a, b, c], limit))
    }

    /// A family of exact counters with four labels, registered; parameters as without labels.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> ExactCounterFamily<4> {
        Family(try exactCounters(name, help, unit, constantLabels, decimals, [a, b, c, d], limit))
    }

    /// A family of exact counters with five labels, registered; parameters as without labels.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> ExactCounterFamily<5> {
        Family(try exactCounters(name, help, unit, constantLabels, decimals, [a, b, c, d, e], limit))
    }

    /// A family of exact counters with six labels, registered; parameters as without labels.
    public func counter(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: UInt128.Type, decimals: Int = 0,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> ExactCounterFamily<6> {
        Family(try exactCounters(name, help, unit, constantLabels, decimals, [a, b, c, d, e, f], limit))
    }

    func exactCounters(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constantLabels: KeyValuePairs<String, String>, _ decimals: Int,
        _ labels: [String], _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<ExactCounter> {
        let descriptor = CounterDescriptor(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels).family
        let storage: FamilyStorage<ExactCounter>
        do throws(InvalidDescriptor) {
            storage = try .exactCounters(descriptor, decimals: decimals, in: store, limit: limit)
        } catch { throw RegistrationError.invalidDescriptor(error) }
        return try add(storage)
    }
}
