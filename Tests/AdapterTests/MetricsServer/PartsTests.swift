#if NIO
    import ContextMetrics
    import NIOCore
    import Testing

    @testable import ContextMetricsNIO

    @Suite struct RequestTargetTests {
        @Test(arguments: [
            ("/metrics", "/metrics", ""),
            ("/metrics?", "/metrics", ""),
            ("/metrics?a=b?c", "/metrics", "a=b?c"),
            ("/metrics?a#f?g", "/metrics", "a"),
            ("/metrics#f", "/metrics", ""),
            ("/metrics?\u{301}", "/metrics", "\u{301}"),
            ("//host/metrics", "//host/metrics", ""),
            ("/redirect?to=http://host/metrics", "/redirect", "to=http://host/metrics"),
            ("/a:b://c", "/a:b://c", ""),
            ("http://host:80/metrics?a", "/metrics", "a"),
            ("http://host", "/", ""),
            ("http://host?a", "/", "a"),
            ("*", "*", ""),
            ("host:443", "host:443", ""),
            ("://x", "://x", ""),
            ("", "", ""),
        ])
        func `A target has a path and a query`(target: String, path: String, query: String) {
            #expect(RequestTarget(target).path == path)
            #expect(RequestTarget(target).query == query)
        }
    }

    @Suite struct SiteTests {
        private func page(_ target: String, _ method: String = "GET", metricsAt path: String = "/metrics") -> ScrapeResponse? {
            switch Site(path: path).place(of: RequestTarget(target), method: method) {
            case .metrics, .status: nil
            case .page(let page): page
            }
        }

        @Test func `The status is where it was asked for, and nowhere else`() {
            let site = Site(path: "/metrics", statusPath: "-/status")
            if case .status = site.place(of: RequestTarget("/-/status?a"), method: "GET") {} else { Issue.record("no status") }
            #expect(page("/-/status")?.status == 404)
        }

        @Test(arguments: ["/metrics", "metrics"])
        func `The path of the metrics may lack its slash`(path: String) {
            #expect(page("/metrics?a=b", metricsAt: path) == nil)
            #expect(page("/", metricsAt: path)?.status == 200)
        }

        @Test(arguments: ["/METRICS", "/metrics/", "//metrics", "/%6detrics", "metrics", "*", ""])
        func `Another spelling of the path is another path`(target: String) {
            #expect(page(target)?.status == 404)
        }

        @Test func `Metrics may be at the root`() {
            #expect(page("/", metricsAt: "/") == nil)
            #expect(page("/", metricsAt: "") == nil)
        }

        @Test func `A path that means something in HTML doesn't on the landing page`() {
            let html = String(decoding: page("/", metricsAt: "/m\"><script>'&")?.body.bytes ?? [], as: UTF8.self)
            #expect(html.contains("<a href=\"/m&quot;&gt;&lt;script&gt;&#39;&amp;\">"))
        }

        @Test(arguments: ["/", "/-/healthy"])
        func `Pages are there for GET and HEAD`(target: String) {
            #expect(page(target)?.status == 200)
            #expect(page(target, "HEAD")?.status == 200)
            #expect(page(target, "HEAD")?.body.count == 0)
            #expect(page(target, "HEAD")?[header: "content-length"] == page(target)?[header: "content-length"])
            #expect(page(target, "POST")?.status == 405)
            #expect(page(target, "POST")?[header: "allow"] == "GET, HEAD")
        }

        @Test func `Whoever gets lost is told where the metrics are`() {
            #expect(page("/metric")?.status == 404)
            let text = String(decoding: page("/metric")?.body.bytes ?? [], as: UTF8.self)
            #expect(text.contains("/metrics"))
        }
    }

    @Suite struct ConfigurationTests {
        @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.max), .seconds(Int64.min), .nanoseconds(1)])
        func `Any duration is a time that the event loop can count`(duration: Duration) {
            var configuration = MetricsServer.Configuration()
            configuration.requestTimeout = duration
            #expect((1_000_000...86_400_000_000_000).contains(configuration.limits.requestTimeout.nanoseconds))
        }

        @Test func `An address prints as the address of its metrics`() {
            #expect("\(MetricsServer.Address(host: "127.0.0.1", port: 9464, path: "/metrics"))" == "http://127.0.0.1:9464/metrics")
            #expect("\(MetricsServer.Address(host: "::1", port: 1, path: "/m"))" == "http://[::1]:1/m")
        }
    }
#endif
