import Testing

@testable import ContextMetrics

@Suite struct `The series of a family` {
    private let root = FamilyRoot(
        FamilyCore(
            GaugeDescriptor("depth", labels: "a", "b").family, NumberStorage(arena: NumberArena(), start: 0.0, isCounting: false)))
    private var core: FamilyCore { root.core }

    private func series(_ a: String, _ b: String) -> UnsafeMutableRawPointer { root.series(a, b).place }

    private var labels: [[String]] { core.series.map(\.labels) }

    @Test func `are each found again, also when the table was outgrown many times`() {
        let places = (0..<5_000).map { series("\($0)", "x") }
        #expect(Set(places).count == places.count)
        for (index, place) in places.enumerated() { #expect(series("\(index)", "x") == place) }
        #expect(labels.count == places.count)
    }

    @Test func `don't take more places when they come and go`() {
        _ = series("kept", "")
        for round in 0..<10_000 {
            _ = series("\(round)", "")
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
                let found = series(labels[0], labels[1])
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
            let place = series(value, "")
            #expect(series("", value) != place || length == 0)
            for index in 0..<length {
                let other = String(repeating: "a", count: index) + "b" + String(repeating: "a", count: length - index - 1)
                #expect(series(other, "") != place)
                #expect(series(other, "") == core.findOrMake([other, ""]))
            }
            #expect(series(value, "") == place)
        }
    }

    /// What is found before the family is pinned counts only if it stands there after that.
    @Test func `are not taken when they went away after they were found, and before they were pinned`() {
        /// What a look-up that began before `change` finds after it.
        func found(_ a: String, while change: () -> Void) -> UnsafeMutableRawPointer? {
            a.withBytes { a in
                "".withBytes { b in
                    let key = NoLabels().and(a).and(b)
                    guard let candidate = core.candidate(key) else {
                        Issue.record("It wasn't there before.")
                        return nil
                    }
                    change()
                    return core.confirm(candidate, key)
                }
            }
        }
        let place = series("a", "")
        #expect(found("a") {} == place)
        #expect(found("a") { _ = core.remove(["a", ""]) } == nil)
        _ = series("a", "")
        #expect(found("a") { core.removeAll() } == nil)
        _ = series("a", "")
        // The table is outgrown, and what is removed then stands in the old one still.
        let outgrown = found("a") {
            for index in 0..<1_000 { _ = series("\(index)", "x") }
            _ = core.remove(["a", ""])
        }
        #expect(outgrown == nil)
    }

    /// The last bytes differ by what the lengths differ by.
    @Test func `can't be made to collide by who doesn't know the secrets of a family`() {
        let hash = LabelHash()
        func hashes(_ values: [[UInt8]], at index: Int) -> Set<UInt64> {
            Set(values.map { value in value.withUnsafeBytes { hash($0, at: index) } })
        }
        let long = (17...32).map { (length: UInt8) -> [UInt8] in
            Array("00000000".utf8) + [0x40 ^ length] + Array(repeating: 0x61, count: Int(length) - 9)
        }
        // Nothing, one to seven zeros, and eight of them.
        let zeros = (0...16).map { [UInt8](repeating: 0, count: $0) }
        let short = ["012345678", "01234567(2345678"].map { Array($0.utf8) }
        for index in 0..<6 {
            #expect(hashes(long, at: index).count == long.count)
            #expect(hashes(short, at: index).count == short.count)
            #expect(hashes(zeros, at: index).count == zeros.count)
        }
        let everywhere = (0..<64).map { index in [UInt8](repeating: 0x61, count: 9).withUnsafeBytes { hash($0, at: index) } }
        #expect(Set(everywhere).count == everywhere.count)
    }
}
