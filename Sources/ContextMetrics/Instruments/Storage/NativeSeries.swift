/// What all series of a family of native histograms have in common.
struct NativeRules: Sendable {
    let scale: NativeScale
    let zeroThreshold: Double
    let greatestZeroThreshold: Double
    /// Of buckets, of both signs together.
    let limit: Int
    /// In nanoseconds; `nil` where nothing is ever reset.
    let resetInterval: UInt64?
    /// Upper bounds of classic buckets.
    let bounds: [Double]
    /// The time, in nanoseconds since some instant.
    let clock: @Sendable () -> UInt64
    let wallClock: WallClock

    /// - Throws: ``InvalidDescriptor`` for buckets that can't be.
    init(
        _ native: NativeBuckets, classic: Buckets, clock: @escaping @Sendable () -> UInt64, wallClock: WallClock = .system
    ) throws(InvalidDescriptor) {
        scale = NativeScale(schema: try native.validatedSchema())
        bounds = try classic.validated()
        zeroThreshold = native.zeroThreshold
        greatestZeroThreshold = native.greatestZeroThreshold
        limit = native.limit ?? .max
        resetInterval = native.resetInterval.map { UInt64(clamping: $0.clampedNanoseconds) }
        self.clock = clock
        self.wallClock = wallClock
    }

    /// A moment on both clocks.
    struct Time {
        /// In nanoseconds.
        let instant: UInt64
        /// In seconds since 1970.
        let wall: Double
    }

    /// Asked for where it may be needed, and not under a lock: the clocks are anybody's.
    var now: Time? { resetInterval == nil ? nil : Time(instant: clock(), wall: wallClock.now) }

    /// The first classic bucket whose bound is not below a value.
    func bucket(of value: Double) -> Int {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The observations of one native histogram.
final class NativeSeries: SeriesObject {
    /// An observation, and what is known of it without the lock.
    fileprivate struct Observation {
        let value: Double
        /// By the schema that the family begins with.
        let index: Int
        /// Among the classic ones.
        let bucket: Int
        let exemplar: Exemplar?
    }

    fileprivate struct State {
        var schema: Int
        var zeroThreshold: Double
        var zeroCount: UInt64 = 0
        var positive = SparseBuckets()
        var negative = SparseBuckets()
        /// Of each classic bucket alone.
        var counts: [UInt64]
        var sum = 0.0
        var exemplars = NativeExemplars()
        /// In nanoseconds; of one that never was, its first observation, and `nil` before that.
        var lastReset: UInt64?
        /// Accuracy was given up: it comes back with the next reset, as soon as there may be one.
        var isResetDue = false
        /// When it was reset last, in seconds since 1970; `nil` if never.
        var restarted: Double?
    }

    private let rules: NativeRules
    private let state: Locked<State>

    init(_ rules: NativeRules) {
        self.rules = rules
        state = Locked(State(rules))
    }

    /// False for an observation that can't be counted.
    func observe(_ value: Double, _ exemplar: Exemplar? = nil) -> Bool {
        // An infinite observation would make the sum infinite for good, and two of them NaN.
        guard value.isFinite else { return false }
        let observation = Observation(
            value: value, index: value == 0 ? 0 : rules.scale.index(of: value.magnitude),
            bucket: rules.bounds.isEmpty ? 0 : rules.bucket(of: value), exemplar: exemplar)
        let now = rules.now
        state.withLock { state in
            if let now { state.note(now, rules) }
            if state.add(observation, rules) { state.keepLimit(rules, now, observation) }
        }
        return true
    }

    var value: HistogramValue { read.value }
    var reading: InstrumentReading { .native(read) }

    private var read: NativeReading {
        let now = rules.now
        // A copy that shares its memory until the next observation: nothing is worked out under the lock.
        let state = state.withLock { state in
            if let now, state.isResetDue, state.mayReset(rules, now) { state.reset(rules, now) }
            return state
        }
        return NativeReading(value: state.value(rules), exemplars: state.exemplars.all, restarted: state.restarted)
    }
}

extension NativeSeries.State {
    init(_ rules: NativeRules) {
        schema = rules.scale.schema
        zeroThreshold = rules.zeroThreshold
        counts = Array(repeating: 0, count: rules.bounds.count + 1)
    }

    func value(_ rules: NativeRules) -> HistogramValue {
        var total: UInt64 = 0
        let cumulative = counts.map { count in
            total &+= count
            return total
        }
        let native = HistogramValue.Native(
            unchecked: schema, zeroThreshold: zeroThreshold, zeroCount: zeroCount, positive: positive.all, negative: negative.all)
        return HistogramValue(unchecked: rules.bounds, cumulativeCounts: cumulative, sum: sum, native: native)
    }

    /// Answers whether there is a bucket more than before.
    @inline(__always)
    mutating func add(_ new: NativeSeries.Observation, _ rules: NativeRules) -> Bool {
        counts[new.bucket] &+= 1
        sum += new.value
        if let exemplar = new.exemplar { exemplars.keep(exemplar) }
        if new.value.magnitude <= zeroThreshold {
            zeroCount &+= 1
            return false
        }
        let index = NativeScale.coarser(new.index, by: rules.scale.schema &- schema)
        return new.value > 0 ? positive.add(to: index) : negative.add(to: index)
    }

    // MARK: Too many buckets

    private var used: Int { positive.used + negative.used }

    /// Gives up as much as it takes to have no more buckets than the limit: everything, if it was a while ago that this was done; otherwise
    /// the difference between small numbers and zero, or, where that isn't wanted, half of the buckets.
    mutating func keepLimit(_ rules: NativeRules, _ now: NativeRules.Time?, _ last: NativeSeries.Observation) {
        if used <= rules.limit { return }
        if let now, !isResetDue, mayReset(rules, now) {
            reset(rules, now)
            _ = add(last, rules)
            return
        }
        while used > rules.limit {
            if widenZeroBucket(rules) { continue }
            if schema == NativeScale.schemas.lowerBound { break }
            schema -= 1
            positive = positive.halved
            negative = negative.halved
        }
        isResetDue = rules.resetInterval != nil
    }

    private mutating func widenZeroBucket(_ rules: NativeRules) -> Bool {
        if zeroThreshold >= rules.greatestZeroThreshold { return false }
        guard let index = [positive.first, negative.first].compactMap(\.self).min() else { return false }
        let bound = NativeScale.bound(of: index, schema: schema)
        if bound > rules.greatestZeroThreshold { return false }
        zeroThreshold = bound
        zeroCount &+= positive.empty(index) &+ negative.empty(index)
        return true
    }

    // MARK: Resets

    /// What an observation finds that is made at this time.
    mutating func note(_ now: NativeRules.Time, _ rules: NativeRules) {
        if lastReset == nil { lastReset = now.instant }
        if isResetDue, mayReset(rules, now) { reset(rules, now) }
    }

    func mayReset(_ rules: NativeRules, _ now: NativeRules.Time) -> Bool {
        guard let interval = rules.resetInterval, let lastReset, now.instant >= lastReset else { return false }
        return now.instant - lastReset >= interval
    }

    mutating func reset(_ rules: NativeRules, _ now: NativeRules.Time) {
        self = Self(rules)
        lastReset = now.instant
        restarted = now.wall
    }
}

/// A native histogram at the moment it was read.
struct NativeReading: Hashable, Sendable {
    let value: HistogramValue
    /// Of observations that are in the value, ascending.
    let exemplars: [Exemplar]
    /// When it was reset last, in seconds since 1970; `nil` if never.
    let restarted: Double?
}
