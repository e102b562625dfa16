#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    @testable import ContextMetrics

    /// Random registries, scraped by real servers in each representation and read back from them.
    ///
    /// `RANDOM_REGISTRIES` says how many, 5 unless it is set.
    @Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: !Sanitizer.isOn)) struct ScrapedRegistryTests {
        @Test(.enabled(if: Judge.prometheus.isRequired))
        func `Prometheus has every series as it was written, in each representation`() async throws {
            let served = try ServedRegistries(for: .prometheus)
            let server = try await ScrapingServer.prometheus(served.jobs, features: ["native-histograms"])
            try await served.expectFound(in: server, after: 1)
        }

        @Test(.enabled(if: Judge.victoriaMetrics.isRequired && Judge.promtoolQuery.isRequired))
        func `VictoriaMetrics has every series as it was written, in each representation that it reads`() async throws {
            let served = try ServedRegistries(for: .victoriaMetrics)
            let server = try await ScrapingServer.victoriaMetrics(served.jobs)
            try await served.expectFound(in: server, after: 2)
        }
    }

    /// Random registries, each at a path for each representation.
    private struct ServedRegistries {
        private struct Page {
            let registry: ServedRegistry
            let format: ExpositionFormat
            let escaping: NameEscaping

            var name: String { "\(registry.seed)-\(format)-\(escaping)" }
        }

        private let server: KnownDifferences.Server
        private let pages: [Page]
        private let target: HandlerServer

        init(for server: KnownDifferences.Server, _ test: String = #function) throws {
            self.server = server
            let count = ProcessInfo.processInfo.environment["RANDOM_REGISTRIES"].flatMap { Int($0) } ?? 5
            let seed = UInt64.random(in: 0...(.max / 2))
            print("\(server): \(count) random registries, seeds from \(seed)")
            // Samples of other times would be too old for it, or not there yet.
            let now = Int(Date().timeIntervalSince1970) * 1_000
            pages = try (0..<UInt64(max(0, count))).flatMap { index in
                let registry = try ServedRegistry(seed: seed + index, times: now - 60_000...now)
                return ExpositionFormat.allCases.filter { KnownDifferences.canRead(server, $0) }.enumerated().map { place, format in
                    let escapings = KnownDifferences.escapings
                    let escaping = format.hasEscaping || format == .text ? escapings[(Int(index) + place) % escapings.count] : .underscores
                    return Page(registry: registry, format: format, escaping: escaping)
                }
            }
            target = try HandlerServer(
                Dictionary(
                    uniqueKeysWithValues: pages.map { page in
                        let accept = page.format.contentType + "; escaping=" + page.escaping.rawValue
                        return ("/" + page.name, HandlerServer.Route(page.registry.handler, accept: accept))
                    }))
        }

        var jobs: [ScrapeJob] {
            pages.map { ScrapeJob(name: $0.name, port: target.port, interval: "2s", timeout: "2s", path: "/" + $0.name) }
        }

        func expectFound(in scraper: ScrapingServer, after scrapes: Int) async throws {
            var count = 0
            for page in pages {
                try await scraper.scrapes(scrapes, of: page.name)
                let found = try await scraper.series("{job=\"\(page.name)\",__name__!~\"up|scrape_.*\"}[5m]")
                let written = page.registry.families.map { $0.escaped(by: page.escaping) }
                let comparison = ScrapedSeries(server: server, format: page.format)
                #expect(comparison.differences(found, written) == [], "\(page.name)")
                count += found.count
            }
            print("\(server): \(count) series of \(pages.count) pages read back")
        }
    }

    /// What a scraping server should have of a page.
    private struct ScrapedSeries {
        let server: KnownDifferences.Server
        let format: ExpositionFormat

        /// Labels as bytes, with the name among them and without those that are empty, which are none to a server.
        private typealias Key = [[UInt8]: [UInt8]]

        private enum Value {
            /// A metric that is one number, and others, of whose zeros no sign is known.
            case number(Double)
            case part(Double)
            case native(HistogramValue)
        }

        /// What is missing, different, or shouldn't be there: the first ones of many.
        func differences(_ found: [QueryResult], _ written: [MetricFamily]) -> [String] {
            let expected = Dictionary(uniqueKeysWithValues: written.flatMap(samples))
            let shown = Dictionary(uniqueKeysWithValues: found.map { (key($0.labels), $0) })
            var problems = shown.keys.filter { expected[$0] == nil }.map { "\(text($0)): wasn't written" }
            for (key, sample) in expected {
                if let problem = difference(shown[key], sample.value) ?? difference(shown[key], sample.milliseconds) {
                    problems.append("\(text(key)): \(problem)")
                }
            }
            return Array(problems.sorted().prefix(10))
        }

        // MARK: What was written

        private func samples(of family: MetricFamily) -> [(Key, (value: Value, milliseconds: Double?))] {
            family.metrics.flatMap { metric -> [(Key, (value: Value, milliseconds: Double?))] in
                let single = MetricFamily(name: family.name, type: family.type, help: family.help, unit: family.unit, metrics: [metric])
                if format == .protobuf, case .histogram(let value) = metric.value, value.native != nil {
                    let labels = Dictionary(uniqueKeysWithValues: metric.labels.all.map { ($0.name.text, $0.value) })
                    let milliseconds = metric.timestamp.map { ($0 * 1_000).rounded() }
                    return [(key(labels.merging(["__name__": family.name.text]) { $1 }), (.native(value), milliseconds))]
                }
                return single.exposed(as: format).map { sample in
                    var labels = sample.labels.filter { !$0.value.isEmpty }
                    labels[Array("__name__".utf8)] = Array(sample.name.utf8)
                    let value = metric.value.number.map(Value.number) ?? .part(Double(bitPattern: sample.value))
                    return (labels, (value, sample.milliseconds))
                }
            }
        }

        private func key(_ labels: [String: String]) -> Key {
            let own = labels.filter { $0.key != "job" && $0.key != "instance" && !$0.value.isEmpty }
            return Dictionary(uniqueKeysWithValues: own.map { (Array($0.utf8), Array($1.utf8)) })
        }

        private func text(_ key: Key) -> String {
            key.map { "\(String(decoding: $0, as: UTF8.self))=\(String(decoding: $1, as: UTF8.self).debugDescription)" }.sorted()
                .joined(separator: ",")
        }

        // MARK: Differences

        private func difference(_ shown: QueryResult?, _ written: Value) -> String? {
            switch written {
            case .native(let value): return difference(shown?.histogram, value)
            case .number(let value): return difference(shown, value)
            case .part(let value): return value == 0 && shown?.value == 0 ? nil : difference(shown, value)
            }
        }

        private func difference(_ shown: QueryResult?, _ written: Double) -> String? {
            let number = shown?.histogram == nil ? shown?.value : nil
            if let number, number.bitPattern == written.bitPattern || (number.isNaN && written.isNaN) { return nil }
            let isKnown = KnownDifferences.shownNumbers.contains {
                $0.server == server && (!$0.isOfText || format != .protobuf) && $0.isKnown(written, number)
            }
            return isKnown ? nil : "\(number.map { "\($0)" } ?? "nothing") instead of \(written)"
        }

        /// Its buckets' bounds are computed, and may be wrong in the last digit; none reaches into the zero bucket.
        private func difference(_ shown: QueryHistogram?, _ written: HistogramValue) -> String? {
            guard let shown, let native = written.native else { return "no native histogram" }
            let scale = exp2(-Double(native.schema))
            func bounds(_ index: Int) -> (Double, Double) {
                (max(native.zeroThreshold, exp2(Double(index - 1) * scale)), exp2(Double(index) * scale))
            }
            var buckets = native.negative.reversed().map { (-bounds($0.index).1, -bounds($0.index).0, $0.count) }
            if native.zeroCount > 0 { buckets.append((-native.zeroThreshold, native.zeroThreshold, native.zeroCount)) }
            buckets += native.positive.map { (bounds($0.index).0, bounds($0.index).1, $0.count) }
            let found = (shown.buckets ?? []).map { (Double($0.lower) ?? .nan, Double($0.upper) ?? .nan, Double($0.count) ?? .nan) }
            func isNear(_ a: Double, _ b: Double) -> Bool { a == b || (a - b).magnitude <= 1e-12 * b.magnitude }
            let isSame =
                Double(shown.count) == Double(written.count) && Double(shown.sum) == written.sum && found.count == buckets.count
                && zip(found, buckets).allSatisfy {
                    isNear($0.0, $1.0) && isNear($0.1, $1.1) && KnownDifferences.isCount($0.2, of: $1.2, in: written.count)
                }
            return isSame ? nil : "\(shown) instead of \(written)"
        }

        private func difference(_ shown: QueryResult?, _ milliseconds: Double?) -> String? {
            guard let shown, let milliseconds else { return nil }
            let difference = ((shown.time * 1_000).rounded() - milliseconds).magnitude
            let most = KnownDifferences.timeDifference(server, isOpenMetrics: format.isOpenMetrics)
            return difference <= most ? nil : "the time \(shown.time) instead of \(milliseconds) ms"
        }
    }
#endif
