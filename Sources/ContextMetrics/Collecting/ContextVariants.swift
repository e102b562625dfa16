/// Typed values that runs and kept samples are told from each other by.
///
/// Of one registry, equal ones are one object, and so they can be compared under a lock: comparing the values themselves runs code of users.
final class ContextVariant: Sendable {
    let values: ContextValues

    fileprivate init(_ values: ContextValues) { self.values = values }
}

/// The variants of one registry, each for as long as somebody refers to it.
///
/// Nothing of users runs under its lock: values are hashed and compared outside, and objects that may be the last reference to some are
/// handed out to be let go of there.
final class ContextVariants: Sendable {
    private struct Reference {
        weak var variant: ContextVariant?
    }

    private struct State {
        var references: [Int: [Reference]] = [:]
        var count = 0
        /// With so many it is time to forget those that are gone.
        var most = 64

        func variants(_ hash: Int) -> [ContextVariant] { references[hash]?.compactMap(\.variant) ?? [] }

        mutating func add(_ variant: ContextVariant, _ hash: Int) -> [ContextVariant] {
            references[hash, default: []].append(Reference(variant: variant))
            count += 1
            return count < most ? [] : forget()
        }

        /// Returns those that are still there.
        private mutating func forget() -> [ContextVariant] {
            var all: [ContextVariant] = []
            references = references.compactMapValues { references in
                let live = references.compactMap(\.variant)
                all += live
                return live.isEmpty ? nil : live.map { Reference(variant: $0) }
            }
            count = all.count
            most = max(64, 2 * count)
            return all
        }
    }

    private let state = Locked(State())

    /// The variant of some values; `nil` where each is its key's default.
    func variant(of values: ContextValues) -> ContextVariant? {
        if values.isEmpty { return nil }
        let hash = values.hashValue
        let new = ContextVariant(values)
        var known: [ContextVariant] = []
        while true {
            let (found, rest) = state.withLock { state -> ([ContextVariant], [ContextVariant]) in
                let found = state.variants(hash)
                return (found, found.count > known.count ? [] : state.add(new, hash))
            }
            // Those that were known are held until here, so that as many are the same ones.
            withExtendedLifetime((known, rest)) {}
            if found.count == known.count { return new }
            if let variant = found.first(where: { $0.values == values }) { return variant }
            known = found
        }
    }

    /// How many there are, those that are gone not yet forgotten.
    var count: Int { state.withLock { $0.count } }
}
