import Synchronization
import Testing

@testable import ContextMetrics

/// Bodies that are encoded while they are read.
@Suite struct `Long bodies` {
    /// A registry with about 60 bytes of text a series.
    private func registry(series: Int) throws -> (registry: ContextRegistry, gauges: GaugeFamily<Double, 1>) {
        let registry = ContextRegistry()
        let gauges = try registry.gauge("a_gauge_with_a_name", help: "Numbered.", labels: "number")
        for index in 0..<series { gauges.with("number \(index)").set(Double(index)) }
        return (registry, gauges)
    }

    @Test func `hold everything, in blocks of about 64 KiB cut between lines, and know no length before`() async throws {
        let registry = try registry(series: 20_000).registry
        // Its own metrics change while a body is read.
        let response = await ScrapeHandler(registry, options: .init(includesHandlerMetrics: false)).scrape()
        #expect(response.status == 200)
        #expect(response.body.count == nil)
        #expect(response[header: "content-length"] == nil)
        #expect(response[header: "content-type"] != nil)
        let blocks = Array(response.body.blocks)
        #expect(blocks.count > 10)
        for block in blocks.dropLast() {
            #expect(block.count >= TextBuffer.blockSize && block.count < TextBuffer.blockSize + 200)
            #expect(block.last == UInt8(ascii: "\n"))
        }
        let lines = String(decoding: blocks.joined(), as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("a_gauge") }.count == 20_000)
        #expect(response.body.bytes == blocks.flatMap(\.self))
    }

    @Test func `of a quarter of a megabyte or less know their length`() async throws {
        let response = await ScrapeHandler(try registry(series: 2_000).registry).scrape()
        let count = try #require(response.body.count)
        #expect(count == response.body.bytes.count)
        #expect(response[header: "content-length"] == String(count))
    }

    @Test func `are known to be long before they are encoded`() async throws {
        let families = try registry(series: 20_000).registry.instruments
        let least = families.parts(as: .text).leastBytes(as: .text)
        let count = ExpositionReader(families, as: .text).count(upTo: .max) ?? 0
        #expect(least > EncodedExposition.eager)
        #expect((count * 8 / 10...count).contains(least))
    }

    @Test func `carry the values of the moment when they are read`() async throws {
        let (registry, gauges) = try registry(series: 20_000)
        let response = await ScrapeHandler(registry).scrape()
        var reader = response.body.makeReader()
        _ = reader.withNextBlock { $0.count }
        gauges.with("number 19999").set(-7)
        gauges.remove("number 19998")
        var text = ""
        while let block = reader.withNextBlock({ $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }) { text += block }
        #expect(text.contains("a_gauge_with_a_name{number=\"number 19999\"} -7\n"))
        // It was there when the scrape began.
        #expect(text.contains("a_gauge_with_a_name{number=\"number 19998\"} 19998\n"))
    }

    @Test func `of collectors are encoded while they are read, too`() async throws {
        let registry = ContextRegistry()
        let gauge = GaugeDescriptor("collected", labels: "number")
        try registry.register("collector") { sink in
            sink.family(gauge) { family in for index in 0..<30_000 { family.sample("\(index)", value: Double(index)) } }
        }
        try registry.counter("b_total").increment()
        for format in ["text/plain", "application/openmetrics-text"] {
            let response = await ScrapeHandler(registry).scrape(["accept": [format]])
            #expect(response.body.count == nil)
            let lines = String(decoding: response.body.bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("collected{") }.count == 30_000)
            #expect(lines.contains("b_total 1"))
            #expect((lines.last == "# EOF") == (format != "text/plain"))
        }
    }

    @Test func `G16: are refused as a whole when they are longer than the limit`() async throws {
        let registry = try registry(series: 20_000).registry
        let size = await ScrapeHandler(registry).scrape().body.bytes.count
        for (limit, status) in [(size + 1_000, 200), (size - 20_000, 500), (600_000, 500)] {
            let handler = ScrapeHandler(registry, options: .init(includesMaxOf: limit))
            #expect(await handler.scrape().status == status, "\(limit) of \(size)")
        }
    }

    @Test func `are counted as they are read`() async throws {
        let registry = try registry(series: 20_000).registry
        let handler = ScrapeHandler(registry)
        let response = await handler.scrape()
        let bytes = HandlerMetrics.of(registry).responseBytes
        #expect(bytes.value == 0)
        var reader = response.body.makeReader()
        let first = reader.withNextBlock { $0.count }
        #expect(bytes.value == UInt64(first ?? 0))
        let all = response.body.bytes.count
        #expect(bytes.value == UInt64((first ?? 0) + all))
    }

    @Test func `throw what their reader throws, and go on after it`() async throws {
        struct Full: Error {}
        let response = await ScrapeHandler(try registry(series: 20_000).registry).scrape()
        var reader = response.body.makeReader()
        var hasThrown = false
        do { _ = try reader.withNextBlock { _ in throw Full() } } catch { hasThrown = true }
        #expect(hasThrown)
        let next = reader.withNextBlock { $0.count }
        #expect(next != nil)
    }

    @Test func `without bytes have no blocks`() {
        #expect(Array(ScrapeResponse.Body().blocks).isEmpty)
        #expect(Array(ScrapeResponse.Body([[], [1, 2], []]).blocks) == [[1, 2]])
        #expect(ScrapeResponse.Body([[], [1, 2], [3]]).count == 3)
    }
}

extension ScrapeHandler.Options {
    fileprivate init(includesMaxOf bytes: Int) { self.init(maxResponseBytes: bytes) }
}
