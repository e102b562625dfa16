import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// A natural number of any size, for arithmetic that nobody has to trust.
private struct Natural: Equatable {
    /// Without zeros at the end, the lowest first.
    private(set) var words: [UInt64]

    init(_ word: UInt64) { words = word == 0 ? [] : [word] }
    init(powerOfTwo exponent: Int) { words = Array(repeating: 0, count: exponent / 64) + [1 << UInt64(exponent % 64)] }

    var squared: Natural {
        var product = Natural(0)
        product.words = Array(repeating: 0, count: 2 * words.count)
        for (i, a) in words.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in words.enumerated() {
                let (high, low) = a.multipliedFullWidth(by: b)
                let (sum, over) = low.addingReportingOverflow(product.words[i + j])
                let (total, overToo) = sum.addingReportingOverflow(carry)
                product.words[i + j] = total
                carry = high + (over ? 1 : 0) + (overToo ? 1 : 0)
            }
            product.words[i + words.count] = carry
        }
        while product.words.last == 0 { product.words.removeLast() }
        return product
    }

    static func <= (a: Natural, b: Natural) -> Bool {
        a.words.count != b.words.count ? a.words.count < b.words.count : !b.words.reversed().lexicographicallyPrecedes(a.words.reversed())
    }
}

@Suite struct `The scale of native histograms` {
    private static let schemas = Array(NativeScale.schemas)

    @Test func `has bounds that are exact, rounded down`() {
        #expect(NativeBucketBounds.significands.count == 256 && NativeBucketBounds.significands[0] == 0)
        func power(_ significand: UInt64) -> Natural { (0..<8).reduce(Natural(significand)) { power, _ in power.squared } }
        for place in stride(from: 1, to: 256, by: Sanitizer.isOn ? 16 : 1) {
            // (s / 2^52)^256 <= 2^place, and not so for the next s.
            let significand = 1 << 52 | NativeBucketBounds.significands[place]
            let bound = Natural(powerOfTwo: place + 52 * 256)
            #expect(power(significand) <= bound && !(power(significand + 1) <= bound), "\(place)")
        }
    }

    @Test(arguments: schemas) func `has every bound in its bucket, and the next number in the next`(schema: Int) {
        let scale = NativeScale(schema: schema)
        let exponents = [-1_074, -1_060, -1_023, -1_022, -1_021, -128, -2, -1, 0, 1, 2, 52, 53, 1_022, 1_023]
        for index in exponents.flatMap({ exponent in
            let first = schema < 0 ? exponent >> -schema : exponent << schema
            return first..<first + (1 << max(0, schema))
        }) {
            let bound = NativeScale.bound(of: index, schema: schema)
            if bound == 0 { continue }
            if bound < 0x1p-1021, scale.index(of: bound) != index {
                // So near to zero there are fewer numbers than buckets.
                #expect(scale.index(of: bound) < index && scale.index(of: bound.nextUp) > index)
                continue
            }
            #expect(scale.index(of: bound) == index, "\(bound)")
            if bound < .greatestFiniteMagnitude { #expect(scale.index(of: bound.nextUp) > index, "\(bound.nextUp)") }
            if bound > 0x1p-1000, bound < .greatestFiniteMagnitude {
                #expect(scale.index(of: bound.nextUp) == index + 1)
                #expect(scale.index(of: bound.nextDown) == index)
            }
        }
    }

    @Test func `has the buckets that are easily told`() {
        let numbers = [1, 1.5, 2, 3, 4, 0.5, 0.75, 8, 9, .leastNormalMagnitude, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        #expect(numbers.map(NativeScale(schema: 0).index) == [0, 1, 1, 2, 2, -1, 0, 3, 4, -1_022, -1_074, 1_024])
        #expect(numbers.map(NativeScale(schema: 1).index) == [0, 2, 2, 4, 4, -2, 0, 6, 7, -2_044, -2_148, 2_048])
        #expect(numbers.map(NativeScale(schema: -1).index) == [0, 1, 1, 1, 1, 0, 0, 2, 2, -511, -537, 512])
        #expect(numbers.map(NativeScale(schema: -4).index) == [0, 1, 1, 1, 1, 0, 0, 1, 1, -63, -67, 64])
        // Three times the least number lies above its double.
        #expect(NativeScale(schema: 0).index(of: 3 * .leastNonzeroMagnitude) == -1_072)
    }

    /// By looking at every bound, and not at a table of where they are.
    @Test(arguments: schemas, SeededGenerator.seeds(1)) func `has the bucket that a search through all bounds finds`(
        schema: Int, seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        let scale = NativeScale(schema: schema)
        let coarser = (NativeScale.schemas.lowerBound...schema).reversed().map { NativeScale(schema: $0) }
        let bounds = stride(from: 0, to: 256, by: 256 >> max(0, schema)).map {
            Double(bitPattern: 1_023 << 52 | NativeBucketBounds.significands[$0])
        }
        for _ in 0..<(Sanitizer.isOn ? 500 : 5_000) {
            let number = Double(bitPattern: random.next() >> 1)
            if !number.isFinite || number == 0 { continue }
            let place = bounds.firstIndex { number.significand <= $0 } ?? bounds.count
            let exponent = Int(number.exponent)
            let expected =
                schema > 0
                ? exponent << schema + place : Int(((Double(exponent) + Double(place)) / Double(1 << max(0, -schema))).rounded(.up))
            #expect(scale.index(of: number) == expected, "\(number) of seed \(seed)")
            // Wider buckets hold whole narrower ones.
            for (steps, scale) in coarser.enumerated() {
                #expect(scale.index(of: number) == NativeScale.coarser(expected, by: steps), "\(number) of seed \(seed)")
            }
        }
    }

    @Test(arguments: [
        (65_536, -4), (65_535, -3), (1e300, -4), (256, -3), (16, -2), (4, -1), (3.99, 0), (2, 0), (1.99, 1), (1.5, 1), (1.4, 2), (1.1, 3),
        (1.09, 4), (1.005, 8), (1.002, 8),
    ]) func `is the coarsest whose buckets grow no faster than was asked for`(growth: Double, schema: Int) {
        #expect(NativeBuckets(growth: growth).schema == schema)
    }
}
