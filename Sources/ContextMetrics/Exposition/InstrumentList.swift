import Synchronization

/// The instruments of a registry, by name, with the text around their values: it is rendered once for each format, and kept.
final class InstrumentList: Sendable {
    struct Entry {
        /// Its place among all registrations.
        let order: Int
        let core: FamilyCore
        /// Who removes what has expired.
        let root: FamilyRoot?
        /// What it is shown as: the family's own, or one that stands for it.
        let descriptor: FamilyDescriptor

        init(order: Int, core: FamilyCore, root: FamilyRoot? = nil, descriptor: FamilyDescriptor? = nil) {
            self.order = order
            self.core = core
            self.root = root
            self.descriptor = descriptor ?? core.descriptor
        }
    }

    /// By name; no two of them claim the same one.
    let entries: [Entry]
    /// Whether the names of all of them are of the legacy grammar.
    let isLegacy: Bool
    /// The last exposition of each escaping that changes names.
    let escapes = Locked<[NameEscaping: EscapedFamilies]>([:])
    let changes: SeriesChanges
    private let owners: [MetricName: Int]
    private let text = Locked<ExpositionPlan?>(nil)
    private let openMetrics = Locked<ExpositionPlan?>(nil)
    private let protobuf = Locked<ExpositionPlan?>(nil)

    /// - Parameters:
    ///   - entries: In any order.
    ///   - changes: What their families count their changes in.
    init(_ entries: [Entry], changes: SeriesChanges) {
        self.entries = entries.sorted { $0.descriptor.name < $1.descriptor.name }
        isLegacy = entries.allSatisfy(\.descriptor.isLegacy)
        self.changes = changes
        var owners: [MetricName: Int] = [:]
        for (index, entry) in self.entries.enumerated() {
            for name in entry.descriptor.claimedNames { owners[name] = index }
        }
        self.owners = owners
    }

    /// Removes series that have expired.
    ///
    /// Constant time unless some family has such series, and a look at them is due.
    func expire(now: UInt64) {
        if !changes.hasExpiry.load(ordering: .relaxed) { return }
        for entry in entries { entry.root?.expire(now: now) }
    }

    /// Which of them claims a name.
    func owner(of name: MetricName) -> Int? { owners[name] }

    /// How many of them have names before this one.
    func count(before name: MetricName) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].descriptor.name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The lines of all series as they are now, without their values.
    ///
    /// Constant time unless series have come or gone since the last call. Then it takes a look at each family, and to render the
    /// blocks of a thousand series in which something has changed.
    func plan<Encoder: ExpositionEncoder>(_ encoder: Encoder.Type) -> ExpositionPlan {
        switch Encoder.format {
        case .text, .textUTF8: plan(in: text, encoder)
        case .openMetrics, .openMetrics001: plan(in: openMetrics, encoder)
        case .protobuf: plan(in: protobuf, encoder)
        // Nothing of it is kept.
        case .json: ExpositionPlan(entries, stamp: changes.now, after: nil, encoder)
        }
    }

    private func plan<Encoder: ExpositionEncoder>(in store: borrowing Locked<ExpositionPlan?>, _ encoder: Encoder.Type) -> ExpositionPlan {
        // Before the look at the families: what changes in the meantime makes the plan be looked at again.
        let stamp = changes.now
        let found = store.withLock { $0 }
        if let found, found.stamp == stamp { return found }
        var plan = ExpositionPlan(entries, stamp: stamp, after: found, encoder)
        // Blocks are looked at one after the other: a series that was removed and made anew meanwhile may stand in two of them.
        for _ in 0..<InstrumentList.furtherLooks {
            let later = changes.now
            if later == plan.stamp { break }
            plan = ExpositionPlan(entries, stamp: later, after: plan, encoder)
        }
        store.withLock { kept in
            // Another scrape may have been faster, with a later look.
            if kept.map({ $0.stamp <= plan.stamp }) ?? true { kept = plan }
        }
        return plan
    }

    /// Where series come and go all the time, no look is the last.
    private static let furtherLooks = 3
}

extension FamilyCore {
    /// The samples of now, as a collector would have written them; `nil` where there are none.
    ///
    /// `descriptor` may be one that stands for the family's own.
    func sealed(as descriptor: FamilyDescriptor? = nil) -> SealedFamily? { sealed(blocks.indices, as: descriptor) }

    /// The same of some blocks of series.
    func sealed(_ blocks: Range<Int>, as descriptor: FamilyDescriptor? = nil) -> SealedFamily? {
        let buffer = SampleBuffer(caps: .none)
        buffer.openFamily(descriptor ?? self.descriptor)
        visit(blocks) { labels, reading, details in
            switch reading {
            case .number(let value): buffer.append(value, LabelBytes(labels), details)
            case .histogram(let value): buffer.append(value, LabelBytes(labels), details)
            case .summary(let value): buffer.append(value, LabelBytes(labels), details)
            case .states(let value): for (state, isOn) in value.states { buffer.append(isOn ? 1 : 0, LabelBytes(labels, state)) }
            case .decimal(let value): buffer.append(value, LabelBytes(labels), details)
            case .native(let reading): buffer.append(reading.value, LabelBytes(labels), reading.details(details))
            }
        }
        buffer.commitFamily()
        return buffer.families(upTo: buffer.watermark).first
    }
}

extension NativeReading {
    /// What its sample carries: of the series, and of its own.
    func details(_ series: SampleDetails) -> SampleDetails {
        SampleDetails(exemplars: value.allPlaced(exemplars), created: series.created.map { restarted ?? $0 })
    }
}
