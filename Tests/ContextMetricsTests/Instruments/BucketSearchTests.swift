import Testing

@testable import ContextMetrics

@Suite struct `The search for a bucket` {
    /// What it is by definition: a bound belongs to its bucket.
    private func plain(_ value: Double, _ bounds: [Double]) -> Int { bounds.firstIndex { value <= $0 } ?? bounds.count }

    private func found(_ value: Double, _ bounds: BucketBounds) -> Int {
        BucketSearch.bucket(of: value, in: bounds.sorted, size: bounds.size)
    }

    @Test(arguments: [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 100, 1_000])
    func `finds the first bound that is not below the value`(count: Int) {
        let bounds = (0..<count).map { Double($0) * 0.5 - 20 }
        let sorted = BucketBounds(bounds)
        for value in bounds.flatMap({ [$0.nextDown, $0, $0.nextUp] }) + [-1e300, 0, -0.0, 1e300, .greatestFiniteMagnitude] {
            #expect(found(value, sorted) == plain(value, bounds), "\(value)")
        }
    }

    @Test func `tells apart what is hardly different, and takes both zeros for the same`() {
        let least = Double.leastNonzeroMagnitude
        let large = Double.greatestFiniteMagnitude
        for bounds in [
            [-large, -1, -least, -0.0, least, 1, large], [-large, -1, -least, 0, least, 1, large], [-0.0], [0], [large], [-large],
            [large.nextDown, large], [1, 1.0.nextUp, 1.0.nextUp.nextUp],
        ] {
            let sorted = BucketBounds(bounds)
            for value in bounds + bounds.map(\.nextUp) + bounds.map(\.nextDown) + [0, -0.0] where value.isFinite {
                #expect(found(value, sorted) == plain(value, bounds), "\(value) in \(bounds)")
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds(2) + [1, 2])
    func `agrees with a search from the front`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let all = (0..<Int.random(in: 0..<70, using: &generator)).map { _ in Double.random(in: -1e3..<1e3, using: &generator) }
            let bounds = Set(all).sorted()
            let sorted = BucketBounds(bounds)
            for _ in 0..<50 {
                let value = Double.random(in: -1.1e3..<1.1e3, using: &generator)
                #expect(found(value, sorted) == plain(value, bounds), "seed \(seed)")
            }
        }
    }
}
