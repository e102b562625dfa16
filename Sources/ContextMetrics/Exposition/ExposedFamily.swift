/// A family as it is exposed: what a collector wrote, or an instrument, whose values are read while it is encoded.
enum ExposedFamily: Sendable {
    case samples(SealedFamily)
    case instrument(InstrumentFamily)

    var descriptor: FamilyDescriptor {
        switch self {
        case .samples(let family): family.descriptor
        case .instrument(let family): family.descriptor
        }
    }

    var isEmpty: Bool {
        switch self {
        case .samples(let family): family.sampleCount == 0
        case .instrument(let family): family.isEmpty
        }
    }

    /// The samples, of an instrument those of now.
    var sealed: SealedFamily? {
        switch self {
        case .samples(let family): family
        case .instrument(let family): family.sealed()
        }
    }
}
