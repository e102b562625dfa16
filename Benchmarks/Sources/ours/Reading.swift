import ContextMetrics
import Measuring

extension Works {
    /// Counts what it is told of.
    private struct Tally: ExpositionVisitor {
        var sum = 0.0

        mutating func visit(_ sample: borrowing ReadSample) { sum += sample.value }
    }

    /// Microseconds a megabyte: ten thousand series as this library writes them, half of them counters and half in histograms.
    static func read(_ grammar: ExpositionParser.Grammar) async throws -> Prepared {
        var data = Data()
        for family in 0..<5 { try data.addCounters(family, Data.familySeries) }
        try data.addHistograms(0, 5 * Data.familySeries / 15)
        let bytes = await exposition(data.registry, grammar)
        return Prepared(size: bytes.count) {
            let rounds = 2
            let start = Clock.now()
            for _ in 0..<rounds {
                var parser = ExpositionParser(grammar)
                var tally = Tally()
                try parser.push(bytes, to: &tally)
                try parser.finish(&tally)
            }
            return Double(Clock.now() - start) / Double(rounds) / 1_000 / (Double(bytes.count) / 1e6)
        }
    }

    private static func exposition(_ registry: ContextRegistry, _ grammar: ExpositionParser.Grammar) async -> [UInt8] {
        let accept = grammar == .text ? "text/plain" : "application/openmetrics-text;version=1.0.0"
        let handler = ScrapeHandler(registry, options: ScrapeHandler.Options(timeout: .seconds(600), includesHandlerMetrics: false))
        var reader = await handler.respond(to: ScrapeRequest { $0 == "Accept" || $0 == "accept" ? [accept] : [] }).body.makeReader()
        var bytes: [UInt8] = []
        while let block = reader.withNextBlock({ block in block.indices.map { block[$0] } }) { bytes += block }
        return bytes
    }
}
