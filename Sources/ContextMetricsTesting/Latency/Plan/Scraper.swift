/// Whom a measuring scrape pretends to be: endpoints answer different scrapers in different formats.
public struct Scraper: Hashable, Sendable {
    /// As it is shown.
    public let name: String
    /// The header `Accept`.
    public let accept: String
    /// The header `User-Agent`.
    public let userAgent: String

    private init(_ name: String, accept: String, userAgent: String) {
        self.name = name
        self.accept = accept
        self.userAgent = userAgent
    }

    /// A scraper with an `Accept` of your own, which is its name as well.
    ///
    /// `nil` when it can't be in a header: it is empty, or has other bytes than visible ASCII and blanks.
    public init?(accept: String) {
        if accept.isEmpty || !accept.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return nil }
        self.init(accept, accept: accept, userAgent: Scraper.prometheus.userAgent)
    }

    /// Prometheus 3.4 and later, as it comes: it prefers OpenMetrics.
    public static let prometheus = Scraper(
        "prometheus",
        accept: "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        userAgent: "Prometheus/3.4.0")

    /// Prometheus 2, which prefers OpenMetrics as well.
    public static let openMetrics = Scraper(
        "openmetrics",
        accept: "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        userAgent: "Prometheus/2.42.0")

    /// VictoriaMetrics, which knows the text format only.
    public static let text = Scraper("text", accept: "text/plain;version=0.0.4;q=1,*/*;q=0.1", userAgent: "vm_promscrape")

    /// Prometheus 3.4 and later where native histograms are on: it prefers protobuf, which isn't looked into.
    public static let protobuf = Scraper(
        "protobuf",
        accept: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
            + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        userAgent: "Prometheus/3.4.0")

    /// Those that have a name.
    package static let named = [prometheus, openMetrics, text, protobuf]

    /// The headers of a request, without `Host`; names in lower case.
    ///
    /// - Parameters:
    ///   - timeout: What Prometheus says that it waits.
    ///   - gzip: Whether the answer may be compressed.
    /// - Returns: Names and values.
    package func headers(timeout: Duration, gzip: Bool) -> [(name: String, value: String)] {
        [
            ("user-agent", userAgent), ("accept", accept), ("accept-encoding", gzip ? "gzip" : "identity"),
            ("x-prometheus-scrape-timeout-seconds", timeout.secondsText),
        ]
    }
}
