#if NIO
    import ContextMetricsTesting

    /// What the program was asked for.
    struct LatencyArguments {
        enum Request {
            case help
            case run(LatencyArguments)
        }

        /// An argument that can't be: one line, for standard error.
        struct Invalid: Error, CustomStringConvertible {
            let message: String
            var description: String { "\(message) (see --help)" }
        }

        /// What the report is written to, beside standard output.
        struct File {
            enum Format {
                case json, svg, html
            }

            let format: Format
            let path: String
        }

        let target: ScrapeTarget
        let plan: ScrapePlan
        let scraper: Scraper
        let acceptsGzip: Bool
        let limits: ScrapeLimits
        let files: [File]

        static let help = """
            usage: scrape-latency URL [--rate R] [--count N | --duration SECONDS] [--concurrency N] [--timeout SECONDS]
                                  [--accept WHAT] [--gzip] [--json FILE] [--svg FILE] [--html FILE]
                                  [--p99 MILLISECONDS] [--max-missing N]

            Scrapes http://host:port/path as Prometheus does, and tells how long it took and what was missing.

              --rate R            an open loop: R scrapes per second, whatever became of those before. Latency counts from
                                  when a scrape should have started. Without it a closed loop: each scrape starts when the
                                  one before has ended
              --count N           after N scrapes it is over (100)
              --duration SECONDS  after this time no more are started
              --concurrency N     how many scrapes may be under way at once, each with a connection of its own (1)
              --timeout SECONDS   how long Prometheus would wait for each, as it tells the endpoint (10)
              --accept WHAT       prometheus (Prometheus 3), openmetrics (Prometheus 2), text (VictoriaMetrics), protobuf, or
                                  an Accept header (prometheus). Protobuf isn't looked into
              --gzip              ask for compressed answers
              --json FILE         write the report as JSON
              --svg FILE          draw the latencies
              --html FILE         write the report as a page
              --p99 MILLISECONDS  the longest 99th percentile of the latency
              --max-missing N     how often a collector may be missing from a scrape, all collectors and scrapes together

            Exit status: 0, or 1 when --p99 or --max-missing is broken or no scrape succeeded, 2 for a wrong argument, and 130
            when a signal ended it early.
            """

        static func parse(_ words: ArraySlice<String>) throws(Invalid) -> Request {
            var options = Options()
            var rest = words
            while let word = rest.popFirst() {
                if word == "--help" || word == "-h" { return .help }
                try options.take(word, &rest)
            }
            return .run(try LatencyArguments(options))
        }

        private init(_ options: Options) throws(Invalid) {
            guard let target = options.target else { throw Invalid(message: "there is no URL") }
            if options.count != nil, options.duration != nil { throw Invalid(message: "--count and --duration exclude each other") }
            self.target = target
            let length = options.duration.map { ScrapePlan.Length.duration($0) } ?? .count(options.count ?? 100)
            do throws(InvalidScrapePlan) {
                plan = try ScrapePlan(
                    options.rate.map { .open(scrapesPerSecond: $0) } ?? .closed, length, concurrency: options.concurrency,
                    timeout: options.timeout)
            } catch {
                throw Invalid(message: error.description)
            }
            scraper = options.scraper
            acceptsGzip = options.acceptsGzip
            limits = options.limits
            files = options.files
        }
    }
#endif
