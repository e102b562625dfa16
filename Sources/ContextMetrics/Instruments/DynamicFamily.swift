/// Instruments of one name, told apart by labels whose number is known only when the program runs.
///
/// As ``Family``, but a wrong number of label values is found by a thrown error and not by the compiler.
public struct DynamicFamily<Child: FamilyMember>: Sendable {
    let storage: FamilyStorage<Child>

    init(_ storage: FamilyStorage<Child>) { self.storage = storage }

    /// The instrument with these label values, in the order of the label names; made when it isn't there yet.
    ///
    /// - Throws: ``LabelCountMismatch`` for another number of values than the family has labels.
    public func with(_ values: [String]) throws(LabelCountMismatch) -> Child {
        try check(values)
        return storage.child(values)
    }

    /// As ``with(_:)``, but a new series beyond the family's limit is refused instead of counted in the one for all others.
    ///
    /// - Throws: ``SeriesRefused`` for another number of values than the family has labels, and for a series beyond the limit.
    public func withinLimit(_ values: [String]) throws(SeriesRefused) -> Child {
        do throws(LabelCountMismatch) { try check(values) } catch { throw .labelCount(error) }
        return try storage.withinLimit(values)
    }

    /// Removes a series.
    ///
    /// Handles that are still held stay valid; what they write is exposed nowhere.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``LabelCountMismatch`` for another number of values than the family has labels.
    @discardableResult
    public func remove(_ values: [String]) throws(LabelCountMismatch) -> Bool {
        try check(values)
        return storage.remove(values)
    }

    /// Updates that were not made because of their value, in all series together.
    public var dropped: Int { storage.dropped }

    /// Look-ups of new series beyond the family's ``SeriesLimit``.
    public var refused: Int { storage.refused }

    /// Removes every series.
    ///
    /// Handles that are still held stay valid; what they write is exposed nowhere.
    public func removeAll() { storage.removeAll() }

    private func check(_ values: [String]) throws(LabelCountMismatch) {
        let names = storage.descriptor.labelNames
        if values.count != names.count {
            throw LabelCountMismatch(family: storage.descriptor.name, labels: names, values: values)
        }
    }
}

/// Label values that are more or fewer than their family's labels.
public struct LabelCountMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// The family that was asked.
    public let family: MetricName
    /// The labels of the family.
    public let labels: [LabelName]
    /// The values that were given.
    public let values: [String]

    /// What is wrong, with the values that were given.
    public var description: String {
        "The family \(family) has \(labels.count) labels \(labels.map(\.text)), but \(values.count) values were given: \(values)."
    }
}
