/// What has been counted of one collector since it was registered: a value that a lock holds.
struct CollectorStatistics: Sendable {
    private var outcomes = SIMD16<UInt64>.zero
    private var totalNanoseconds: Int64 = 0
    private var lastNanoseconds: Int64 = -1
    private(set) var dropped = DroppedSamples()
    /// Runs that have been left by everybody and have not ended.
    private(set) var orphans = 0

    /// How many gathers ended with this outcome for the collector.
    subscript(_ outcome: CollectorOutcome) -> UInt64 { outcomes[outcome.lane] }

    mutating func count(_ outcome: CollectorOutcome, _ gathers: UInt64 = 1) { outcomes[outcome.lane] &+= gathers }

    /// Of all runs that ended, late ones too.
    var totalDuration: Duration { .nanoseconds(totalNanoseconds) }
    /// `nil` when none has ended yet.
    var lastDuration: Duration? { lastNanoseconds < 0 ? nil : .nanoseconds(lastNanoseconds) }

    mutating func runEnded(after nanoseconds: Int64, dropped: DroppedSamples, wasOrphan: Bool) {
        totalNanoseconds &+= nanoseconds
        lastNanoseconds = nanoseconds
        if !dropped.isEmpty { self.dropped.add(dropped) }
        if wasOrphan { orphans -= 1 }
    }

    mutating func runOrphaned() { orphans += 1 }

    mutating func drop(_ samples: Int, _ reason: DropReason) { dropped.add(samples, reason) }
}

extension CollectorOutcome {
    fileprivate var lane: Int {
        switch self {
        case .success: 0
        case .timeout: 1
        case .cancelled: 2
        case .error: 3
        case .stillRunning: 4
        case .rejected: 5
        case .overflow: 6
        case .skipped: 7
        case .circuitOpen: 8
        case .rateLimited: 9
        }
    }
}
