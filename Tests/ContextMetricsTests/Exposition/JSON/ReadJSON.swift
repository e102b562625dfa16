import Testing

@testable import ContextMetrics

/// What the documentation says of the shape.
struct ReadJSON: Decodable {
    struct Family: Decodable {
        let name: String
        let type: String
        let help: String
        let unit: String?
        let metrics: [Metric]
    }

    struct Metric: Decodable {
        let labels: [String: String]
        let value: Number?
        let exemplar: Exemplar?
        let buckets: [Bucket]?
        let quantiles: [Quantile]?
        let sum: Number?
        let count: Number?
        let created: Number?
        let native: Native?
    }

    struct Native: Decodable {
        struct Bucket: Decodable {
            let index: Number
            let count: Number
        }

        let schema: Number
        let zeroThreshold: Number
        let zeroCount: Number
        let positive: [Bucket]
        let negative: [Bucket]
        let exemplars: [Exemplar]
    }

    struct Bucket: Decodable {
        let le: Number
        let count: Number
        let exemplar: Exemplar?
    }

    struct Quantile: Decodable {
        let quantile: Number
        let value: Number
    }

    struct Exemplar: Decodable {
        let labels: [String: String]
        let value: Number
        let timestamp: Number?
    }

    /// A number, or a text that is one.
    struct Number: Decodable {
        let value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                value = number
            } else {
                let text = try container.decode(String.self)
                value = try #require(Double(text), "\(text)")
            }
        }
    }

    let version: Number
    let ending: String
    let families: [Family]
}
