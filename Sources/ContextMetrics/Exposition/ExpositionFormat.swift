/// A representation that a scrape can be answered in.
package enum ExpositionFormat: Hashable, Sendable, CaseIterable {
    /// Text 0.0.4: what is served when nothing else is asked for by name.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// The value of the response's `Content-Type`.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// Encodes families that are sorted by name.
    ///
    /// It can't fail, except by more bytes than `limit`; no more than those and one line are held in memory. Linear in the samples.
    func encode(_ families: [ExposedFamily], limit: Int = .max) -> EncodedExposition {
        switch self {
        case .text: TextEncoder.encode(families, limit: limit)
        case .openMetrics: OpenMetricsEncoder.encode(families, limit: limit)
        }
    }
}
