/// The numbers of the fields that are written, by message.
///
/// Source: Prometheus' data model for clients, package `io.prometheus.client`.
enum ProtobufField {
    enum Family {
        static let name: UInt64 = 1
        static let help: UInt64 = 2
        static let type: UInt64 = 3
        static let metric: UInt64 = 4
        static let unit: UInt64 = 5
    }

    enum Metric {
        static let label: UInt64 = 1
        static let gauge: UInt64 = 2
        static let counter: UInt64 = 3
        static let summary: UInt64 = 4
        static let untyped: UInt64 = 5
        static let milliseconds: UInt64 = 6
        static let histogram: UInt64 = 7
    }

    enum Label {
        static let name: UInt64 = 1
        static let value: UInt64 = 2
    }

    /// Of counters, gauges and what is untyped.
    enum Number {
        static let value: UInt64 = 1
        static let exemplar: UInt64 = 2
        static let created: UInt64 = 3
    }

    enum Summary {
        static let count: UInt64 = 1
        static let sum: UInt64 = 2
        static let quantile: UInt64 = 3
        static let created: UInt64 = 4
    }

    enum Quantile {
        static let quantile: UInt64 = 1
        static let value: UInt64 = 2
    }

    enum Histogram {
        static let count: UInt64 = 1
        static let sum: UInt64 = 2
        static let bucket: UInt64 = 3
        static let schema: UInt64 = 5
        static let zeroThreshold: UInt64 = 6
        static let zeroCount: UInt64 = 7
        static let negativeSpan: UInt64 = 9
        static let negativeDelta: UInt64 = 10
        static let positiveSpan: UInt64 = 12
        static let positiveDelta: UInt64 = 13
        static let created: UInt64 = 15
        static let exemplar: UInt64 = 16
    }

    enum Bucket {
        static let count: UInt64 = 1
        static let bound: UInt64 = 2
        static let exemplar: UInt64 = 3
    }

    enum Span {
        static let offset: UInt64 = 1
        static let length: UInt64 = 2
    }

    enum Exemplar {
        static let label: UInt64 = 1
        static let value: UInt64 = 2
        static let timestamp: UInt64 = 3
    }
}

extension MetricType {
    /// Its number among those of the schema, which knows no infos and no state sets.
    var protobufNumber: UInt64 {
        switch self {
        case .counter: 0
        case .gauge, .info, .stateSet: 1
        case .summary: 2
        case .untyped: 3
        case .histogram: 4
        }
    }

    /// The field of a metric that holds one number of this type.
    var protobufField: UInt64 {
        switch self {
        case .counter: ProtobufField.Metric.counter
        case .untyped: ProtobufField.Metric.untyped
        case .gauge, .info, .stateSet, .histogram, .summary: ProtobufField.Metric.gauge
        }
    }
}
