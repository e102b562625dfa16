#if NIO && os(Linux)
    import Foundation
    import TestSupport
    import Testing

    extension EndToEnd {
        @Suite struct FormatTests {
            /// As Prometheus 2.42 sends it.
            static let prometheusAccept =
                "Accept: application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"

            /// The third scrape of a demo, when all self-metrics have values.
            private func scrape(_ accept: String) async throws -> Scrape {
                let demo = try await Demo(["process", "instant:5", "sleep:10", "deaf:60000", "block:60000", "throw", "half:60000"])
                for _ in 0..<2 { _ = try await demo.scrape(timeout: 0.5) }
                return try await demo.scrape(timeout: 0.5, headers: [accept])
            }

            @Test(.enabled(if: Judge.promtool.isRequired))
            func `promtool accepts the text, and its lint finds nothing`() async throws {
                let scrape = try await scrape("Accept: text/plain;version=0.0.4")
                #expect(scrape.reply[header: "content-type"] == "text/plain; version=0.0.4; charset=utf-8")
                let verdict = try Judge.promtool.verdict(on: Data(scrape.reply.body))
                #expect(verdict.status == 0, "\(verdict.errors)")
                #expect(verdict.errors.isEmpty)
            }

            @Test(.enabled(if: Judge.prometheusClient.isRequired), arguments: [Judge.Grammar.text, .openMetrics])
            func `prometheus-client accepts it and finds every family's type and help`(grammar: Judge.Grammar) async throws {
                let scrape = try await scrape(grammar == .text ? "Accept: text/plain;version=0.0.4" : Self.prometheusAccept)
                let type =
                    grammar == .text
                    ? "text/plain; version=0.0.4; charset=utf-8"
                    : "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
                #expect(scrape.reply[header: "content-type"] == type)
                let read = try #require(try Judge.read([scrape.reply.text], as: grammar).first)
                #expect(read.error == nil)
                let types = Dictionary(uniqueKeysWithValues: read.families.map { ($0.name, $0.type) })
                let expected = [
                    "demo_value": "gauge", "metrics_collector_success": "gauge", "metrics_collector_runs": "counter",
                    "metrics_collector_run_seconds": "counter", "metrics_collector_orphans": "gauge",
                    "metrics_handler_duration_seconds": "histogram", "metrics_handler_requests": "counter",
                    "process_cpu_seconds": "counter", "process_start_time_seconds": "gauge", "process_open_fds": "gauge",
                ]
                for (name, type) in expected { #expect(types[name] == type, "\(name)") }
                #expect(read.families.filter { $0.help.isEmpty }.map(\.name).isEmpty)
                // This reader calls a family that has samples but no TYPE line so.
                #expect(!types.values.contains("unknown"))
            }

            @Test func `Without an Accept header it is text`() async throws {
                #expect(
                    try await Demo(["instant:1"]).scrape().reply[header: "content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            }
        }
    }
#endif
