package import ContextMetrics

/// A complete answer to a measured scrape, whose body was looked through as it came.
package struct ScrapeAnswer: Sendable {
    package let status: Int
    private let format: Format
    /// Whether the body could be looked into: it is text, and not compressed.
    package let isReadable: Bool
    private var scan = ExpositionScan()

    private enum Format {
        case text, openMetrics, protobuf, unknown
    }

    /// An answer whose body is yet to come; header values as they are.
    package init(status: Int, contentType: String?, contentEncoding: String?) {
        self.status = status
        let type = contentType?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        format =
            switch type {
            case "text/plain": .text
            case "application/openmetrics-text": .openMetrics
            case "application/vnd.google.protobuf": .protobuf
            default: .unknown
            }
        let encoding = contentEncoding?.lowercased() ?? ""
        isReadable = format != .protobuf && (encoding.isEmpty || encoding == "identity")
    }

    /// Goes on with the next bytes of the body.
    package mutating func read(_ piece: Span<UInt8>) { scan.read(piece) }

    /// To be called after the last bytes.
    package mutating func end() { scan.end() }

    /// What the body told; meaningless where it isn't readable, but for its bytes.
    package var exposition: ExpositionScan { scan }

    /// Why Prometheus would refuse it, `nil` when it wouldn't.
    package var failure: ScrapeFailure? {
        if status != 200 { return .status(status) }
        if format == .unknown { return .contentType }
        if format == .openMetrics, isReadable, scan.endMark != .last { return .endMark }
        return nil
    }
}

extension ScrapeAnswer {
    /// The answer of a handler of this process.
    package init(_ response: ScrapeResponse) {
        self.init(
            status: response.status, contentType: response[header: "content-type"], contentEncoding: response[header: "content-encoding"])
        for block in response.body.blocks { read(block.span) }
        end()
    }
}
