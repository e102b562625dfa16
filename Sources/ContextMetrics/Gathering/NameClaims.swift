/// Which family uses which names: its own, and those of its samples.
///
/// A value.
///
/// Two families collide when they use a name in common, as the histogram `a` and the counter `a_count` do. (G13)
struct NameClaims {
    struct Claim {
        let descriptor: FamilyDescriptor
        /// Registrations that write the family, the first one first.
        var owners: [String]
        /// An instrument writes it, and nobody else may.
        let isExclusive: Bool
    }

    /// By every name that is in use.
    private var claims: [MetricName: Claim] = [:]

    /// Claims all families for an owner, or none.
    mutating func claim(_ descriptors: [FamilyDescriptor], owner: String, isExclusive: Bool) throws(RegistrationError) {
        for (index, descriptor) in descriptors.enumerated() {
            do throws(RegistrationError) { try claim(descriptor, owner, isExclusive) } catch {
                release(Array(descriptors[..<index]), owner: owner)
                throw error
            }
        }
    }

    private mutating func claim(_ descriptor: FamilyDescriptor, _ owner: String, _ isExclusive: Bool) throws(RegistrationError) {
        if let problem = descriptor.problem { throw .invalidDescriptor(problem) }
        for name in descriptor.claimedNames {
            guard let claim = claims[name] else { continue }
            let other = claim.descriptor
            if other.name != descriptor.name {
                throw .suffixCollision(descriptor.name.text, other: other.name.text, sample: name.text)
            }
            if let difference = NameClaims.difference(other, descriptor) {
                throw .conflictingFamily(descriptor.name.text, difference: difference, owner: claim.owners.first ?? "")
            }
            if isExclusive || claim.isExclusive { throw .duplicateFamily(descriptor.name.text) }
        }
        for name in descriptor.claimedNames {
            if claims[name]?.owners.append(owner) == nil {
                claims[name] = Claim(descriptor: descriptor, owners: [owner], isExclusive: isExclusive)
            }
        }
    }

    /// Gives up what an owner has claimed.
    mutating func release(_ descriptors: [FamilyDescriptor], owner: String) {
        for descriptor in descriptors {
            for name in descriptor.claimedNames {
                guard var claim = claims[name], let index = claim.owners.firstIndex(of: owner) else { continue }
                claim.owners.remove(at: index)
                claims[name] = claim.owners.isEmpty ? nil : claim
            }
        }
    }

    /// What two families of one name disagree on.
    private static func difference(_ a: FamilyDescriptor, _ b: FamilyDescriptor) -> String? {
        if a === b { return nil }
        if a.type != b.type { return "type" }
        if a.unit != b.unit { return "unit" }
        if a.labelNames != b.labelNames { return "labels" }
        if a.constantLabels != b.constantLabels { return "constant labels" }
        return a.help.utf8.elementsEqual(b.help.utf8) ? nil : "help"
    }
}
