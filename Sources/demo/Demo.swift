#if NIO
    import ContextMetrics
    import ContextMetricsNIO
    import Programs

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// A metrics server with well-behaved and with misbehaving collectors, to watch the deadline at work.
    @main struct Demo {
        // Not asynchronous: the main thread waits for signals, whatever happens to Swift's threads.
        static func main() {
            EndingSignals.block()
            do {
                switch try DemoArguments.parse(CommandLine.arguments.dropFirst()) {
                case .help: print(DemoArguments.help)
                case .run(let arguments): try run(arguments)
                }
            } catch {
                fail(error, status: 2)
            }
        }

        private static func run(_ arguments: DemoArguments) throws(DemoArguments.Invalid) {
            let registry = ContextRegistry()
            for spec in arguments.collectors {
                do throws(RegistrationError) { try spec.register(in: registry) } catch {
                    throw DemoArguments.Invalid(message: error.description)
                }
            }
            let options = ScrapeHandler.Options(timeout: arguments.timeout, maxConcurrentScrapes: arguments.maxScrapes)
            let scrapes =
                arguments.targets.isEmpty
                ? ScrapeHandler(registry, options: options)
                : ScrapeHandler(
                    MergedGatherer([registry, try remote(arguments.targets, registry.engine)], engine: registry.engine),
                    engine: registry.engine, countingIn: registry, options: options)
            let server = MetricsServer(scrapes, host: arguments.host, port: arguments.port, statusPath: "/-/status")
            let serving = Task {
                do {
                    try await server.run { address in
                        print("listening on \(address)")
                        fflush(nil)
                        for spec in arguments.collectors { spec.starve() }
                    }
                    exit(0)
                } catch {
                    fail(error, status: 1)
                }
            }
            EndingSignals.wait()
            serving.cancel()
            // What has begun may end; but the process ends whatever collectors and the application do.
            usleep(1_200_000)
            exit(0)
        }

        private static func remote(_ targets: [RemoteTarget], _ engine: GatherEngine) throws(DemoArguments.Invalid) -> RemoteGatherer {
            // Its own verdicts on the targets stand beside those that the targets have of their collectors.
            let remote = RemoteGatherer(transport: HTTPRemoteTransport(), engine: engine)
            for target in targets {
                do throws(RegistrationError) { try remote.add(target) } catch { throw DemoArguments.Invalid(message: error.description) }
            }
            return remote
        }

        private static func fail(_ error: any Error, status: Int32) -> Never {
            let line = Array("demo: \(error)\n".utf8)
            _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(status)
        }
    }
#else
    import Programs

    @main struct Demo {
        static func main() {
            print("The demo is a server, which is in the trait NIO: swift run --traits NIO demo")
            exitWithUsageStatus()
        }
    }
#endif
