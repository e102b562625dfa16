import Foundation
import Testing

@testable import ContextMetrics

@Suite struct DoubleTextTests {
    @Test(
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (0.1, "0.1"), (-2.5, "-2.5"), (1e6, "1000000"), (1_234_567, "1234567"),
            (999_999_999_999_999, "999999999999999"), (1e15, "1000000000000000"), (-1e15, "-1000000000000000"),
            (9_007_199_254_740_992, "9007199254740992"), (123_456_789_012_345_680, "123456789012345680"),
            (1e20, "100000000000000000000"), (9.99e20, "999000000000000000000"), (1e21, "1e+21"), (1.5e21, "1.5e+21"),
            (123456.789, "123456.789"), (0.0001, "0.0001"), (0.00012345, "0.00012345"), (0.00001, "1e-05"), (-1.25e-7, "-1.25e-07"),
            (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (1e100, "1e+100"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (-.nan, "NaN"), (.signalingNaN, "NaN"),
        ] as [(Double, String)])
    func `Values are plain digits, or shortest digits with Go's exponent rule`(value: Double, expected: String) {
        #expect(rendered { $0.append(value: value) } == expected)
    }

    // The examples of OpenMetrics' "Canonical Numbers", and what stands around its borders.
    @Test(
        arguments: [
            (0, "0.0"), (-0.0, "0.0"), (0.001, "0.001"), (0.002, "0.002"), (0.01, "0.01"), (0.1, "0.1"), (0.9, "0.9"), (0.95, "0.95"),
            (0.99, "0.99"), (0.999, "0.999"), (1, "1.0"), (1.7, "1.7"), (10, "10.0"), (100, "100.0"), (1000, "1000.0"),
            (10_000, "10000.0"), (100_000, "100000.0"), (123_456, "123456.0"), (123_456.7, "123456.7"), (1e6, "1e+06"),
            (1_234_567, "1.234567e+06"), (123_456_789, "1.23456789e+08"), (2.5e6, "2.5e+06"), (1e7, "1e+07"), (1e10, "1e+10"),
            (1e20, "1e+20"), (1e-4, "0.0001"), (1e-5, "1e-05"), (1e-10, "1e-10"), (1e-100, "1e-100"), (-1, "-1.0"), (-2.5, "-2.5"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"),
        ] as [(Double, String)])
    func `Bounds have OpenMetrics' canonical form`(bound: Double, expected: String) {
        #expect(rendered { $0.append(bound: bound) } == expected)
    }

    @Test func `Random numbers read back as themselves, in no more digits than Swift's`() {
        let seed = UInt64.random(in: 0 ... .max)
        print("DoubleTextTests seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let value = Double.hostile(using: &random)
            if !value.isFinite || value == 0 { continue }
            let texts = [rendered { $0.append(value: value) }, rendered { $0.append(bound: value) }]
            for text in texts where strtod(text, nil).bitPattern != value.bitPattern {
                Issue.record("\(value) became \(text) (seed \(seed))")
            }
            let digits = texts.map(significantDigits) + [significantDigits(value.description)]
            if Set(digits).count != 1 { Issue.record("\(value) has the digits \(digits) (seed \(seed))") }
        }
    }

    /// Against digits that are put together by hand.
    @Test func `Thousandths have no zeros at their end, whatever stands before the point`() {
        var counts = Array(1...20_000)
        for digits in 4...14 {
            var power = 1
            for _ in 0..<digits { power *= 10 }
            counts += (power - 1_200)...(power + 1_200)
        }
        counts += stride(from: 7, to: 200_000_000, by: 39_989)
        for count in counts {
            let (whole, rest) = count.quotientAndRemainder(dividingBy: 1000)
            var text = String(whole)
            if rest != 0 {
                text += "." + String(String(1000 + rest).dropFirst())
                while text.last == "0" { text.removeLast() }
            }
            for (sign, value) in [("", Double(count) / 1000), ("-", -Double(count) / 1000)] {
                let rendered = rendered { $0.append(value: value) }
                if rendered != sign + text { Issue.record("\(rendered) for \(sign)\(text)") }
            }
        }
    }

    @Test func `Every count of digits stands right at every place of the point`() {
        for count in 1...17 {
            let digits = String("12345678912345678".prefix(count))
            for exponent in -8...24 {
                let text = "\(digits)e\(exponent - count + 1)"
                for sign in ["", "-"] {
                    let value = strtod(sign + text, nil)
                    let rendered = rendered { $0.append(value: value) }
                    #expect(strtod(rendered, nil) == value)
                    #expect(rendered.contains("e") == !(-4..<21).contains(exponent), "\(text) became \(rendered)")
                    #expect(rendered.hasSuffix(".") == false && rendered.contains(".e") == false)
                }
            }
        }
    }

    private func significantDigits(_ text: String) -> String {
        let digits = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
        return String(digits.reversed().drop { $0 == "0" }.reversed())
    }
}

/// SplitMix64: the same numbers for the same seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension Double {
    /// Numbers of every size and shape: small and large integers, short decimals, any bit pattern, the special ones.
    static func hostile(using random: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: Double(Int.random(in: -1000...1000, using: &random))
        case 1: Double(Int64(bitPattern: random.next() >> UInt64.random(in: 0..<64, using: &random)))
        case 2: Double(Int.random(in: -100_000...100_000, using: &random)) / 1000
        case 3: scalbn(Double(Int.random(in: 1...9, using: &random)), Int.random(in: -1074...1020, using: &random))
        case 4: pow(10, Double(Int.random(in: -30...30, using: &random)))
        case 5:
            [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .ulpOfOne]
                .randomElement(using: &random) ?? 0
        default: Double(bitPattern: random.next())
        }
    }
}
