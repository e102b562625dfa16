/// What handlers tell of themselves: the `metrics_handler_*` families, ordinary instruments of the registry that they serve.
///
/// All handlers of a registry count in the same ones.
struct HandlerMetrics: Sendable {
    /// Why a scrape got no metrics, or fewer than it might.
    ///
    /// The raw value is the label `cause`.
    enum Cause: String, CaseIterable {
        case gathering, encoding, limit
    }

    private let requests: FamilyStorage<Counter<UInt64>>
    private let errors: FamilyStorage<Counter<UInt64>>
    let inFlight: Gauge<Int64>
    let duration: Histogram
    let responseBytes: Counter<UInt64>
    let invalidTimeoutHeaders: Counter<UInt64>
    let nameCollisions: Counter<UInt64>

    /// The metrics of a registry, which are registered the first time.
    static func of(_ registry: ContextRegistry) -> HandlerMetrics {
        registry.attachment(HandlerMetrics.self) { HandlerMetrics(registry) }
    }

    private init(_ registry: ContextRegistry) {
        let prefix = "metrics_handler_"
        /// Where a user has taken the name the instrument counts unseen.
        func register<Child>(_ storage: FamilyStorage<Child>) -> FamilyStorage<Child> { (try? registry.add(storage)) ?? storage }
        func counters(_ name: String, _ help: String, _ labels: [String]) -> FamilyStorage<Counter<UInt64>> {
            register(.counters(CounterDescriptor(prefix + name, help: help, labels: labels).family, in: registry.store))
        }
        requests = counters("requests_total", "Scrapes answered, by status code.", ["code"])
        errors = counters("errors_total", "Scrapes that did not get everything, by cause.", ["cause"])
        responseBytes = counters("response_bytes_total", "Bytes of the bodies of scrape responses; of long ones those that were read.", [])
            .child([])
        invalidTimeoutHeaders = counters(
            "invalid_timeout_headers_total", "Scrape timeout headers that were no number of seconds, and ignored.", []
        ).child([])
        nameCollisions = counters(
            "name_collisions_total", "Names that scrapes showed in another form than their escaping gives, which was another's.", []
        ).child([])
        inFlight = register(
            FamilyStorage<Gauge<Int64>>.gauges(
                GaugeDescriptor(prefix + "requests_in_flight", help: "Scrapes that are being answered.", labels: []).family,
                in: registry.store)
        ).child([])
        let histogram = HistogramDescriptor(
            prefix + "duration_seconds", help: "Time from the request to the response.", unit: .seconds, labels: [])
        duration = register(FamilyStorage<Histogram>.histograms(histogram.family, bounds: HandlerMetrics.bounds, in: registry.store)).child(
            [])
        for status in [200, 500, 503] { _ = requests.child([String(status)]) }
        for cause in Cause.allCases { _ = errors.child([cause.rawValue]) }
    }

    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    func answered(_ response: ScrapeResponse, after duration: Duration) {
        requests.child([String(response.status)]).increment()
        responseBytes.increment(by: UInt64(clamping: response.body.count ?? 0))
        self.duration.observe(duration)
    }

    func failed(_ cause: Cause) { errors.child([cause.rawValue]).increment() }
}
