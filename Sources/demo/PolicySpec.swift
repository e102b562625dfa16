#if NIO
    import ContextMetrics

    /// What follows the `@` of a `--collector`: how it is to be run.
    struct PolicySpec {
        private(set) var policy = CollectorPolicy()

        /// Parses `key=value,...`; `collector` is what messages name.
        init(_ text: Substring, of collector: String) throws(DemoArguments.Invalid) {
            var cache: Int?
            var stale = 0
            var seen: Set<String> = []
            for word in text.split(separator: ",", omittingEmptySubsequences: false) {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else {
                    throw DemoArguments.Invalid(
                        message: "\(word.debugDescription) in collector \(collector.debugDescription) is no key=value")
                }
                let setting = Setting(key: parts[0], value: parts[1], collector: collector)
                if !seen.insert(setting.key).inserted { throw setting.invalid("is given twice") }
                switch setting.key {
                case "timeout": policy.timeout = .milliseconds(try setting.number(1...86_400_000))
                case "priority":
                    policy.priority = try setting.choice(["critical": .critical, "normal": .normal, "background": .background])
                case "join": policy.joining = try setting.choice(["shared": .shared, "exclusive": .exclusive, "none": .perScrape])
                case "cache": cache = try setting.number(0...86_400_000)
                case "stale": stale = try setting.number(0...86_400_000)
                case "breaker": policy.breaker = CircuitBreaker(failures: try setting.number(1...1_000_000))
                case "rate": policy.rateLimit = RateLimit(perSecond: try setting.rate())
                case "isolation":
                    policy.isolation = try setting.choice(["auto": .automatic, "inline": .inline, "thread": .thread])
                case "samples": policy.caps.samples = try setting.number(0...Int.max)
                case "partial": policy.partial = try setting.choice(["whole": .wholeCollector, "families": .completedFamilies])
                default: throw setting.invalid("is no key")
                }
            }
            if let cache { policy.cache = CollectorCache(freshFor: .milliseconds(cache), staleFor: .milliseconds(stale)) }
            if cache == nil, stale > 0 { policy.cache = CollectorCache(freshFor: .zero, staleFor: .milliseconds(stale)) }
        }

        private struct Setting {
            let key: String
            let value: String
            let collector: String

            func invalid(_ reason: String) -> DemoArguments.Invalid {
                DemoArguments.Invalid(message: "\(key.debugDescription) in collector \(collector.debugDescription) \(reason)")
            }

            func number(_ range: ClosedRange<Int>) throws(DemoArguments.Invalid) -> Int {
                guard let number = Int(value), range.contains(number) else {
                    throw invalid("is a number from \(range.lowerBound) to \(range.upperBound), not \(value.debugDescription)")
                }
                return number
            }

            func rate() throws(DemoArguments.Invalid) -> Double {
                guard let rate = Double(value), rate > 0, rate <= 1_000_000 else {
                    throw invalid("is a number above 0 and up to 1000000, not \(value.debugDescription)")
                }
                return rate
            }

            func choice<Value>(_ values: KeyValuePairs<String, Value>) throws(DemoArguments.Invalid) -> Value {
                guard let choice = values.first(where: { $0.key == value }) else {
                    throw invalid("is one of \(values.map { $0.key }.joined(separator: ", ")), not \(value.debugDescription)")
                }
                return choice.value
            }
        }
    }
#endif
