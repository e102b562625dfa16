import Foundation
import Testing

@testable import ContextMetrics

/// Swift's `description` and libc are the judges of random numbers.
///
/// How many is in the environment's `SHORTEST_DECIMAL_NUMBERS`: 50,000 without it, ten million for a release build.
@Suite struct ShortestDecimalTests {
    @Test(
        arguments: [
            (1, 1, 0), (-1, 1, 0), (0.1, 1, -1), (1000, 1, 3), (123.456, 123_456, 2), (-0.001, 1, -3), (0.0005, 5, -4), (1e15, 1, 15),
            (999_999_999_999.999, 999_999_999_999_999, 11), (1_000_000_000_000.001, 1_000_000_000_000_001, 12), (1e23, 1, 23),
            (0.3, 3, -1), (0.1 + 0.2, 30_000_000_000_000_004, -1), (.leastNonzeroMagnitude, 5, -324), (0x1p-1073, 1, -323),
            (.leastNormalMagnitude, 22_250_738_585_072_014, -308), (.greatestFiniteMagnitude, 17_976_931_348_623_157, 308),
            // In the middle between two decimals that are as short: the even one.
            (1_125_899_906_842_624.25, 11_258_999_068_426_242, 15), (1_125_899_906_842_624.75, 11_258_999_068_426_248, 15),
            // Powers of two: the numbers below are closer than those above.
            (9_007_199_254_740_992, 9_007_199_254_740_992, 15), (0x1p-44, 5_684_341_886_080_802, -14), (0x1p89, 6_189_700_196_426_902, 26),
            // The even number's border is itself a decimal with few digits, and is read as that number.
            (0x1p54 + 8, 1_801_439_850_948_199, 16), (9e22, 9, 22), (2e23, 2, 23),
        ] as [(Double, UInt64, Int)])
    func `Some numbers have known digits`(value: Double, significand: UInt64, exponent: Int) {
        let decimal = ShortestDecimal(value)
        #expect(decimal.significand == significand)
        #expect(decimal.count == String(significand).count)
        #expect(decimal.exponent == exponent)
    }

    @Test func `Powers of two and of ten, their neighbours, and the smallest numbers have the digits of Swift's description`() {
        var values = (1...2000).map { Double(bitPattern: $0) }
        for exponent in 0...2046 {
            let power = Double(bitPattern: UInt64(exponent) << 52)
            values += [power.nextDown.magnitude, power, power.nextUp, power.nextUp.nextUp]
        }
        for exponent in -323...308 {
            let power = strtod("1e\(exponent)", nil)
            values += [power.nextDown, power, power.nextUp]
        }
        for value in values where value != 0 && !hasDigitsOfDescription(value) { Issue.record("\(value) became \(ShortestDecimal(value))") }
    }

    @Test func `Random numbers have the digits of Swift's description`() throws {
        var random = seeded()
        for _ in 0..<numbers {
            let value = Double.finite(using: &random)
            try #require(hasDigitsOfDescription(value), "\(value) became \(ShortestDecimal(value))")
        }
    }

    @Test func `Random numbers are read back by libc, which would round to the same digits and needs all of them`() throws {
        var random = seeded()
        for _ in 0..<numbers / 10 {
            let value = Double.finite(using: &random)
            let decimal = ShortestDecimal(value)
            let text = "\(decimal.significand)e\(decimal.exponent - decimal.count + 1)"
            try #require(strtod(text, nil) == value, "\(text) is not \(value)")
            // Not so where numbers below are closer: there the nearest decimal may be read as another number.
            if value.significandBitPattern == 0 { continue }
            let rounded = String(format: "%.\(decimal.count - 1)e", value)
            try #require(strtod(rounded, nil) == value, "\(rounded) is not \(value)")
            try #require(rounded.filter(\.isNumber).hasPrefix(String(decimal.significand)), "\(rounded) became \(text)")
            if decimal.count > 1 {
                let shorter = String(format: "%.\(decimal.count - 2)e", value)
                try #require(strtod(shorter, nil) != value, "\(shorter) would do for \(text)")
            }
        }
    }

    private var numbers: Int {
        getenv("SHORTEST_DECIMAL_NUMBERS").flatMap { Int(String(cString: $0)) } ?? (Sanitizer.isOn ? 5000 : 50_000)
    }

    private func seeded() -> SeededGenerator {
        let seed = UInt64.random(in: 0 ... .max)
        print("ShortestDecimalTests seed \(seed)")
        return SeededGenerator(seed: seed)
    }

    private func hasDigitsOfDescription(_ value: Double) -> Bool {
        let decimal = ShortestDecimal(value)
        return (decimal.significand, decimal.count, decimal.exponent) == digitsOfDescription(value)
    }

    private func digitsOfDescription(_ value: Double) -> (significand: UInt64, count: Int, exponent: Int) {
        var significand: UInt64 = 0
        var (digits, zeros, exponent) = (0, 0, 0)
        var fractionDigits: Int?
        var bytes = value.magnitude.description.utf8[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "e") {
                exponent = Int(Substring(bytes)) ?? 0
                break
            }
            if byte == UInt8(ascii: ".") {
                fractionDigits = 0
                continue
            }
            fractionDigits? += 1
            let digit = UInt64(byte - UInt8(ascii: "0"))
            if digit == 0 {
                zeros += 1
                continue
            }
            // Zeros count only where a digit follows, and take part only where one came before.
            if significand > 0 {
                for _ in 0..<zeros { significand *= 10 }
                digits += zeros
            }
            zeros = 0
            significand = significand * 10 + digit
            digits += 1
        }
        return (significand, digits, exponent - (fractionDigits ?? 0) + zeros + digits - 1)
    }
}

extension ShortestDecimal {
    /// Without the zeros at the end.
    fileprivate var significand: UInt64 { digits / .powerOfTen(17 - count) }
}

extension Double {
    /// Positive numbers of every size, with few digits and with many, and such as stand beside them.
    fileprivate static func finite(using random: inout SeededGenerator) -> Double {
        let bits = random.next()
        let value: Double =
            switch bits % 8 {
            case 0: Double((bits >> 3) >> (bits >> 58)) / 4
            case 1: Double((bits >> 3) >> (bits >> 58)) / 1000
            case 2: Double(bitPattern: random.next() >> UInt64.random(in: 12..<64, using: &random))
            case 3: Double(bitPattern: UInt64.random(in: 1...2046, using: &random) << 52)
            case 4: strtod("\(random.next() >> (bits >> 58))e\(Int.random(in: -340...290, using: &random))", nil)
            case 5: strtod("\(random.next() >> (bits >> 58))e\(Int.random(in: -25...10, using: &random))", nil)
            default: Double(bitPattern: random.next()).magnitude
            }
        if !value.isFinite || value == 0 { return finite(using: &random) }
        return random.one(in: 4) && value < greatestFiniteMagnitude ? value.nextUp : value
    }
}
