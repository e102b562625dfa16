/// A family that a collector will write: what its `descriptors` list, and what it opens in the sink.
public protocol MetricDescriptor: Sendable {
    /// What is known of the family.
    var family: FamilyDescriptor { get }
}

/// A descriptor of one kind of family.
///
/// The kind decides which samples the compiler lets a collector write.
///
/// ```swift
/// let depth = GaugeDescriptor("queue_depth", help: "Messages waiting.", labels: "queue")
/// ```
/// Making one never fails; what is wrong with it is thrown when its collector is registered.
public struct Descriptor<Kind: MetricKind>: MetricDescriptor {
    /// What was given, and what is wrong with it.
    public let family: FamilyDescriptor

    /// - Parameters:
    ///   - name: The family's name; counters end in `_total`.
    ///   - help: What it measures, in a sentence.
    ///   - unit: The unit, which the name then ends in.
    ///   - constantLabels: Labels that have the same value in all samples; samples don't give them.
    ///   - labels: The names of the labels, in the order in which samples give their values.
    public init(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:], labels: String...
    ) {
        self.init(name, help: help, unit: unit, constantLabels: constantLabels, labels: labels)
    }

    /// The same for label names that are known only when the program runs.
    public init(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:], labels: [String]
    ) {
        family = FamilyDescriptor(name: name, type: Kind.type, help: help, unit: unit, constantLabels: constantLabels, labels: labels)
    }
}

/// What distinguishes the descriptors of counters, gauges and so on.
public protocol MetricKind: Sendable {
    /// The type of the families it describes.
    static var type: MetricType { get }
}

/// Kinds whose samples are one number each.
public protocol NumericKind: MetricKind {}

/// What only grows.
public enum CounterKind: NumericKind {
    /// ``MetricType/counter``.
    public static let type = MetricType.counter
}

/// What goes up and down.
public enum GaugeKind: NumericKind {
    /// ``MetricType/gauge``.
    public static let type = MetricType.gauge
}

/// A number that nobody has said more about.
public enum UntypedKind: NumericKind {
    /// ``MetricType/untyped``.
    public static let type = MetricType.untyped
}

/// Facts, as labels.
public enum InfoKind: MetricKind {
    /// ``MetricType/info``.
    public static let type = MetricType.info
}

/// States, each of which is on or off.
public enum StateSetKind: MetricKind {
    /// ``MetricType/stateSet``.
    public static let type = MetricType.stateSet
}

/// Observations, counted by buckets.
public enum HistogramKind: MetricKind {
    /// ``MetricType/histogram``.
    public static let type = MetricType.histogram
}

/// Observations, with quantiles.
public enum SummaryKind: MetricKind {
    /// ``MetricType/summary``.
    public static let type = MetricType.summary
}

/// Describes a family of type ``MetricType/counter``.
public typealias CounterDescriptor = Descriptor<CounterKind>
/// Describes a family of type ``MetricType/gauge``.
public typealias GaugeDescriptor = Descriptor<GaugeKind>
/// Describes a family of type ``MetricType/untyped``.
public typealias UntypedDescriptor = Descriptor<UntypedKind>
/// Describes a family of type ``MetricType/info``.
public typealias InfoDescriptor = Descriptor<InfoKind>
/// Describes a family of type ``MetricType/stateSet``.
public typealias StateSetDescriptor = Descriptor<StateSetKind>
/// Describes a family of type ``MetricType/histogram``.
public typealias HistogramDescriptor = Descriptor<HistogramKind>
/// Describes a family of type ``MetricType/summary``.
public typealias SummaryDescriptor = Descriptor<SummaryKind>
