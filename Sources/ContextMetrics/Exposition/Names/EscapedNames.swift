/// What stands for each of some families under an escaping: families of the same type and samples, with legacy names that don't collide.
///
/// A function of the families, whatever their order.
struct EscapedNames {
    private(set) var collisions: [NameCollision] = []
    private let escaping: NameEscaping
    /// `nil` for families that are left out.
    private var escaped: [ObjectIdentifier: FamilyDescriptor?] = [:]

    /// - Parameters:
    ///   - families: All that may be in one exposition, each any number of times.
    ///   - escaping: Another than `allowUTF8`.
    init(_ families: [FamilyDescriptor], by escaping: NameEscaping) {
        self.escaping = escaping
        var taken: Set<MetricName> = []
        var seen: Set<ObjectIdentifier> = []
        var others: [MetricName: [FamilyDescriptor]] = [:]
        for family in families where seen.insert(ObjectIdentifier(family)).inserted {
            if !family.hasLegacyName {
                others[family.name, default: []].append(family)
                continue
            }
            taken.formUnion(family.claimedNames)
            if !family.isLegacy { take([family], as: family.name.text) }
        }
        for (name, families) in others.sorted(by: { $0.key < $1.key }) {
            // The name of a state set is a label's as well, and so can't have a colon.
            let isLabel = families.contains { $0.type == .stateSet }
            func form(_ escaping: NameEscaping) -> String {
                isLabel ? escaping.escape(label: name.text) : escaping.escape(metric: name.text)
            }
            func claim(_ form: String) -> Bool {
                if isLabel, NameGrammar.isReserved(form) { return false }
                let names = Set(families.flatMap { FamilyDescriptor($0, name: form, constantNames: [], labelNames: []).claimedNames })
                if !taken.isDisjoint(with: names) { return false }
                taken.formUnion(names)
                return true
            }
            let (wanted, last) = (form(escaping), form(.values))
            if claim(wanted) {
                take(families, as: wanted)
            } else if wanted != last, claim(last) {
                collisions.append(NameCollision(family: name, label: nil, escaped: wanted, shown: last))
                take(families, as: last)
            } else {
                collisions.append(NameCollision(family: name, label: nil, escaped: wanted, shown: nil))
                for family in families { escaped[ObjectIdentifier(family)] = .some(nil) }
            }
        }
    }

    /// Gives families of one name another, and escapes their labels.
    private mutating func take(_ families: [FamilyDescriptor], as name: String) {
        for family in families {
            let constants = family.constantLabels.all.map(\.name)
            let labels = EscapedLabelNames(
                constants + family.labelNames, by: escaping,
                reserved: FamilyDescriptor.ownLabel(name, family.type).map { [$0] } ?? [])
            collisions += labels.collisions.map {
                NameCollision(family: family.name, label: $0.name, escaped: $0.escaped, shown: $0.shown)
            }
            escaped[ObjectIdentifier(family)] = .some(
                labels.names.map { names in
                    FamilyDescriptor(
                        family, name: name, constantNames: Array(names.prefix(constants.count)),
                        labelNames: Array(names.dropFirst(constants.count)))
                })
        }
    }

    /// What stands for a family; itself where it has legacy names only, `nil` where it is left out.
    func descriptor(for family: FamilyDescriptor) -> FamilyDescriptor? {
        if let found = escaped[ObjectIdentifier(family)] { return found }
        return family
    }
}
