/// A power of ten in binary: significand·2^(exponent - 127), where the significand has 128 bits.
///
/// The significand is above the true one by no more than three units of its last bit.
struct PowerOfTen {
    let significand: UInt128
    /// ⌊log2 10^n⌋.
    let exponent: Int

    /// - Parameter n: From -292 to 324, which is all that a `Double` can need.
    init(_ n: Int) {
        significand = PowerOfTen.significands[n &+ 292]
        exponent = PowerOfTen.logarithm(n)
    }

    /// Filled at first use: ten kilobytes that would be hundreds of lines of source.
    private static let significands = InlineArray<617, UInt128> { PowerOfTen.significand($0 - 292) }

    /// The significand of 10^n from what is stored.
    ///
    /// That is every 27th, rounded up; for those in between it is multiplied by a power of five, which fits into 64 bits, and cut off.
    /// The result is off by less than two units either way, so with one more it is too large for certain.
    private static func significand(_ n: Int) -> UInt128 {
        let index = (n + 297) / 27
        let stored = index * 27 - 297
        let five = UInt128(powersOfFive[n - stored])
        let low = UInt128(everyTwentySeventh[2 * index + 1]) * five
        let high = UInt128(everyTwentySeventh[2 * index]) * five + low >> 64
        let excess = logarithm(n) - logarithm(stored) - (n - stored)
        return (high << UInt128(64 - excess) | UInt128(UInt64(truncatingIfNeeded: low) >> UInt64(excess))) + 1
    }

    private static func logarithm(_ n: Int) -> Int { (n &* 1_741_647) >> 19 }

    /// 5^0 to 5^26.
    private static let powersOfFive: InlineArray<27, UInt64> = [
        1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625, 1_220_703_125, 6_103_515_625,
        30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625, 19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125,
        2_384_185_791_015_625, 11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125, 1_490_116_119_384_765_625,
    ]

    /// The upper and the lower half of ⌈10^n·2^(127 - ⌊log2 10^n⌋)⌉, for every 27th n from -297 to 324.
    private static let everyTwentySeventh: InlineArray<48, UInt64> = [
        0xa76c_5823_38ed_2621, 0xaf2a_f2b8_0af6_f24f, 0x873e_4f75_e222_4e68, 0x5a77_44a6_e804_a292,
        0xda7f_5bf5_9096_6848, 0xaf39_a475_506a_899f, 0xb080_392c_c434_9dec, 0xbd8d_794d_96aa_cfb4,
        0x8e93_8662_882a_f53e, 0x547e_b47b_7282_ee9d, 0xe658_29b3_046b_0afa, 0x0cb4_a5a3_112a_5113,
        0xba12_1a46_50e4_ddeb, 0x92f3_4d62_616c_e414, 0x964e_858c_91ba_2655, 0x3a6a_07f8_d510_f870,
        0xf2d5_6790_ab41_c2a2, 0xfae2_7299_423f_b9c4, 0xc428_d05a_a475_1e4c, 0xaa97_e14c_3c26_b887,
        0x9e74_d1b7_91e0_7e48, 0x775e_a264_cf55_347e, 0x8000_0000_0000_0000, 0x0000_0000_0000_0000,
        0xcecb_8f27_f420_0f3a, 0x0000_0000_0000_0000, 0xa70c_3c40_a64e_6c51, 0x9990_90b6_5f67_d924,
        0x86f0_ac99_b4e8_dafd, 0x69a0_28bb_3ded_71a4, 0xda01_ee64_1a70_8de9, 0xe80e_6f48_20cc_9496,
        0xb01a_e745_b101_e9e4, 0x5ec0_5dcf_f72e_7f90, 0x8e41_ade9_fbeb_c27d, 0x1458_8f13_be84_7308,
        0xe5d3_ef28_2a24_2e81, 0x8f16_68c8_a86d_a5fb, 0xb9a7_4a06_37ce_2ee1, 0x6d95_3e2b_d717_3693,
        0x95f8_3d0a_1fb6_9cd9, 0x4abd_af10_1564_f98f, 0xf24a_01a7_3cf2_dccf, 0xbc63_3b39_673c_8ced,
        0xc3b8_3581_09e8_4f07, 0x0a86_2f80_ec47_00c9, 0x9e19_db92_b4e3_1ba9, 0x6c07_a2c2_6a83_46d2,
    ]
}
