package import ContextMetrics

/// A complete answer to a measured scrape, whose body was looked through as it came.
package struct ScrapeAnswer: Sendable {
    package let status: Int
    private let format: Format
    /// Whether the body could be looked into: it is text.
    package let isReadable: Bool
    /// Of the body, as they came.
    package private(set) var bytes = 0
    private var coding: Coding
    private var scan = ExpositionScan()

    private enum Coding {
        case identity
        case gzip(Inflater)
        /// It is read, or none that was asked for, or the body isn't in it.
        case done, invalid
    }

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
        isReadable = format != .protobuf
        coding =
            switch contentEncoding?.lowercased() ?? "" {
            case "", "identity": .identity
            case "gzip", "x-gzip": Inflater().map(Coding.gzip) ?? .invalid
            default: .invalid
            }
    }

    /// Goes on with the next bytes of the body.
    package mutating func read(_ piece: Span<UInt8>) {
        bytes += piece.count
        switch coding {
        case .identity: scan.read(piece)
        case .gzip(let inflater): inflater.read(piece) { scan.read($0) }
        case .done, .invalid: break
        }
    }

    /// To be called after the last bytes.
    package mutating func end() {
        scan.end()
        if case .gzip(let inflater) = coding { coding = inflater.hasEnded && !inflater.isInvalid ? .done : .invalid }
    }

    /// What the body told, decompressed; meaningless where it isn't readable.
    package var exposition: ExpositionScan { scan }

    /// Why Prometheus would refuse it, `nil` when it wouldn't.
    package var failure: ScrapeFailure? {
        if status != 200 { return .status(status) }
        if format == .unknown { return .contentType }
        if case .invalid = coding { return .contentEncoding }
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
