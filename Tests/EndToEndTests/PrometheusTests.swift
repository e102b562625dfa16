#if NIO && os(Linux)
    import TestSupport
    import Testing

    extension EndToEnd {
        /// Debian's Prometheus scrapes two demos; the questions are put to it afterwards.
        @Suite(.enabled(if: Judge.prometheus.isRequired))
        struct PrometheusTests {
            private static let watch = Task { try await PrometheusWatch() }

            @Test(arguments: PrometheusWatch.jobs)
            func `The target is up throughout, and every scrape takes less than its timeout`(job: String) async throws {
                let watch = try await Self.watch.value
                #expect(watch.scrapes[job] ?? 0 >= 6)
                #expect(watch.failures[job] == [])
            }

            @Test(arguments: PrometheusWatch.jobs)
            func `It scraped OpenMetrics`(job: String) async throws {
                // In OpenMetrics a counter's family has no `_total`.
                #expect(try await Self.watch.value.metadata.contains("\"process_cpu_seconds\":[{\"type\":\"counter\""))
            }

            @Test(arguments: [
                (
                    "short", ["process", "instant:5", "names:3", "sleep:100"],
                    ["sleep:60000", "deaf:60000", "block:60000", "spin:60000", "throw", "half:60000"]
                ),
                (
                    "long", ["process", "instant:5", "sleep:1000", "deaf:1000", "block:1000", "spin:200", "half:1000"],
                    ["sleep:60000", "deaf:60000", "throw"]
                ),
            ])
            func `Collectors that are quick enough are in every scrape, and no other ever`(
                job: String, quick: [String], late: [String]
            ) async throws {
                let watch = try await Self.watch.value
                let expected = Dictionary(uniqueKeysWithValues: quick.map { ($0, 1.0) } + late.map { ($0, 0) })
                #expect(watch.mostSuccess[job] == expected)
                if watch.isCalm { #expect(watch.leastSuccess[job] == expected) }
            }

            @Test(arguments: [
                ("short", ["instant:5": 5.0, "sleep:100": 10]),
                ("long", ["instant:5": 5, "sleep:1000": 10, "deaf:1000": 10, "block:1000": 10, "spin:200": 10]),
            ])
            func `Their samples are in every scrape, and of the others none`(job: String, series: [String: Double]) async throws {
                let watch = try await Self.watch.value
                let scrapes = try #require(watch.scrapes[job])
                let samples = try #require(watch.samples[job])
                #expect(Set(samples.keys) == Set(series.keys))
                #expect(samples["instant:5"] == 5 * scrapes)
                if watch.isCalm { #expect(samples == series.mapValues { $0 * scrapes }) }
            }

            @Test func `Names that it can't read are escaped for it`() async throws {
                let watch = try await Self.watch.value
                let scrapes = try #require(watch.scrapes["short"])
                #expect(watch.escaped == ["0": scrapes, "1": scrapes, "2": scrapes])
            }

            @Test func `Half a family is never there, a whole one is`() async throws {
                let halves = try await Self.watch.value.halves
                #expect(Array(halves.keys) == ["half:1000"])
                let samples = try #require(halves["half:1000"])
                #expect(samples > 0)
                #expect(samples.truncatingRemainder(dividingBy: 10) == 0)
            }

            @Test func `The demos' threads and memory don't grow`() async throws {
                for growth in try await Self.watch.value.growths {
                    // More of the bounded threads come into use on a busy machine. 200 scrapes in a row are judged more strictly.
                    #expect(growth.threads <= 12)
                    #expect(growth.bytes < 16_000_000)
                }
            }
        }
    }
#endif
