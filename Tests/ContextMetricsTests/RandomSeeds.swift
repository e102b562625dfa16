extension SeededGenerator {
    /// Fresh seeds, as arguments of a test: the runner prints the argument of a case that fails.
    static func seeds(_ count: Int) -> [UInt64] { (0..<count).map { _ in UInt64.random(in: 0 ... .max) } }

    /// True once in so many times.
    mutating func one(in chances: UInt64) -> Bool { next().isMultiple(of: chances) }
}
