import Foundation
import Testing

@testable import ContextMetrics

/// Against all observations, kept and sorted.
@Suite struct `A sketch of a sliding window` {
    /// What is promised of a quantile, for sorted observations.
    private func isWithinError(_ told: Double, _ quantile: Double, of sorted: [Double]) -> Bool {
        if sorted.isEmpty { return told.isNaN }
        let rank = max(1, (quantile * Double(sorted.count)).rounded(.up))
        let exact = sorted[Int(rank) - 1]
        return (told - exact).magnitude <= exact.magnitude / 128 + .leastNormalMagnitude
    }

    private static let quantiles = [0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1]

    private static func observation(_ kind: Int, using random: inout SeededGenerator) -> Double {
        let uniform = Double.random(in: 0..<1, using: &random)
        return switch kind {
        case 0: uniform
        case 1: pow(10, uniform * 12 - 6)
        case 2: -log(1 - uniform) * 0.01
        case 3: (uniform - 0.5) * 1e6
        case 4: Double(Int.random(in: -2...2, using: &random))
        case 5: 1 / (1 - uniform)
        default: scalbn(uniform, -1060)
        }
    }

    @Test(arguments: Array(0...6), SeededGenerator.seeds(3))
    func `keeps its error for whatever distribution, while slices come and go`(kind: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let slices = Int.random(in: 1...6, using: &random)
        var sketch = WindowedSketch(slices: slices)
        var kept: [(slice: Int, value: Double)] = []
        var slice = 0
        for step in 0..<60 {
            for _ in 0..<Int.random(in: 0...80, using: &random) {
                let value = Self.observation(kind, using: &random)
                sketch.add(value)
                kept.append((slice, value))
            }
            if random.one(in: 2) { slice += Int.random(in: 0...(random.one(in: 8) ? 10 : 1), using: &random) }
            sketch.advance(to: slice)
            kept.removeAll { $0.slice <= slice - slices }
            let sorted = kept.map(\.value).sorted()
            for told in sketch.quantiles(Self.quantiles) {
                #expect(
                    isWithinError(told.value, told.quantile, of: sorted),
                    "kind \(kind), seed \(seed), step \(step), \(told) of \(sorted.count)")
            }
        }
    }

    @Test func `a slice that has passed already brings nothing back`() {
        var sketch = WindowedSketch(slices: 2)
        sketch.advance(to: 5)
        sketch.add(1)
        sketch.advance(to: 3)
        sketch.add(1)
        sketch.advance(to: 6)
        #expect(sketch.quantiles([0.5]).allSatisfy { !$0.value.isNaN })
        sketch.advance(to: 7)
        #expect(sketch.quantiles([0.5]).allSatisfy { $0.value.isNaN })
    }

    @Test func `numbers of every size fit, and the larger ones keep their error`() throws {
        var sketch = WindowedSketch(slices: 2)
        let all = stride(from: -1022, through: 1018, by: 8).map { scalbn(1.37, $0) }
        for value in all + all.reversed() { sketch.add(value) }
        let largest = all.suffix(8)
        for (told, exact) in zip(sketch.quantiles(largest.indices.map { Double($0 + 1) / Double(all.count) }), largest) {
            #expect((told.value - exact).magnitude <= exact / 128)
        }
        // The smallest of the 64 powers of two.
        #expect(try #require(sketch.quantiles([0]).first).value == scalbn(1 + 1.0 / 128, 1018 - 63))
    }
}

@Suite struct `Buckets of magnitudes` {
    private func buckets(_ counted: MagnitudeBuckets, descending: Bool = false) -> [(middle: Double, count: UInt64)] {
        var all: [(Double, UInt64)] = []
        counted.visit(descending: descending) {
            all.append(($0, $1))
            return true
        }
        return all
    }

    @Test func `are never more than their limit, and lose no count`() throws {
        var counted = MagnitudeBuckets(columns: 2)
        var all: UInt64 = 0
        for exponent in (-1022...1023).shuffled() {
            for value in [scalbn(1, exponent), scalbn(1.999, exponent)] {
                counted.add(MagnitudeBuckets.key(of: value), column: Int(all % 2))
                all += 1
            }
        }
        #expect(counted.total == all)
        let middles = buckets(counted).map(\.middle)
        #expect(try #require(middles.last) / #require(middles.first) < 0x1p64)
        #expect(middles == buckets(counted, descending: true).map(\.middle).reversed())
        #expect(middles == middles.sorted())
    }

    @Test func `give room to small numbers once the large ones are gone`() throws {
        var counted = MagnitudeBuckets(columns: 2)
        counted.add(MagnitudeBuckets.key(of: 1e300), column: 0)
        counted.add(MagnitudeBuckets.key(of: 1e300 / 0x1p60), column: 1)
        counted.add(MagnitudeBuckets.key(of: 1e-9), column: 1)
        #expect(try #require(buckets(counted).first).middle > 1e200)
        counted.clear(column: 0)
        counted.clear(column: 1)
        #expect(buckets(counted).isEmpty)
        counted.add(MagnitudeBuckets.key(of: 1e-9), column: 1)
        let only = try #require(buckets(counted).first)
        #expect((only.middle - 1e-9).magnitude <= 1e-9 / 128)
    }

    @Test func `hold the largest and the smallest numbers`() throws {
        for value in [Double.leastNormalMagnitude, .greatestFiniteMagnitude, 1, 1.nextDown] {
            var counted = MagnitudeBuckets(columns: 1)
            counted.add(MagnitudeBuckets.key(of: value), column: 0)
            let only = try #require(buckets(counted).first)
            #expect(only.middle.isFinite)
            #expect((only.middle - value).magnitude <= value / 128)
        }
    }
}
