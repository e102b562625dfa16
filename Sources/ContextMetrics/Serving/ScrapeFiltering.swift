extension ScrapeHandler {
    /// What a request's query asks for, or the answer to one that can't be.
    enum Asked {
        case filter(GatherFilter)
        case refused(ScrapeResponse)
    }

    /// Reads the query, and looks up the names in it.
    ///
    /// A name of `name[]` that nobody knows may be that of a family which a collector doesn't describe: it is refused only where all do.
    func asked(by request: ScrapeRequest) -> Asked {
        if request.query.isEmpty { return .filter(.everything) }
        let query: ScrapeQuery
        do throws(ScrapeQuery.Malformed) { query = try ScrapeQuery(request.query) } catch {
            return .refused(.malformedQuery(error.parameter))
        }
        let filter = query.filter
        guard !filter.isEverything, let catalog = gatherer.catalog else { return .filter(filter) }
        let collectors = Set(catalog.collectors)
        let unknown = (query.collectors + query.excluded).filter { !collectors.contains($0) }
        if !unknown.isEmpty { return .refused(.unknownCollectors(unknown, known: catalog.collectors)) }
        let unknownNames = catalog.names.map { known in query.names.filter { !known.contains(MetricName(unchecked: $0)) } } ?? []
        return unknownNames.isEmpty ? .filter(filter) : .refused(.unknownNames(unknownNames))
    }
}

extension TraceID {
    /// The trace of a request: that of a valid `traceparent`, or else of `X-Trace-ID`, each of which has one line.
    init?(_ request: ScrapeRequest) {
        func line(_ name: String) -> String? {
            let lines = request.header(name)
            return lines.count == 1 ? lines.first : nil
        }
        if let trace = line("traceparent").flatMap({ TraceID(traceparent: $0) }) ?? line(TraceID.headerName).flatMap({ TraceID($0) }) {
            self = trace
        } else {
            return nil
        }
    }

    static let headerName = "x-trace-id"
}
