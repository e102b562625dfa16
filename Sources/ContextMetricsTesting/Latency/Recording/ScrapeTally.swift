package import ContextMetrics

/// What came of scrapes, counted: of any number of them in bounded memory.
///
/// A value; each connection has its own, and they are merged at the end.
package struct ScrapeTally: Sendable {
    /// How often a collector's samples were there, and how often it was said that they weren't.
    package struct Collector: Equatable, Sendable {
        package var present = 0
        package var failed = 0
    }

    private let timeout: Duration
    /// From the intended start to the last byte, of the good scrapes.
    package private(set) var latency = LatencyHistogram()
    /// From the true start to the first byte.
    package private(set) var firstByte = LatencyHistogram()
    /// From the intended start to the true one, of all scrapes that were sent.
    package private(set) var startDelay = LatencyHistogram()
    package private(set) var failures: [ScrapeFailure: Int] = [:]
    package private(set) var collectors: [String: Collector] = [:]
    /// Good scrapes whose body couldn't be looked into.
    package private(set) var unreadable = 0
    package private(set) var bytes = 0
    /// Of the good scrapes, as they came.
    package private(set) var series = SeriesCounts()

    private static let mostCollectors = 10_000

    /// Answers that take longer have failed.
    package init(timeout: Duration) { self.timeout = timeout }

    package var failed: Int { failures.values.reduce(0, +) }
    package var scrapes: Int { latency.count + failed }

    /// Counts a scrape that should have started at `intended`.
    package mutating func record(_ scrape: ScrapeObservation, intended: MonotonicInstant) {
        startDelay.record(intended.duration(to: scrape.started))
        do throws(ScrapeFailure) {
            count(try scrape.accepted(within: timeout))
            latency.record(intended.duration(to: scrape.ended))
            if let first = scrape.firstByte { firstByte.record(scrape.started.duration(to: first)) }
        } catch {
            record(error)
        }
    }

    /// Counts a scrape that failed.
    package mutating func record(_ failure: ScrapeFailure) { failures[failure, default: 0] += 1 }

    private mutating func count(_ answer: ScrapeAnswer) {
        bytes += answer.bytes
        guard answer.isReadable else {
            unreadable += 1
            return
        }
        series.note(answer.exposition.samples)
        for (name, isSuccess) in answer.exposition.collectors {
            if collectors.count >= ScrapeTally.mostCollectors, collectors[name] == nil { continue }
            collectors[name, default: Collector()].present += isSuccess ? 1 : 0
            collectors[name, default: Collector()].failed += isSuccess ? 0 : 1
        }
    }

    /// Adds what another one has counted.
    package mutating func merge(_ other: ScrapeTally) {
        latency.merge(other.latency)
        firstByte.merge(other.firstByte)
        startDelay.merge(other.startDelay)
        failures.merge(other.failures, uniquingKeysWith: +)
        collectors.merge(other.collectors) { Collector(present: $0.present + $1.present, failed: $0.failed + $1.failed) }
        unreadable += other.unreadable
        bytes += other.bytes
        series.merge(other.series)
    }
}
