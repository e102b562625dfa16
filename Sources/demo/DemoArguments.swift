#if NIO
    import ContextMetrics

    /// What the demo was asked for.
    struct DemoArguments {
        enum Request {
            case help
            case run(DemoArguments)
        }

        /// An argument that can't be: one line, for standard error.
        struct Invalid: Error, CustomStringConvertible {
            let message: String
            var description: String { "\(message) (see --help)" }
        }

        var host = "127.0.0.1"
        var port = 9464
        var timeout = Duration.seconds(10)
        var maxScrapes: Int? = 40
        var collectors: [CollectorSpec] = []
        var targets: [RemoteTarget] = []

        static let help = """
            usage: demo [--host H] [--port P] [--timeout SECONDS] [--max-scrapes N] [--target URL]...
                        [--collector SPEC[@key=value,...]]...

              --host H           the interface to listen on (127.0.0.1)
              --port P           the port, 0 for any that is free (9464)
              --timeout SECONDS  the longest that a scrape may take (10; 1 without any --collector or --target)
              --max-scrapes N    how many scrapes may be answered at once (40)
              --target URL       another endpoint, as that of another demo, whose metrics are shown with the label
                                 instance; it is told how much of the scrape's time is left
              --collector SPEC   a collector, named SPEC; any number of these:

                process          what /proc tells of this process
                instant:N        N samples at once
                names:N          N samples with names that old scrapers can't read
                sleep:MS         sleeps for MS milliseconds, and stops when it is cancelled
                deaf:MS          sleeps, and doesn't stop
                block:MS         blocks its thread
                spin:MS          computes all the time
                throw            writes samples, then throws
                half:MS          opens a family, writes half of it, hangs, writes the rest
                starve:K:MS      not a collector: the application, with K tasks that each block Swift's
                                 cooperative pool for MS milliseconds, over and over

            SPEC@key=value,... says how the collector is to be run; any of these, in any order:

                timeout=MS       its own limit
                priority=P       critical, normal or background
                join=J           shared, exclusive or none: what overlapping scrapes have of its runs
                cache=MS         its samples serve scrapes for so long
                stale=MS         and so long after that, while a run in the background replaces them
                breaker=N        N failures within five minutes, and it is left alone for half a minute
                rate=R           R runs a second at most
                isolation=I      auto, inline or thread
                samples=N        a run may write so many
                partial=P        whole or families: what is shown of a run that was cut off

            Without --collector and --target: \(CollectorSpec.newcomers.map { $0.text }.joined(separator: ", ")).
            """

        static func parse(_ words: ArraySlice<String>) throws(Invalid) -> Request {
            var arguments = DemoArguments()
            var hasTimeout = false
            var rest = words
            while let word = rest.popFirst() {
                if word == "--help" || word == "-h" { return .help }
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                let name = parts.first ?? word
                func value() throws(Invalid) -> String {
                    guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else { throw Invalid(message: "\(name) needs a value") }
                    return value
                }
                switch name {
                case "--host": arguments.host = try value()
                case "--port": arguments.port = try number(name, value(), 0...65_535)
                case "--max-scrapes": arguments.maxScrapes = try number(name, value(), 1...1_000_000)
                case "--timeout":
                    arguments.timeout = try seconds(value())
                    hasTimeout = true
                case "--target": arguments.targets.append(try target(value()))
                case "--collector": arguments.collectors.append(try CollectorSpec(value()))
                default: throw Invalid(message: "unknown argument \(word.debugDescription)")
                }
            }
            if arguments.targets.isEmpty, !arguments.collectors.contains(where: \.isCollector) {
                arguments.collectors = CollectorSpec.newcomers + arguments.collectors
                if !hasTimeout { arguments.timeout = .seconds(1) }
            }
            return .run(arguments)
        }

        private static func target(_ url: String) throws(Invalid) -> RemoteTarget {
            let instance = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first.map { String($0) } ?? ""
            do throws(RemoteTarget.Invalid) { return try RemoteTarget(url, labels: ["instance": instance]) } catch {
                throw Invalid(message: error.description)
            }
        }

        private static func number(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(Invalid) -> Int {
            guard let number = Int(text), range.contains(number) else {
                throw Invalid(message: "\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(text.debugDescription)")
            }
            return number
        }

        private static func seconds(_ text: String) throws(Invalid) -> Duration {
            guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
                throw Invalid(message: "--timeout is a number of seconds over 0 and up to 86400, not \(text.debugDescription)")
            }
            return .seconds(seconds)
        }
    }
#endif
