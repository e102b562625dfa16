/// The children of one family: found by label values, listed in the order in which they were made.
///
/// A plain value.
struct ChildTable<Child: Sendable> {
    struct Entry: Sendable {
        let labels: LabelValues
        let child: Child
    }

    private var places: [LabelValues: Int] = [:]
    /// In the order of creation, `nil` where an entry was removed.
    private(set) var entries: [Entry?] = []

    /// Grows with every change.
    private(set) var generation: UInt64 = 1

    var count: Int { places.count }

    func find(_ labels: LabelValues) -> Child? {
        guard let place = places[labels] else { return nil }
        return entries[place]?.child
    }

    /// The child of these labels, which is `new` when there was none.
    ///
    /// Amortised constant time.
    mutating func findOrInsert(_ labels: LabelValues, _ new: Child) -> Child {
        if let child = find(labels) { return child }
        places[labels] = entries.count
        entries.append(Entry(labels: labels, child: new))
        generation += 1
        return new
    }

    /// Answers whether there was one.
    ///
    /// Amortised constant time.
    mutating func remove(_ labels: LabelValues) -> Bool {
        guard let place = places.removeValue(forKey: labels) else { return false }
        entries[place] = nil
        generation += 1
        if entries.count > 16, entries.count > 2 * places.count { closeGaps() }
        return true
    }

    mutating func removeAll() {
        places = [:]
        entries = []
        generation += 1
    }

    private mutating func closeGaps() {
        entries.removeAll { $0 == nil }
        for (place, entry) in entries.enumerated() {
            if let entry { places[entry.labels] = place }
        }
    }
}
