/// A representation that a scrape can be answered in.
package enum ExpositionFormat: Hashable, Sendable, CaseIterable {
    /// Text 0.0.4: what is served when nothing else is asked for by name.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics
    /// Messages of type `io.prometheus.client.MetricFamily`, each behind its length.
    case protobuf

    /// The value of the response's `Content-Type`.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        case .protobuf: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
        }
    }
}
