/// An exposition's families under one escaping: what stands for each, and in which order.
///
/// Made when a name has to be escaped, and kept as long as the same families are exposed.
final class EscapedFamilies: Sendable {
    /// Of the exposition that it was made for, in their order.
    ///
    /// They keep what is told apart by identity alive.
    private let samples: [FamilyDescriptor]
    private let registered: [FamilyDescriptor]
    private let instruments: InstrumentList?
    /// What is shown of the samples' families, by name, and where each of them stood.
    private let order: [(place: Int, descriptor: FamilyDescriptor)]
    private let list: InstrumentList?
    /// Where each of the instruments stands in that list; `nil` for those that are left out.
    private let places: [Int?]
    let collisions: [NameCollision]

    /// - Parameters:
    ///   - exposition: What is to be shown.
    ///   - registered: Families that keep their names though they may not be in this exposition.
    ///   - escaping: Another than `allowUTF8`.
    ///   - old: An earlier one of the same instruments.
    init(_ exposition: ExposedFamilies, _ registered: [FamilyDescriptor], by escaping: NameEscaping, after old: EscapedFamilies?) {
        let samples = exposition.samples.map(\.descriptor)
        let entries = exposition.instruments?.entries ?? []
        let names = EscapedNames(samples + registered + entries.map(\.descriptor), by: escaping)
        self.samples = samples
        self.registered = registered
        instruments = exposition.instruments
        collisions = names.collisions
        order = samples.enumerated()
            .compactMap { place, family in names.descriptor(for: family).map { (place, $0) } }
            .sorted { $0.1.name == $1.1.name ? $0.0 < $1.0 : $0.1.name < $1.1.name }
        let shown = entries.map { names.descriptor(for: $0.descriptor) }
        if let old, old.instruments === instruments, old.shows(shown) {
            // With the lines that it has rendered.
            list = old.list
            places = old.places
            return
        }
        let list = exposition.instruments.map { instruments in
            InstrumentList(
                zip(entries, shown).compactMap { entry, descriptor in
                    descriptor.map { InstrumentList.Entry(order: entry.order, core: entry.core, root: entry.root, descriptor: $0) }
                }, changes: instruments.changes)
        }
        self.list = list
        let found = Dictionary(
            (list?.entries ?? []).enumerated().map { (ObjectIdentifier($1.core), $0) }, uniquingKeysWith: { first, _ in first })
        places = entries.map { found[ObjectIdentifier($0.core)] }
    }

    /// Whether its instruments have these names.
    private func shows(_ descriptors: [FamilyDescriptor?]) -> Bool {
        guard descriptors.count == places.count, let list else { return false }
        return zip(descriptors, places).allSatisfy { descriptor, place in
            guard let descriptor, let place else { return descriptor == nil && place == nil }
            return list.entries[place].descriptor.agrees(with: descriptor)
        }
    }

    /// Whether it was made for an exposition of the same families.
    ///
    /// Linear in them; none is looked into.
    func fits(_ exposition: ExposedFamilies, _ registered: [FamilyDescriptor]) -> Bool {
        instruments === exposition.instruments && samples.count == exposition.samples.count && self.registered.count == registered.count
            && zip(samples, exposition.samples).allSatisfy { $0 === $1.descriptor }
            && zip(self.registered, registered).allSatisfy { $0 === $1 }
    }

    /// The exposition that it was made for, or another of the same families, under the names that are shown.
    func applied(to exposition: ExposedFamilies) -> ExposedFamilies {
        var result = exposition
        result.samples = order.map { place, descriptor in
            var family = exposition.samples[place]
            family.descriptor = descriptor
            return family
        }
        result.instruments = list
        result.withdrawn = Set(exposition.withdrawn.compactMap { places[$0] })
        return result
    }
}

extension ExposedFamilies {
    /// Whether all names are of the legacy grammar: nothing has to be escaped.
    private var isLegacy: Bool { instruments?.isLegacy != false && samples.allSatisfy(\.descriptor.isLegacy) }

    /// The same families under legacy names, and which of these are not what the escaping makes of theirs.
    ///
    /// Linear in the families where some have other names, and otherwise as good as nothing.
    ///
    /// - Parameters:
    ///   - escaping: How names are shown; `allowUTF8` leaves all as they are.
    ///   - registered: Families that keep their names though they may not be in this exposition, so that a collector which is missing once
    ///     changes no names.
    /// - Returns: The families, and a collision for each name that has another form.
    func escaped(
        by escaping: NameEscaping, beside registered: @autoclosure () -> [FamilyDescriptor] = []
    ) -> (families: ExposedFamilies, collisions: [NameCollision]) {
        if escaping == .allowUTF8 { return (self, []) }
        var result = self
        result.escaping = escaping
        if isLegacy { return (result, []) }
        let registered = registered()
        let known = instruments?.escapes.withLock { $0[escaping] }
        if let known, known.fits(self, registered) { return (known.applied(to: result), known.collisions) }
        let made = EscapedFamilies(self, registered, by: escaping, after: known)
        instruments?.escapes.withLock { $0[escaping] = made }
        return (made.applied(to: result), made.collisions)
    }
}
