#if NIO
    import ContextMetricsTesting

    extension LatencyArguments {
        /// What was given, one word after the other.
        struct Options {
            var target: ScrapeTarget?
            var rate: Double?
            var count: Int?
            var duration: Duration?
            var concurrency = 1
            var timeout = Duration.seconds(10)
            var scraper = Scraper.prometheus
            var acceptsGzip = false
            var limits = ScrapeLimits()
            var files: [File] = []

            /// Takes an option, with its value from `rest` where it isn't behind an equals sign, or the URL.
            mutating func take(_ word: String, _ rest: inout ArraySlice<String>) throws(Invalid) {
                guard word.hasPrefix("-") else {
                    if target != nil { throw Invalid(message: "there is more than one URL: \(word.debugDescription)") }
                    target = try ScrapeTarget(word)
                    return
                }
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let name = parts.first ?? word
                func value() throws(Invalid) -> String {
                    guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else { throw Invalid(message: "\(name) needs a value") }
                    return value
                }
                switch name {
                case "--gzip":
                    if parts.count > 1 { throw Invalid(message: "--gzip has no value") }
                    acceptsGzip = true
                case "--rate": rate = try Self.number(name, value(), "scrapes per second", 1 / 86_400...1_000_000)
                case "--count": count = try Self.integer(name, value(), 1...1_000_000_000)
                case "--duration": duration = .seconds(try Self.number(name, value(), "seconds", 0.001...86_400))
                case "--concurrency": concurrency = try Self.integer(name, value(), 1...10_000)
                case "--timeout": timeout = .seconds(try Self.number(name, value(), "seconds", 0.001...86_400))
                case "--accept": scraper = try Self.scraper(value())
                case "--p99": limits.p99 = .seconds(try Self.number(name, value(), "milliseconds", 0.001...86_400_000) / 1_000)
                case "--max-missing": limits.missing = try Self.integer(name, value(), 0...1_000_000_000)
                case "--json": files.append(File(format: .json, path: try value()))
                case "--svg": files.append(File(format: .svg, path: try value()))
                case "--html": files.append(File(format: .html, path: try value()))
                default: throw Invalid(message: "unknown argument \(word.debugDescription)")
                }
            }

            private static func integer(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(Invalid) -> Int {
                guard let number = Int(text), range.contains(number) else {
                    let ends = "\(range.lowerBound) to \(range.upperBound)"
                    throw Invalid(message: "\(name) is a number from \(ends), not \(text.debugDescription)")
                }
                return number
            }

            private static func number(
                _ name: String, _ text: String, _ unit: String, _ range: ClosedRange<Double>
            ) throws(Invalid) -> Double {
                guard let number = Double(text), range.contains(number) else {
                    let ends = "\(range.lowerBound) to \(range.upperBound)"
                    throw Invalid(message: "\(name) is a number of \(unit) from \(ends), not \(text.debugDescription)")
                }
                return number
            }

            /// A name, or a header: that has a slash.
            private static func scraper(_ text: String) throws(Invalid) -> Scraper {
                if let scraper = Scraper.named.first(where: { $0.name == text }) { return scraper }
                guard text.contains("/"), let scraper = Scraper(accept: text) else {
                    let names = Scraper.named.map(\.name).joined(separator: ", ")
                    throw Invalid(message: "--accept is one of \(names), or an Accept header, not \(text.debugDescription)")
                }
                return scraper
            }
        }
    }
#endif
