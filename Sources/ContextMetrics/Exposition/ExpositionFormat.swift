/// A representation that a scrape can be answered in.
package enum ExpositionFormat: Hashable, Sendable, CaseIterable {
    /// Text 0.0.4: what is served when nothing else is asked for by name.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics
    /// Text 1.0.0: the same lines as in 0.0.4, where names may stand in quotation marks.
    case textUTF8
    /// OpenMetrics 0.0.1, for scrapers that know nothing newer: the same lines as in 1.0.0.
    case openMetrics001
    /// JSON: what was gathered and how, for people and scripts.
    case json
    /// Messages of type `io.prometheus.client.MetricFamily`, each behind its length.
    case protobuf

    /// The value of the response's `Content-Type`, as far as it is the same for all escapings of names.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        case .textUTF8: "text/plain; version=1.0.0; charset=utf-8"
        case .openMetrics001: "application/openmetrics-text; version=0.0.1; charset=utf-8"
        case .json: "application/json"
        case .protobuf: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
        }
    }

    /// Whether names may be shown as they are, and the response says how they are.
    var hasEscaping: Bool {
        switch self {
        case .text, .openMetrics001, .json: false
        case .openMetrics, .textUTF8, .protobuf: true
        }
    }
}
