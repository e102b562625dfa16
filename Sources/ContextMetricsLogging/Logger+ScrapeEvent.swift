#if Logging
    public import ContextMetrics
    public import Logging

    extension Logger {
        /// Logs something that an operator may want to see of a scrape, with names and outcomes as metadata.
        ///
        /// ```swift
        /// let metrics = ScrapeHandler(registry, options: .init(onEvent: { logger.log($0) }))
        /// ```
        /// What is missing is a warning, what recovers a notice.
        public func log(_ event: ScrapeEvent) {
            let (level, message, details) = event.kind.entry
            log(
                level: level, message, metadata: details.merging(event.traceID.map { ["trace_id": "\($0)"] } ?? [:]) { detail, _ in detail }
            )
        }
    }

    extension ScrapeEvent.Kind {
        fileprivate var entry: (level: Logger.Level, message: Logger.Message, details: Logger.Metadata) {
            switch self {
            case .collectorFailed(let name, let outcome, let error):
                let details: Logger.Metadata = ["collector": "\(name)", "outcome": "\(outcome.rawValue)"]
                return (.warning, "A collector's metrics are missing.", details.merging(error.map { ["error": "\($0)"] } ?? [:]) { $1 })
            case .collectorRecovered(let name): return (.notice, "A collector's metrics are there again.", ["collector": "\(name)"])
            case .samplesDropped(let name, let dropped):
                return (
                    .warning, "A collector wrote samples that can't be exposed.", ["collector": "\(name)", "samples": "\(dropped.total)"]
                )
            case .conflict(let conflict):
                let details: Logger.Metadata = [
                    "collector": "\(conflict.collector)", "family": "\(conflict.family)", "reason": "\(conflict.reason.rawValue)",
                    "samples": "\(conflict.samples)",
                ]
                return (.warning, "Samples were dropped for those of an earlier collector.", details)
            case .nameCollision(let collision):
                return (.warning, "A name was shown in another form, because its own is another's.", ["family": "\(collision.family)"])
            case .overLimit(let limit): return (.warning, "A scrape was refused: too many at once.", ["limit": "\(limit)"])
            case .invalidTimeoutHeader(let text):
                return (.notice, "A scrape's timeout is no number of seconds, and was ignored.", ["timeout": "\(text)"])
            case .responseTooLarge(let limit): return (.error, "The metrics are longer than a response may be.", ["limit": "\(limit)"])
            case .eventsDropped(let count): return (.warning, "Events came faster than they were taken.", ["events": "\(count)"])
            }
        }
    }
#endif
