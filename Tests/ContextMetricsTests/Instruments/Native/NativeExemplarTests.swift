import Testing

@testable import ContextMetrics

extension `Native histograms` {
    @Test func `have exemplars with times, all of them in protobuf, and the newest of a classic bucket in OpenMetrics`() throws {
        let histogram = try registry.nativeHistogram("h", classic: [1])
        histogram.observe(0.5, exemplar: ["t": "1"], at: 10)
        histogram.observe(0.25, exemplar: ["t": "2"], at: 20)
        histogram.observe(0.75, exemplar: ["t": "3"], at: 15)
        histogram.observe(8, exemplar: ["t": String(repeating: "x", count: 200)])
        histogram.time(exemplar: ["t": "4"]) {}
        #expect(histogram.droppedExemplars == 1 && histogram.value.count == 5)
        let text = exposition(registry.instruments, as: .openMetrics)
        #expect(text.contains("h_bucket{le=\"1.0\"} 4 # {t=\"4\"} "))
        #expect(text.contains("h_bucket{le=\"+Inf\"} 5\n"))
        guard case .histogram(let decoded) = try decoded().first?.value else {
            Issue.record("no histogram")
            return
        }
        #expect(
            decoded.nativeExemplars.prefix(3) == [
                ExposedExemplar(["t": "1"], 0.5, at: 10), ExposedExemplar(["t": "3"], 0.75, at: 15),
                ExposedExemplar(["t": "2"], 0.25, at: 20),
            ])
        #expect(decoded.nativeExemplars.count == 4)
    }

    @Test func `keep ten exemplars, the ones furthest apart, and old ones no longer than five minutes`() throws {
        var exemplars = NativeExemplars()
        func keep(_ value: Double, at time: Double) throws { exemplars.keep(try Exemplar(value, labels: [:], at: time)) }
        for exponent in 0..<10 { try keep(Double(1 << exponent), at: Double(exponent)) }
        #expect(exemplars.all.map(\.value) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
        // Next to 64, which is older.
        try keep(65, at: 20)
        #expect(exemplars.all.map(\.value) == [1, 2, 4, 8, 16, 32, 65, 128, 256, 512])
        // Older than its neighbour.
        try keep(66, at: 3)
        #expect(exemplars.all.map(\.value) == [1, 2, 4, 8, 16, 32, 65, 128, 256, 512])
        try keep(-5, at: 30)
        #expect(exemplars.all.count == 10 && exemplars.all.first?.value == -5)
        let oldest = exemplars.all.compactMap(\.timestamp).min() ?? 0
        try keep(65.5, at: oldest + 301)
        #expect(exemplars.all.count == 10 && exemplars.all.contains { $0.value == 65.5 })
        #expect(exemplars.all.allSatisfy { $0.timestamp ?? 0 > oldest })
    }
}
