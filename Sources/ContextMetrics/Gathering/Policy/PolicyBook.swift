/// What the policies of one collector remember from run to run: a pure value that a lock holds.
struct PolicyBook {
    /// What a scrape is shown without a run of its own.
    struct Served {
        let outcome: CollectorOutcome
        let samples: SampleBuffer
        let age: Duration
        /// The one who was served is to have the samples replaced.
        let refreshes: Bool
    }

    typealias Outdated = SampleShelf<RunKey, SampleBuffer>.Outdated

    private(set) var breaker: BreakerState?
    private var bucket: TokenBucket?
    private var shelf: SampleShelf<RunKey, SampleBuffer>?
    private let takesLateResults: Bool
    /// Its place, from 0 to 1, among all whose samples are replaced ahead.
    private let jitter: Double
    /// When samples were last to be replaced though there are none, as runs have failed.
    private var firstAskedAt: MonotonicInstant?
    /// The collector was unregistered, or its registry shut down.
    private var isRetired = false

    /// Nil for a policy for which nothing has to be remembered.
    init?(_ policy: CollectorPolicy, jitter: Double = .random(in: 0...1)) {
        if policy.breaker == nil, policy.rateLimit == nil, policy.cache == nil { return nil }
        breaker = policy.breaker.map(BreakerState.init)
        bucket = policy.rateLimit.map(TokenBucket.init)
        shelf = policy.cache.map(SampleShelf.init)
        self.jitter = jitter
        takesLateResults = policy.cache?.takesLateResults ?? false
    }

    // MARK: Before a run

    /// What can be shown at once; `isInFlight` says whether a run goes on that will replace it.
    mutating func serve(_ variant: RunKey, at now: MonotonicInstant, isInFlight: Bool) -> Served? {
        guard let found = shelf?.find(variant, at: now) else { return nil }
        if found.isFresh { return Served(outcome: .success, samples: found.samples, age: found.age, refreshes: false) }
        let refreshes = !isInFlight && refusal(at: now) == nil && shelf?.askForRefresh(variant, at: now) == true
        var outcome = found.failure ?? .success
        if breaker?.admits(at: now) == false, !isInFlight { outcome = .circuitOpen }
        return Served(outcome: outcome, samples: found.samples, age: found.age, refreshes: refreshes)
    }

    /// Why no run may begin now, `nil` when one may.
    mutating func refusal(at now: MonotonicInstant) -> CollectorOutcome? {
        if breaker?.admits(at: now) == false { return .circuitOpen }
        return bucket?.hasToken(at: now) == false ? .rateLimited : nil
    }

    /// What is shown where a run was refused, though it is older than the cache alone allows.
    mutating func serveRefused(_ variant: RunKey, at now: MonotonicInstant, _ refusal: CollectorOutcome) -> Served? {
        guard refusal == .rateLimited, let bucket, let found = shelf?.find(variant, at: now, grace: bucket.interval) else { return nil }
        return Served(outcome: found.failure ?? .success, samples: found.samples, age: found.age, refreshes: false)
    }

    /// A run begins, for which there was no refusal.
    mutating func begin(_ run: UInt64) {
        breaker?.begin(run)
        bucket?.take()
    }

    /// A run that was asked for to replace samples was not made.
    mutating func refreshWasRefused(_ variant: RunKey) { shelf?.refreshWasRefused(variant) }

    // MARK: After it

    /// A run has ended.
    ///
    /// - Parameters:
    ///   - run: Its number.
    ///   - outcome: How it ended.
    ///   - isLate: Everybody had left.
    ///   - samples: What it has written.
    ///   - variant: For which typed values.
    ///   - now: When.
    /// - Returns: Samples that are no longer needed, to be let go of outside of the lock.
    mutating func end(
        _ run: UInt64, _ outcome: CollectorOutcome, isLate: Bool, _ samples: SampleBuffer, for variant: RunKey,
        at now: MonotonicInstant
    ) -> Outdated? {
        if outcome == .success {
            if !isLate { breaker?.succeed(run) }
            return isRetired || (isLate && !takesLateResults) ? nil : shelf?.store(samples, for: variant, at: now)
        }
        if !isLate { fail(run, outcome, for: variant, at: now) }
        return nil
    }

    /// A run has missed a deadline, or failed.
    mutating func fail(_ run: UInt64, _ outcome: CollectorOutcome, for variant: RunKey, at now: MonotonicInstant) {
        breaker?.fail(run, at: now)
        shelf?.fail(outcome, for: variant)
    }

    /// A run was left by clients that have gone: that says nothing of it.
    mutating func endUndecided(_ run: UInt64, _ variant: RunKey) {
        breaker?.endUndecided(run)
        shelf?.refreshWasRefused(variant)
    }

    /// A run was not made after all.
    mutating func endUnstarted(_ run: UInt64, _ variant: RunKey) {
        bucket?.giveBack()
        endUndecided(run, variant)
    }

    /// A scrape has found a run of before still going on: a failure too.
    mutating func foundStuck(at now: MonotonicInstant) { breaker?.fail(nil, at: now) }

    /// Keeps nothing any more. (G8)
    ///
    /// Returns what it held, to be let go of outside of the lock.
    mutating func retire() -> [Outdated] {
        isRetired = true
        return shelf?.removeAll() ?? []
    }

    // MARK: Looking

    /// How old the latest samples are.
    func cacheAge(at now: MonotonicInstant) -> Duration? { shelf?.age(at: now) }

    /// Which samples are to be replaced next without a scrape that asks, and when.
    func nextRefresh(at now: MonotonicInstant) -> (variant: RunKey, at: MonotonicInstant)? {
        guard let shelf, !isRetired else { return nil }
        let held = shelf.nextRefresh(always: .plain, jitter: jitter)
        if shelf.holds(.plain) { return held }
        let first = (variant: RunKey.plain, at: firstAskedAt?.advanced(by: shelf.pause) ?? now)
        return held.map { $0.at < first.at ? $0 : first } ?? first
    }

    /// Somebody is about to replace samples; true for the first.
    mutating func askForRefresh(_ variant: RunKey, at now: MonotonicInstant) -> Bool {
        guard let shelf, !isRetired else { return false }
        if !shelf.holds(variant) { firstAskedAt = now }
        if refusal(at: now) != nil { return false }
        return !shelf.holds(variant) || self.shelf?.askForRefresh(variant, at: now) == true
    }
}
