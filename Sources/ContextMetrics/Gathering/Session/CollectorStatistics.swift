/// What has been counted of one collector since it was registered: a value that a lock holds.
struct CollectorStatistics: Sendable {
    private var successes: UInt64 = 0
    /// A place for every other outcome; nothing as long as there was none.
    private var others: [UInt64] = []
    private var totalNanoseconds: Int64 = 0
    private var lastNanoseconds: Int64 = -1
    private var ended: Int64 = 0
    /// Of the last gather that asked for it.
    private(set) var lastOutcome: CollectorOutcome?
    private(set) var dropped = DroppedSamples()
    /// Runs that have been left by everybody and have not ended.
    private(set) var orphans = 0
    /// Since when there has been one at least.
    private(set) var orphanSince: MonotonicInstant?

    /// How many gathers ended with this outcome for the collector.
    subscript(_ outcome: CollectorOutcome) -> UInt64 {
        guard let place = outcome.place else { return successes }
        return others.isEmpty ? 0 : others[place]
    }

    mutating func count(_ outcome: CollectorOutcome) {
        lastOutcome = outcome
        guard let place = outcome.place else { return successes &+= 1 }
        if others.isEmpty { others = Array(repeating: 0, count: CollectorOutcome.allCases.count) }
        others[place] &+= 1
    }

    /// Of all runs that ended, late ones too.
    var totalDuration: Duration { .nanoseconds(totalNanoseconds) }
    /// `nil` when none has ended yet.
    var lastDuration: Duration? { lastNanoseconds < 0 ? nil : .nanoseconds(lastNanoseconds) }

    /// `nil` when none has ended yet.
    var meanDuration: Duration? { ended == 0 ? nil : .nanoseconds(totalNanoseconds / ended) }

    mutating func runEnded(after nanoseconds: Int64, dropped: DroppedSamples, wasOrphan: Bool) {
        totalNanoseconds &+= nanoseconds
        lastNanoseconds = nanoseconds
        ended += 1
        if !dropped.isEmpty { self.dropped.add(dropped) }
        if wasOrphan { orphans -= 1 }
        if orphans == 0 { orphanSince = nil }
    }

    mutating func runOrphaned(at now: MonotonicInstant) {
        orphans += 1
        if orphanSince == nil { orphanSince = now }
    }

    mutating func drop(_ samples: Int, _ reason: DropReason) { dropped.add(samples, reason) }
}

extension CollectorOutcome {
    /// Nil for a success.
    fileprivate var place: Int? {
        switch self {
        case .success: nil
        case .timeout: 0
        case .cancelled: 1
        case .error: 2
        case .stillRunning: 3
        case .rejected: 4
        case .overflow: 5
        case .skipped: 6
        case .circuitOpen: 7
        case .rateLimited: 8
        }
    }
}
