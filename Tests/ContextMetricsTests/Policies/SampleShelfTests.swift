import Testing

@testable import ContextMetrics

@Suite struct `Samples kept for scrapes to come` {
    private typealias Shelf = SampleShelf<String, Int>
    private let policy = CollectorCache(freshFor: .seconds(10), staleFor: .seconds(20))

    private func at(_ seconds: Double) -> MonotonicInstant { MonotonicInstant(nanoseconds: UInt64(seconds * 1e9)) }

    private func find(_ variant: String, in shelf: Shelf, _ seconds: Double, grace: Duration = .zero) -> Shelf.Found? {
        var shelf = shelf
        return shelf.find(variant, at: at(seconds), grace: grace)
    }

    /// One that keeps 1 for "a" since second 100.
    private var shelf: Shelf {
        var shelf = Shelf(policy)
        _ = shelf.store(1, for: "a", at: at(100))
        return shelf
    }

    @Test func `they are fresh, then stale, then gone, to the nanosecond`() {
        let shelf = shelf
        #expect(find("a", in: shelf, 100)?.isFresh == true)
        #expect(find("a", in: shelf, 109.999_999_999)?.isFresh == true)
        #expect(find("a", in: shelf, 110)?.isFresh == false)
        #expect(find("a", in: shelf, 115)?.age == .seconds(15))
        #expect(find("a", in: shelf, 129.999_999_999)?.samples == 1)
        #expect(find("a", in: shelf, 130) == nil)
        #expect(find("a", in: shelf, 130, grace: .seconds(1))?.samples == 1)
        #expect(find("b", in: shelf, 100) == nil)
    }

    @Test func `of each variant the latest is kept`() {
        var shelf = shelf
        #expect(shelf.store(2, for: "b", at: at(101))?.samples == nil)
        #expect(shelf.store(3, for: "a", at: at(102))?.samples == 1)
        #expect(find("a", in: shelf, 102)?.samples == 3)
        #expect(find("b", in: shelf, 102)?.samples == 2)
    }

    @Test func `a variant too many takes the place of the oldest`() {
        var shelf = shelf
        for number in 1..<CollectorCache.mostVariants {
            #expect(shelf.store(number, for: "v\(number)", at: at(100 + Double(number) / 10))?.samples == nil)
        }
        #expect(shelf.store(99, for: "new", at: at(103))?.samples == 1)
        #expect(find("a", in: shelf, 103) == nil)
        #expect(find("v1", in: shelf, 103)?.samples == 1)
        #expect(find("new", in: shelf, 103)?.samples == 99)
    }

    @Test func `the first to find them stale has them replaced, the next doesn't`() {
        var shelf = shelf
        #expect(shelf.askForRefresh("a", at: at(111)) == true)
        #expect(shelf.askForRefresh("a", at: at(112)) == false)
        #expect(shelf.askForRefresh("nothing", at: at(112)) == false)
        _ = shelf.store(2, for: "a", at: at(113))
        #expect(shelf.askForRefresh("a", at: at(114)) == true)
    }

    @Test func `a failure stays with them until a run succeeds, and lets the next have them replaced`() {
        var shelf = shelf
        _ = shelf.askForRefresh("a", at: at(111))
        shelf.fail(.error, for: "a")
        #expect(find("a", in: shelf, 112)?.failure == .error)
        #expect(shelf.askForRefresh("a", at: at(112)) == true)
        _ = shelf.store(2, for: "a", at: at(113))
        #expect(find("a", in: shelf, 113)?.failure == nil)
    }

    @Test func `a refusal lets the next have them replaced, and is no failure`() {
        var shelf = shelf
        _ = shelf.askForRefresh("a", at: at(111))
        shelf.refreshWasRefused("a")
        #expect(find("a", in: shelf, 112)?.failure == nil)
        #expect(shelf.askForRefresh("a", at: at(112)) == true)
    }

    @Test(arguments: [(0.0, 109.0), (1.0, 108.0), (0.5, 108.5)])
    func `ahead of scrapes they are replaced within the last fifth of their time`(jitter: Double, due: Double) {
        let next = shelf.nextRefresh(always: "a", jitter: jitter)
        #expect(next?.variant == "a")
        #expect(next?.at == at(due))
    }

    @Test func `ahead of scrapes, a failure is tried again after half their time`() {
        var shelf = shelf
        _ = shelf.askForRefresh("a", at: at(109))
        #expect(shelf.nextRefresh(always: "a", jitter: 0) == nil)
        shelf.fail(.timeout, for: "a")
        #expect(shelf.nextRefresh(always: "a", jitter: 0)?.at == at(114))
    }

    @Test func `ahead of scrapes, variants that nobody has asked for are left alone`() {
        var shelf = shelf
        _ = shelf.store(2, for: "b", at: at(50))
        #expect(shelf.nextRefresh(always: "a", jitter: 0)?.variant == "a")
        _ = shelf.find("b", at: at(51))
        #expect(shelf.nextRefresh(always: "a", jitter: 0)?.variant == "b")
    }

    @Test func `times as long as they come don't overflow`() {
        var shelf = Shelf(CollectorCache(freshFor: .seconds(Int64.max), staleFor: .seconds(Int64.max)))
        _ = shelf.store(1, for: "a", at: at(1))
        #expect(find("a", in: shelf, 9e9)?.isFresh == true)
        #expect(shelf.nextRefresh(always: "a", jitter: 1) != nil)
    }

    @Test func `all of them can be let go of`() {
        var shelf = shelf
        #expect(shelf.removeAll().map(\.samples) == [1])
        #expect(find("a", in: shelf, 100) == nil)
        #expect(shelf.age(at: at(100)) == nil)
    }
}
