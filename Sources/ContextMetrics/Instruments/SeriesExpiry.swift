/// Which series of a family have not changed for how long.
///
/// A value: it is looked at from time to time, and updates know nothing of it.
struct SeriesExpiry {
    private struct Seen {
        let reading: Int
        let since: UInt64
    }

    /// In nanoseconds.
    let limit: UInt64
    private var nextLook: UInt64 = 0
    /// By the bytes of the label values.
    private var seen: [[[UInt8]]: Seen] = [:]

    init(unchangedFor limit: Duration) { self.limit = UInt64(max(0, limit.clampedNanoseconds)) }

    /// Whether so much time has gone since the last look that it is worth another: an eighth of the limit.
    func isDue(at now: UInt64) -> Bool { now >= nextLook }

    /// The series that have not changed for longer than the limit, of all that there are now.
    ///
    /// Linear in the series.
    mutating func look(at series: [(labels: [String], reading: InstrumentReading)], now: UInt64) -> [[String]] {
        nextLook = now &+ limit / 8
        var current: [[[UInt8]]: Seen] = [:]
        var expired: [[String]] = []
        for (labels, reading) in series {
            let value = reading.hashValue
            let key = labels.map { Array($0.utf8) }
            let before = seen[key]
            let since = before.flatMap { $0.reading == value ? $0.since : nil } ?? now
            if now - min(now, since) > limit { expired.append(labels) } else { current[key] = Seen(reading: value, since: since) }
        }
        seen = current
        return expired
    }
}

extension FamilyRoot {
    /// Removes what has not changed for long enough, when it is time to look.
    func expire(now: UInt64) {
        guard var looking = expiry.withLock({ $0 }), looking.isDue(at: now) else { return }
        var series: [(labels: [String], reading: InstrumentReading)] = []
        core.visit { series.append(($0, $1)) }
        let expired = looking.look(at: series, now: now)
        expiry.withLock { kept in
            // Unless somebody has given another limit in the meantime.
            if kept?.limit == looking.limit { kept = looking }
        }
        for labels in expired { _ = core.remove(labels) }
        if !expired.isEmpty { reclaim() }
    }
}

extension FamilyStorage {
    func expire(unchangedFor limit: Duration) {
        root.expiry.withLock { $0 = SeriesExpiry(unchangedFor: limit) }
        core.noteExpiry()
    }
}

// The same for each kind of family. It is looked at when the registry is gathered, at most eight times within the limit, in time linear
// in the series; updates take no longer for it.

extension Family {
    /// From now on removes series whose value has not changed for longer than this, as ``removeAll()`` removes them.
    ///
    /// A look-up makes such a series anew, beginning at zero. An update at the very moment of the removal may be lost. For labels whose
    /// values come and go, such as the names of workers; don't keep handles of such a family.
    public func expireSeries(unchangedFor limit: Duration) { storage.expire(unchangedFor: limit) }
}

extension DynamicFamily {
    /// From now on removes series whose value has not changed for longer than this; see ``Family/expireSeries(unchangedFor:)``.
    public func expireSeries(unchangedFor limit: Duration) { storage.expire(unchangedFor: limit) }
}

extension TypedFamily {
    /// From now on removes series whose value has not changed for longer than this; see ``Family/expireSeries(unchangedFor:)``.
    public func expireSeries(unchangedFor limit: Duration) { storage.expire(unchangedFor: limit) }
}
