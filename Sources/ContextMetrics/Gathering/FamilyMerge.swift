/// Brings the families of all registrations into one order, and takes out what can't stand beside what was registered before
/// it: families that disagree or collide, and series that stand there twice. (G12, G13)
struct FamilyMerge {
    /// One registration's family.
    struct Source {
        var order: Int
        /// `nil` for an instrument, and for what isn't of a registry.
        let entry: CollectorEntry?
        /// The name of what isn't a collector's, where that is to be reported.
        var owner: String?
        var family: SealedFamily
    }

    /// What families of one name have to agree on.
    enum Agreement {
        /// Their type, unit and labels: those of one registry.
        case registrations
        /// Their type and unit: programs that are asked together may be of different ages.
        case gatherers
    }

    private(set) var families: [SealedFamily] = []
    private(set) var conflicts: [(entry: CollectorEntry?, conflict: GatherResult.Conflict)] = []
    /// Instruments that stand among the families, or can't stand beside them.
    private(set) var withdrawn: Set<Int> = []
    private var seen = SeriesSet()
    private let agreement: Agreement

    /// Merges what collectors wrote.
    ///
    /// - Parameters:
    ///   - sources: In any order.
    ///   - instruments: They have their names already.
    ///   - reserved: Families that are added later and must not be collided with.
    ///   - memory: Of earlier merges beside these instruments.
    ///   - agreement: What families of one name have to agree on.
    init(
        _ sources: [Source], instruments: InstrumentList? = nil, reserved: [FamilyDescriptor] = [], memory: MergeMemory = MergeMemory(),
        agreement: Agreement = .registrations
    ) {
        self.agreement = agreement
        if let order = memory.order(of: sources, beside: instruments) {
            append(sources, in: order)
            return
        }
        let isOrdered = zip(sources, sources.dropFirst()).allSatisfy { $0.order <= $1.order }
        var claims = FamilyClaims(reserved, instruments, agreement)
        var kept: [Source] = []
        kept.reserveCapacity(sources.count)
        // In the order of registration, so that the earlier one wins.
        for source in isOrdered ? sources : sources.sorted(by: { $0.order < $1.order }) {
            if claims.claim(source.family.descriptor, order: source.order) {
                kept.append(source)
            } else {
                report(source, .conflict, source.family.sampleCount)
            }
        }
        for entry in claims.shared.compactMap({ instruments?.entries[$0] }) {
            guard let family = entry.core.sealed() else { continue }
            let place = kept.firstIndex { $0.order > entry.order } ?? kept.count
            kept.insert(Source(order: entry.order, entry: nil, family: family), at: place)
        }
        withdrawn = claims.shared.union(claims.withdrawn)
        // A stable sort: registration and emission decide within a name.
        let places = kept.indices.sorted { a, b in
            let (x, y) = (kept[a].family.descriptor, kept[b].family.descriptor)
            if x === y || x.name == y.name { return a < b }
            return x.name < y.name
        }
        let order = MergeOrder(places, of: kept)
        // What was refused has no samples where it isn't a conflict, but it has a place among the sources.
        if isOrdered, conflicts.isEmpty, withdrawn.isEmpty, kept.count == sources.count {
            memory.note(order, of: sources, beside: instruments)
        }
        append(kept, in: order)
    }

    private mutating func append(_ sources: [Source], in order: MergeOrder) {
        families.reserveCapacity(order.places.count)
        var start = 0
        for end in order.ends {
            append(sources, of: order.places[start..<end])
            start = end
        }
    }

    /// Families of one name.
    private mutating func append(_ sources: [Source], of places: ArraySlice<Int>) {
        if agreement == .gatherers, let hidden = MixedSeries.repeated(places.map { sources[$0].family }) {
            for (place, hidden) in zip(places, hidden) {
                var family = sources[place].family
                family.hidden.formUnion(hidden)
                report(sources[place], .duplicate, hidden.count)
                families.append(family)
            }
            return
        }
        let samples = places.reduce(0) { $0 + sources[$1].family.sampleCount }
        let mayRepeat = samples > 1 && !FamilyMerge.areAscending(sources, of: places)
        if mayRepeat { seen.removeAll(capacity: samples) }
        for place in places {
            var family = sources[place].family
            if mayRepeat {
                var cursor = SampleCursor(family)
                var number = 0
                while let sample = cursor.next() {
                    if !seen.insert(sample) { family.hidden.insert(number) }
                    number += 1
                }
                if !family.hidden.isEmpty { report(sources[place], .duplicate, family.hidden.count) }
            }
            families.append(family)
        }
    }

    /// Whether each series has label values beyond those of the one before it: then none is there twice.
    ///
    /// Most collectors write in some order, and a look at the neighbour costs a fraction of remembering all.
    private static func areAscending(_ sources: [Source], of places: ArraySlice<Int>) -> Bool {
        var last: SampleRecord?
        return places.allSatisfy { isAscending(sources[$0].family, after: &last) }
    }

    private static func isAscending(_ family: SealedFamily, after last: inout SampleRecord?) -> Bool {
        var position = SamplePosition(of: family)
        while let sample = position.next(of: family) {
            if let last, !last.hasLabels(before: sample) { return false }
            last = sample
        }
        return true
    }

    private mutating func report(_ source: Source, _ reason: DropReason, _ samples: Int) {
        guard let name = source.entry?.name ?? source.owner, samples > 0 else { return }
        let conflict = GatherResult.Conflict(collector: name, family: source.family.descriptor.name, reason: reason, samples: samples)
        conflicts.append((source.entry, conflict))
    }

    /// Counts the conflicts for their collectors, where they are those of what is exposed.
    func countConflicts(if counts: Bool) {
        if !counts { return }
        for (entry, conflict) in conflicts { entry?.drop(conflict.samples, conflict.reason) }
    }
}

extension FamilyDescriptor {
    func hasName(of other: FamilyDescriptor) -> Bool { self === other || name == other.name }
}

/// Who uses which names in one exposition.
private struct FamilyClaims {
    private var owners: [MetricName: FamilyDescriptor] = [:]
    private let instruments: InstrumentList?
    private let agreement: FamilyMerge.Agreement
    private var last: FamilyDescriptor?
    /// Instruments in whose families collectors write.
    private(set) var shared: Set<Int> = []
    /// Instruments that came later than a collector which uses their names.
    private(set) var withdrawn: Set<Int> = []

    init(_ reserved: [FamilyDescriptor], _ instruments: InstrumentList?, _ agreement: FamilyMerge.Agreement) {
        self.instruments = instruments
        self.agreement = agreement
        for family in reserved { for name in family.claimedNames { owners[name] = family } }
    }

    /// False when a family collides with what was there before it.
    mutating func claim(_ family: FamilyDescriptor, order: Int) -> Bool {
        // Nearly always the same family many times over, or one that nobody else has.
        if family === last { return true }
        let names = family.claimedNames
        var later: Set<Int> = []
        for name in names {
            if let owner = owners[name], !agree(owner, family) { return false }
            guard let instruments, let index = instruments.owner(of: name), !withdrawn.contains(index) else { continue }
            let entry = instruments.entries[index]
            if entry.core.descriptor.agrees(with: family) {
                shared.insert(index)
            } else if entry.order < order {
                return false
            } else {
                later.insert(index)
            }
        }
        withdrawn.formUnion(later)
        for name in names where owners[name] == nil { owners[name] = family }
        last = family
        return true
    }

    private func agree(_ owner: FamilyDescriptor, _ family: FamilyDescriptor) -> Bool {
        switch agreement {
        case .registrations: owner.agrees(with: family)
        case .gatherers: owner.name == family.name && owner.type == family.type && owner.unit == family.unit
        }
    }
}
