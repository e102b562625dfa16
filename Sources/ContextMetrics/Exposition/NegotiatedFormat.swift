/// A representation, and how it shows names that are not of the legacy grammar: what a request and its response agree on.
package struct NegotiatedFormat: Hashable, Sendable {
    package let format: ExpositionFormat
    package let escaping: NameEscaping

    /// Text 0.0.4, for whoever asks for nothing that there is.
    package static let standard = NegotiatedFormat(.text)

    /// A format and an escaping, which is `underscores` where the format has no other or none was asked for.
    ///
    /// JSON takes any name, so that nothing is escaped there.
    package init(_ format: ExpositionFormat, escaping: NameEscaping = .underscores) {
        self.format = format
        self.escaping = format == .json ? .allowUTF8 : format.hasEscaping || escaping != .allowUTF8 ? escaping : .underscores
    }

    /// The value of the response's `Content-Type`.
    ///
    /// Source: Prometheus, "Content negotiation": `escaping` is told for text formats from 1.0.0 on.
    package var contentType: String { format.contentType + (format.hasEscaping ? "; escaping=" + escaping.rawValue : "") }
}
