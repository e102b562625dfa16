import Testing

@testable import ContextMetrics

@Suite struct `The table of children` {
    private var table = ChildTable<Int>()

    @Test mutating func `keeps the first child of two for the same labels`() {
        let first = table.findOrInsert(LabelValues(["a"]), 1)
        let second = table.findOrInsert(LabelValues(["a"]), 2)
        #expect(first == 1)
        #expect(second == 1)
        #expect(table.find(LabelValues(["a"])) == 1)
        #expect(table.count == 1)
    }

    @Test mutating func `doesn't grow with children that come and go`() {
        for round in 0..<10_000 {
            let labels = LabelValues(["\(round)"])
            _ = table.findOrInsert(labels, round)
            let removed = table.remove(labels)
            #expect(removed)
        }
        #expect(table.count == 0)
        #expect(table.entries.count <= 17)
    }

    /// Against a list of pairs that is searched from the front.
    @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
    mutating func `does what a plain list would do`(seed: UInt64) {
        var generator = seed
        func next(_ bound: UInt64) -> UInt64 {
            generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (generator >> 33) % bound
        }
        var list: [(labels: [String], child: Int)] = []
        for round in 0..<3_000 {
            let labels = ["\(next(40))", "\(next(3))"]
            let place = list.firstIndex { $0.labels == labels }
            if next(5) < 2 {
                let removed = table.remove(LabelValues(labels))
                #expect(removed == (place != nil), "seed \(seed)")
                if let place { list.remove(at: place) }
            } else {
                let expected = place.map { list[$0].child } ?? round
                let child = table.findOrInsert(LabelValues(labels), round)
                #expect(child == expected, "seed \(seed)")
                if place == nil { list.append((labels, round)) }
            }
        }
        #expect(table.entries.compactMap { $0?.labels.values } == list.map(\.labels), "seed \(seed)")
        #expect(table.entries.compactMap { $0?.child } == list.map(\.child), "seed \(seed)")
    }
}
