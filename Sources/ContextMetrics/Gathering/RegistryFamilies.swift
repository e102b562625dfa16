// One overload for each number of labels that the compiler can check. They differ in nothing else, and take what the forms
// without labels take. A series appears with the first `with`, up to `limit` of them: see `SeriesLimit`.

extension ContextRegistry {
    /// A family of counters with one label, registered; parameters as without labels.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> CounterFamily<Value, 1> {
        Family(try counters(name, help, unit, constantLabels, [a], limit))
    }

    /// A family of counters with two labels, registered; parameters as without labels.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> CounterFamily<Value, 2> {
        Family(try counters(name, help, unit, constantLabels, [a, b], limit))
    }

    /// A family of counters with three labels, registered; parameters as without labels.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> CounterFamily<Value, 3> {
        Family(try counters(name, help, unit, constantLabels, [a, b, c], limit))
    }

    /// A family of counters with four labels, registered; parameters as without labels.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> CounterFamily<Value, 4> {
        Family(try counters(name, help, unit, constantLabels, [a, b, c, d], limit))
    }

    /// A family of counters with five labels, registered; parameters as without labels.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> CounterFamily<Value, 5> {
        Family(try counters(name, help, unit, constantLabels, [a, b, c, d, e], limit))
    }

    /// A family of counters with six labels, registered; parameters as without labels.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> CounterFamily<Value, 6> {
        Family(try counters(name, help, unit, constantLabels, [a, b, c, d, e, f], limit))
    }
}

extension ContextRegistry {
    /// A family of gauges with one label, registered; parameters as without labels.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> GaugeFamily<Value, 1> {
        Family(try gauges(name, help, unit, constantLabels, [a], limit))
    }

    /// A family of gauges with two labels, registered; parameters as without labels.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> GaugeFamily<Value, 2> {
        Family(try gauges(name, help, unit, constantLabels, [a, b], limit))
    }

    /// A family of gauges with three labels, registered; parameters as without labels.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> GaugeFamily<Value, 3> {
        Family(try gauges(name, help, unit, constantLabels, [a, b, c], limit))
    }

    /// A family of gauges with four labels, registered; parameters as without labels.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> GaugeFamily<Value, 4> {
        Family(try gauges(name, help, unit, constantLabels, [a, b, c, d], limit))
    }

    /// A family of gauges with five labels, registered; parameters as without labels.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> GaugeFamily<Value, 5> {
        Family(try gauges(name, help, unit, constantLabels, [a, b, c, d, e], limit))
    }

    /// A family of gauges with six labels, registered; parameters as without labels.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        of number: Value.Type = Double.self,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> GaugeFamily<Value, 6> {
        Family(try gauges(name, help, unit, constantLabels, [a, b, c, d, e, f], limit))
    }
}

extension ContextRegistry {
    /// A family of histograms with one label, registered; parameters as without labels.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> HistogramFamily<1> {
        Family(try histograms(name, help, unit, constantLabels, buckets, [a], limit))
    }

    /// A family of histograms with two labels, registered; parameters as without labels.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> HistogramFamily<2> {
        Family(try histograms(name, help, unit, constantLabels, buckets, [a, b], limit))
    }

    /// A family of histograms with three labels, registered; parameters as without labels.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> HistogramFamily<3> {
        Family(try histograms(name, help, unit, constantLabels, buckets, [a, b, c], limit))
    }

    /// A family of histograms with four labels, registered; parameters as without labels.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> HistogramFamily<4> {
        Family(try histograms(name, help, unit, constantLabels, buckets, [a, b, c, d], limit))
    }

    /// A family of histograms with five labels, registered; parameters as without labels.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> HistogramFamily<5> {
        Family(try histograms(name, help, unit, constantLabels, buckets, [a, b, c, d, e], limit))
    }

    /// A family of histograms with six labels, registered; parameters as without labels.
    public func histogram(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        buckets: Buckets = .standard,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> HistogramFamily<6> {
        Family(try histograms(name, help, unit, constantLabels, buckets, [a, b, c, d, e, f], limit))
    }
}
