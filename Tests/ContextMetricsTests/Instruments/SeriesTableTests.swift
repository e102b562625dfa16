import Testing

@testable import ContextMetrics

@Suite struct `The series of a family` {
    private let core = FamilyCore(
        GaugeDescriptor("depth", labels: "a", "b").family, NumberStorage(arena: NumberArena(), start: 0.0, isCounting: false))

    private var labels: [[String]] { core.series.map(\.labels) }

    @Test func `are each found again, also when the table was outgrown many times`() {
        let places = (0..<5_000).map { core.series("\($0)", "x") }
        #expect(Set(places).count == places.count)
        for (index, place) in places.enumerated() { #expect(core.series("\(index)", "x") == place) }
        #expect(labels.count == places.count)
    }

    @Test func `don't take more places when they come and go`() {
        _ = core.series("kept", "")
        for round in 0..<10_000 {
            _ = core.series("\(round)", "")
            #expect(core.remove(["\(round)", ""]))
        }
        #expect(labels == [["kept", ""]])
        #expect(core.blocks.count == 1)
    }

    /// Against a list of pairs that is searched from the front.
    @Test(arguments: SeededGenerator.seeds(2) + [1, 2])
    func `are those of a plain list`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var list: [(labels: [String], place: UnsafeMutableRawPointer)] = []
        for _ in 0..<5_000 {
            let labels = ["\(generator.next() % 40)", "\(generator.next() % 3)"]
            let place = list.firstIndex { $0.labels == labels }
            switch generator.next() % 500 {
            case 0:
                core.removeAll()
                list = []
            case 1..<250:
                #expect(core.remove(labels) == (place != nil), "seed \(seed)")
                if let place { list.remove(at: place) }
            default:
                let found = core.series(labels[0], labels[1])
                if let place {
                    #expect(found == list[place].place, "seed \(seed)")
                } else {
                    #expect(!list.contains { $0.place == found }, "seed \(seed)")
                    list.append((labels, found))
                }
                #expect(core.findOrMake(labels) == found, "seed \(seed)")
            }
        }
        // A series that is new may stand where one was removed.
        #expect(Set(self.labels) == Set(list.map(\.labels)), "seed \(seed)")
        #expect(self.labels.count == list.count, "seed \(seed)")
    }

    @Test func `differ in every byte of their values, whatever the length`() {
        for length in 0...40 {
            let value = String(repeating: "a", count: length)
            let place = core.series(value, "")
            #expect(core.series("", value) != place || length == 0)
            for index in 0..<length {
                let other = String(repeating: "a", count: index) + "b" + String(repeating: "a", count: length - index - 1)
                #expect(core.series(other, "") != place)
                #expect(core.series(other, "") == core.findOrMake([other, ""]))
            }
            #expect(core.series(value, "") == place)
        }
    }
}
