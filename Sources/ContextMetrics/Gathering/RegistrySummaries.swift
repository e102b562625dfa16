// The forms for one to six labels differ in nothing else, and take what the form without labels takes. A series appears with the first
// `with`, up to `limit` of them: see `SeriesLimit`.

extension ContextRegistry {
    /// A summary, registered.
    ///
    /// Its series are exposed from now on, with no observations.
    ///
    /// - Parameters:
    ///   - name: The name of the family.
    ///   - help: What it measures, in a sentence.
    ///   - unit: The unit, which the name then ends in.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - quantiles: Which quantiles it tells, between 0 and 1, ascending; with none there are only the count and the sum.
    ///   - window: How far back the quantiles look.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name, the unit, the quantiles or the window, or that the name is taken.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard
    ) throws -> Summary {
        try summaries(name, help, unit, constantLabels, quantiles, window, []).child([])
    }

    /// A family of summaries, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard, labels: [String], limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<Summary> {
        DynamicFamily(try summaries(name, help, unit, constantLabels, quantiles, window, labels, limit))
    }

    /// A family of summaries with one label, registered; parameters as without labels.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard, labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> SummaryFamily<1> {
        Family(try summaries(name, help, unit, constantLabels, quantiles, window, [a], limit))
    }

    /// A family of summaries with two labels, registered; parameters as without labels.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard, labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> SummaryFamily<2> {
        Family(try summaries(name, help, unit, constantLabels, quantiles, window, [a, b], limit))
    }

    /// A family of summaries with three labels, registered; parameters as without labels.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard, labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> SummaryFamily<3> {
        Family(try summaries(name, help, unit, constantLabels, quantiles, window, [a, b, c], limit))
    }

    /// A family of summaries with four labels, registered; parameters as without labels.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard, labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> SummaryFamily<4> {
        Family(try summaries(name, help, unit, constantLabels, quantiles, window, [a, b, c, d], limit))
    }

    /// A family of summaries with five labels, registered; parameters as without labels.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> SummaryFamily<5> {
        Family(try summaries(name, help, unit, constantLabels, quantiles, window, [a, b, c, d, e], limit))
    }

    /// A family of summaries with six labels, registered; parameters as without labels.
    public func summary(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        quantiles: [Double] = [0.5, 0.9, 0.99],
        window: SummaryWindow = .standard,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> SummaryFamily<6> {
        Family(try summaries(name, help, unit, constantLabels, quantiles, window, [a, b, c, d, e, f], limit))
    }

    func summaries(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constantLabels: KeyValuePairs<String, String>, _ quantiles: [Double],
        _ window: SummaryWindow, _ labels: [String],
        _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<Summary> {
        let descriptor = SummaryDescriptor(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels).family
        let rules: SummaryRules
        do throws(InvalidDescriptor) {
            rules = try SummaryRules(quantiles, window, clock: { [timer = engine.timer] in timer.now().nanoseconds })
        } catch { throw RegistrationError.invalidDescriptor(error) }
        return try add(.summaries(descriptor, rules, in: store, limit: limit))
    }
}
