extension ScrapeResponse {
    /// As HEAD has it: a body, of an error as well, would be taken for the beginning of the next response.
    var withoutBody: ScrapeResponse { ScrapeResponse(status: status, headers: headers, body: Body()) }

    /// The same with the trace that it belongs to.
    func tracing(_ trace: TraceID?) -> ScrapeResponse {
        guard let trace else { return self }
        return ScrapeResponse(status: status, headers: headers + [(TraceID.headerName, trace.text)], body: body)
    }

    /// A plain reason, for people.
    private static func text(_ status: Int, _ text: String, _ headers: [(name: String, value: String)] = []) -> ScrapeResponse {
        let bytes = Array(text.utf8)
        return ScrapeResponse(
            status: status,
            headers: [
                ("content-type", "text/plain; charset=utf-8"), ("content-length", String(bytes.count)), ("cache-control", "no-store"),
            ] + headers,
            body: Body([bytes]))
    }

    /// How the collectors fare.
    static func status(_ json: [UInt8]) -> ScrapeResponse {
        ScrapeResponse(
            status: 200,
            headers: [("content-type", "application/json"), ("content-length", String(json.count)), ("cache-control", "no-store")],
            body: Body([json]))
    }

    static let noStatus = text(404, "Only registries have a status.\n")

    static let methodNotAllowed = text(405, "Metrics are read with GET or HEAD.\n", [("allow", "GET, HEAD")])

    static let notAcceptable = text(
        406,
        "Metrics are served as text/plain, application/openmetrics-text, application/vnd.google.protobuf and application/json.\n",
        [("vary", "Accept")])

    static func overLimit(_ limit: Int) -> ScrapeResponse {
        text(503, "Limit of concurrent scrapes reached (\(limit)), try again later.\n", [("retry-after", "1")])
    }

    static func malformedQuery(_ parameter: String) -> ScrapeResponse {
        text(400, "The query can't be read at \(shown([parameter])): it isn't percent-encoded UTF-8.\n")
    }

    static func unknownCollectors(_ unknown: [String], known: [String]) -> ScrapeResponse {
        text(400, "There are no collectors \(shown(unknown)). There are: \(known.map(\.debugDescription).joined(separator: ", ")).\n")
    }

    static func unknownNames(_ unknown: [String]) -> ScrapeResponse {
        text(400, "There are no metrics \(shown(unknown)).\n")
    }

    /// What a request has sent: some of it, so that the answer isn't much longer.
    private static func shown(_ texts: [String]) -> String {
        let some = texts.prefix(20).map { String($0.unicodeScalars.prefix(200)).debugDescription }.joined(separator: ", ")
        return texts.count > 20 ? some + " and \(texts.count - 20) more" : some
    }

    static let nested = text(500, "A collector asked for the metrics that it is being collected for.\n")

    static let shuttingDown = text(503, "Shutting down.\n", [("retry-after", "10")])

    /// For the count only: nobody reads it any more.
    static let clientGone = ScrapeResponse(status: 499, headers: [("content-length", "0")], body: Body())

    static func tooLarge(_ limit: Int) -> ScrapeResponse {
        text(500, "The metrics are longer than the limit of \(limit) bytes for a response.\n")
    }

    /// What is missing, by class: what collectors threw goes to events. (G18)
    static func failed(
        _ failures: [GatherResult.Report], _ conflicts: [GatherResult.Conflict], _ missing: [NameCollision] = []
    ) -> ScrapeResponse {
        let lines =
            failures.map { "collector \($0.collector): \($0.outcome.rawValue)" }
            + conflicts.map { "collector \($0.collector): family \($0.family): \($0.reason.rawValue), \($0.samples) samples dropped" }
            + missing.map { "family \($0.family): its name is another's, escaped as \($0.escaped)" }
        return text(500, "Not all metrics could be gathered.\n" + lines.map { $0 + "\n" }.joined())
    }
}
