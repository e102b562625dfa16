#if NIO
    import ContextMetrics
    import ContextMetricsTesting
    import NIOCore
    import NIOPosix
    import Programs

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// Measures the scrapes of an endpoint over HTTP: ``ScrapeBenchmark`` as a program.
    @main struct ScrapeLatency {
        // Not asynchronous: the main thread waits for signals.
        static func main() {
            EndingSignals.block()
            // Standard output may be a pipe whose reader has left.
            signal(SIGPIPE, SIG_IGN)
            do {
                switch try LatencyArguments.parse(CommandLine.arguments.dropFirst()) {
                case .help: print(LatencyArguments.help)
                case .run(let arguments): try run(arguments)
                }
            } catch {
                fail(error.description, status: 2)
            }
        }

        private static func run(_ arguments: LatencyArguments) throws(LatencyArguments.Invalid) {
            var opened: [OutputFile] = []
            for file in arguments.files { opened.append(try OutputFile(file.path)) }
            let outputs = opened
            let measuring = Task {
                let report = await measure(arguments)
                print(report.text(limits: arguments.limits), terminator: "")
                fflush(nil)
                for (file, output) in zip(arguments.files, outputs) where !output.write(text(report, as: file.format, arguments.limits)) {
                    fail("\(file.path.debugDescription) can't be written", status: 1)
                }
                // What was cut short proves nothing.
                exit(report.wasCancelled ? 130 : report.broken(arguments.limits).isEmpty ? 0 : 1)
            }
            EndingSignals.wait()
            measuring.cancel()
            EndingSignals.wait()
            exit(130)
        }

        private static func measure(_ arguments: LatencyArguments) async -> ScrapeReport {
            // The endpoint is often on this machine, and needs processors as well.
            let threads = max(1, min(arguments.plan.concurrency, System.coreCount / 2))
            let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
            let benchmark = ScrapeBenchmark(target: arguments.target.text, scraper: arguments.scraper) { plan in
                HTTPTransport(
                    arguments.target, headers: arguments.scraper.headers(timeout: plan.timeout, gzip: arguments.acceptsGzip),
                    timeout: plan.timeout, on: group.next())
            }
            guard let line = ProgressLine(arguments.plan) else { return await benchmark.run(arguments.plan) }
            defer { line.clear() }
            return await benchmark.run(arguments.plan) { line.show($0) }
        }

        private static func text(_ report: ScrapeReport, as format: LatencyArguments.File.Format, _ limits: ScrapeLimits) -> String {
            switch format {
            case .json: report.json(limits: limits)
            case .svg: report.svg
            case .html: report.html(limits: limits)
            }
        }

        private static func fail(_ message: String, status: Int32) -> Never {
            StandardError.write("scrape-latency: \(message)\n")
            exit(status)
        }
    }
#else
    import Programs

    @main struct ScrapeLatency {
        static func main() {
            print("scrape-latency is an HTTP client, which is in the trait NIO: swift run -c release --traits NIO scrape-latency URL")
            exitWithUsageStatus()
        }
    }
#endif
