import Testing

@testable import ContextMetrics

@Suite struct `A few elements` {
    @Test(arguments: SeededGenerator.seeds(8)) func `behave like an array, whatever is done to them`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var few = Few<Int>()
        var array: [Int] = []
        for step in 0..<2_000 {
            let wanted = Int.random(in: 0..<6, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                few.append(step % 6)
                array.append(step % 6)
            case 2:
                let index = array.firstIndex(of: wanted)
                #expect(few.remove { $0 == wanted } == index.map { array.remove(at: $0) })
            case 3:
                #expect(few.removeAll { $0 < wanted - 3 } == array.filter { $0 < wanted - 3 })
                array.removeAll { $0 < wanted - 3 }
            default:
                let index = array.firstIndex(of: wanted)
                if let index { array[index] = 5 - wanted }
                #expect(few.update(where: { $0 == wanted }) { $0 = 5 - wanted } == index.map { array[$0] })
            }
            #expect(few.count == array.count, "seed \(seed), step \(step)")
            #expect(few.isEmpty == array.isEmpty)
            #expect(few.all == array)
            #expect(few.first { $0 >= wanted } == array.first { $0 >= wanted })
            #expect(few.contains { $0 == wanted } == array.contains(wanted))
        }
    }
}
