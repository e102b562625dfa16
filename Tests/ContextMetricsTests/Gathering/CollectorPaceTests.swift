import Testing

@testable import ContextMetrics

@Suite struct `A collector's pace` {
    @Test func `a new collector is neither quick nor slow`() {
        #expect(!CollectorPace().isQuick)
        #expect(!CollectorPace().isSlow)
    }

    @Test func `one quick run makes it quick`() {
        let pace = CollectorPace().ran(for: 999_999)
        #expect(pace.isQuick)
        #expect(!pace.isSlow)
    }

    @Test func `a run of a millisecond makes it slow`() {
        let pace = CollectorPace().ran(for: 1_000_000)
        #expect(pace == .afterBlocking)
        #expect(pace.isSlow)
        #expect(!pace.isQuick)
    }

    @Test func `one slow run of a quick collector is pardoned after a quick one, two are not`() {
        let once = CollectorPace().ran(for: 0).ran(for: 1_000_000_000)
        #expect(once.isSlow)
        #expect(once.ran(for: 0).isQuick)
        #expect(once.ran(for: 1_000_000_000) == .afterBlocking)
    }

    @Test func `after blocking it takes eight quick runs in a row to be quick again`() {
        var pace = CollectorPace.afterBlocking
        for run in 1...7 {
            pace = pace.ran(for: 0)
            #expect(pace.isSlow, "after \(run) runs")
        }
        #expect(pace.ran(for: 0).isQuick)
        #expect(pace.ran(for: 1_000_000_000) == .afterBlocking)
    }

    @Test(arguments: UInt8.min ... .max) func `any byte is a pace, and at most one of quick and slow`(byte: UInt8) {
        let pace = CollectorPace(byte: byte)
        #expect(!(pace.isQuick && pace.isSlow))
        #expect(pace.ran(for: 0).byte <= max(1, byte))
    }
}
