/// What runs of one collector have written, for scrapes to come: a pure value that a lock holds.
///
/// Whole results only, of each variant the latest; a variant is a set of typed values.
struct SampleShelf<Variant: Equatable, Samples> {
    private struct Item {
        let variant: Variant
        var samples: Samples
        var storedAt: MonotonicInstant
        /// How the last run for it failed, since it was stored.
        var failure: CollectorOutcome?
        /// A run that is to replace it was asked for, and hasn't ended.
        var isRefreshing = false
        /// When that was, of the last such run.
        var askedAt: MonotonicInstant?
        /// Whether a scrape has looked since it was stored.
        var isWanted = false

        var outdated: Outdated { Outdated(variant: variant, samples: samples) }
    }

    /// What is no longer needed, to be let go of outside of the lock.
    struct Outdated {
        let variant: Variant
        let samples: Samples
    }

    /// What a scrape can be shown without a run.
    struct Found {
        let samples: Samples
        let age: Duration
        let isFresh: Bool
        /// How the last attempt to replace it failed.
        let failure: CollectorOutcome?
    }

    private let policy: CollectorCache
    private var items = Few<Item>()

    init(_ policy: CollectorCache) { self.policy = policy }

    /// What may be shown; `grace` is added to the limits.
    mutating func find(_ variant: Variant, at now: MonotonicInstant, grace: Duration = .zero) -> Found? {
        var found: Found?
        _ = items.change(where: { $0.variant == variant }) { [policy] item in
            item.isWanted = true
            let stale = item.storedAt.advanced(by: policy.freshFor)
            // Instants saturate; so must the sum of what a user has set.
            if now >= stale.advanced(by: policy.staleFor).advanced(by: grace) { return }
            found = Found(samples: item.samples, age: item.storedAt.duration(to: now), isFresh: now < stale, failure: item.failure)
        }
        return found
    }

    /// How old the latest samples are, whether they may be shown or not.
    func age(at now: MonotonicInstant) -> Duration? { items.all.map(\.storedAt).max().map { $0.duration(to: now) } }

    /// A run has ended whole.
    ///
    /// Returns what is no longer needed.
    mutating func store(_ samples: Samples, for variant: Variant, at now: MonotonicInstant) -> Outdated? {
        let item = Item(variant: variant, samples: samples, storedAt: now)
        var old: Outdated?
        let isReplaced = items.change(where: { $0.variant == variant }) {
            old = $0.outdated
            $0 = item
        }
        if isReplaced { return old }
        if items.count >= CollectorCache.mostVariants, let oldest = items.all.map(\.storedAt).min() {
            old = items.remove { $0.storedAt == oldest }?.outdated
        }
        items.append(item)
        return old
    }

    /// A run has failed, or was left behind.
    mutating func fail(_ outcome: CollectorOutcome, for variant: Variant) {
        _ = items.change(where: { $0.variant == variant }) {
            $0.failure = outcome
            $0.isRefreshing = false
        }
    }

    /// Somebody finds that samples are to be replaced.
    ///
    /// True for the first who does, until that has been tried.
    mutating func askForRefresh(_ variant: Variant, at now: MonotonicInstant) -> Bool {
        items.change(where: { $0.variant == variant && !$0.isRefreshing }) {
            $0.isRefreshing = true
            $0.askedAt = now
        }
    }

    /// The run that was asked for wasn't made.
    mutating func refreshWasRefused(_ variant: Variant) {
        _ = items.change(where: { $0.variant == variant }) { $0.isRefreshing = false }
    }

    /// Forgets everything.
    ///
    /// Returns what it held.
    mutating func removeAll() -> [Outdated] {
        defer { items = Few() }
        return items.all.map(\.outdated)
    }

    /// The time between two attempts to replace the same samples: half of that for which they are fresh, and a millisecond at least.
    var pause: Duration { max(.milliseconds(1), policy.freshFor / 2) }

    /// Which samples are to be replaced before they are stale, and from when on: first those for which it is time first.
    ///
    /// A tenth of their time before, and up to a tenth more by `jitter`, from 0 to 1, so that not all collectors come at once. One
    /// whose replacement failed is tried again after ``pause``. Variants that no scrape has asked for since are left to themselves,
    /// but for `always`.
    func nextRefresh(always: Variant, jitter: Double) -> (variant: Variant, at: MonotonicInstant)? {
        let fresh = Double(policy.freshFor.clampedNanoseconds)
        let due = items.all.filter { !$0.isRefreshing && ($0.isWanted || $0.variant == always) }.map { item in
            let early = item.storedAt.advanced(by: .nanoseconds(Int64(fresh * (0.9 - 0.1 * jitter))))
            let again = item.askedAt?.advanced(by: pause) ?? early
            return (variant: item.variant, at: max(early, again))
        }
        return due.min { $0.at < $1.at }
    }

    /// Whether anything is kept for a variant.
    func holds(_ variant: Variant) -> Bool { items.contains { $0.variant == variant } }
}
