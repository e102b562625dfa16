import Testing

@testable import ContextMetrics

@Suite struct DecimalDigitsTests {
    @Test(arguments: 0...19)
    func `A power of ten has a digit more than what is below it`(exponent: Int) {
        let power = UInt64.powerOfTen(exponent)
        #expect(String(power) == "1" + String(repeating: "0", count: exponent))
        #expect(power.decimalDigitCount == exponent + 1)
        #expect((power - 1).decimalDigitCount == max(1, exponent))
    }

    @Test(arguments: [1, 9, 11, 101, 99_999_999, 1_000_000_001, UInt64.max])
    func `Integers have as many digits as their text`(integer: UInt64) {
        #expect(integer.decimalDigitCount == String(integer).count)
    }
}
