/// How many scrapes may be answered at once.
///
/// One for all requests of a handler, and of all its copies.
final class ScrapeLimiter: Sendable {
    private let limit: Int?
    private let count = Locked(0)

    init(limit: Int?) { self.limit = limit }

    /// Scrapes that are being answered.
    ///
    /// Runs that were left behind don't count. (G7)
    var inFlight: Int { count.withLock { $0 } }

    /// False when there are too many.
    ///
    /// Each true is followed by one ``leave()``.
    func enter() -> Bool {
        count.withLock { count in
            if let limit, count >= limit { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}
