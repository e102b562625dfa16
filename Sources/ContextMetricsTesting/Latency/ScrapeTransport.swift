import ContextMetrics

/// How a measuring scraper gets its answers: one after the other, as over one connection that is kept.
package protocol ScrapeTransport {
    /// Scrapes once.
    ///
    /// Whatever the endpoint does it comes back when the timeout is over, and never throws: what is wrong is an observation. Returns soon
    /// when the task is cancelled; what it returns then doesn't matter.
    nonisolated(nonsending) mutating func scrape() async -> ScrapeObservation

    /// Ends the connection, if there is one.
    nonisolated(nonsending) mutating func close() async
}

/// A handler of this process, called as an adapter calls it.
struct HandlerTransport: ScrapeTransport {
    let handler: ScrapeHandler
    let headers: [(name: String, value: String)]

    nonisolated(nonsending) mutating func scrape() async -> ScrapeObservation {
        let started = handler.now
        let request = ScrapeRequest(receivedAt: started) { [headers] name in headers.filter { $0.name == name }.map(\.value) }
        let response = await handler.respond(to: request)
        let ended = handler.now
        return ScrapeObservation(started: started, firstByte: nil, ended: ended, result: .success(ScrapeAnswer(response)))
    }

    nonisolated(nonsending) mutating func close() async {}
}
