#if NIO && os(Linux)
    import ContextMetrics
    import Foundation

    /// Watches how late the system lets a sleeping thread go on, until it is asked.
    ///
    /// A machine that is busy with other work may stop a scraper, a demo or both for longer than a deadline's margin; a scrape that
    /// fails then tells nothing about the demo. One that fails while this thread was on time does.
    final class Stalls: Sendable {
        /// What the thread refers to, so that it ends with the watch.
        private final class Record: Sendable {
            let stalls = Locked<[(end: Double, seconds: Double)]>([])
            let isOver = Locked(false)
        }

        private let record = Record()

        init() {
            Thread.detachNewThread { [record] in
                while !record.isOver.withLock({ $0 }) {
                    let start = Date().timeIntervalSince1970
                    usleep(10_000)
                    let end = Date().timeIntervalSince1970
                    // A few milliseconds are usual.
                    if end - start > 0.02 { record.stalls.withLock { $0.append((end, end - start - 0.01)) } }
                }
            }
        }

        deinit { record.isOver.withLock { $0 = true } }

        /// Whether the machine had time for everybody so far: no pause came near a deadline's margin.
        var isCalm: Bool { record.stalls.withLock { $0 }.allSatisfy { $0.seconds < 0.03 } }

        /// For how many seconds between these times nothing went on.
        func seconds(from start: Double, to end: Double) -> Double {
            record.stalls.withLock { $0 }.filter { $0.end > start && $0.end - $0.seconds < end }.reduce(0) { $0 + $1.seconds }
        }
    }
#endif
