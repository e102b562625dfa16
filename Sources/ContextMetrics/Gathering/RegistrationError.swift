/// Why a collector or an instrument was not registered.
///
/// Nothing has changed in the registry.
public enum RegistrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The collector's name can't be a label value that people read.
    case invalidName(InvalidName)
    /// A collector of this name is registered.
    case duplicateName(String)
    /// One of the families can't be exposed.
    case invalidDescriptor(InvalidDescriptor)
    /// An instrument of this name is registered, or a collector that writes the family.
    case duplicateFamily(String)
    /// A family of this name is registered that differs in what is named: type, help, unit, labels or constant labels.
    case conflictingFamily(String, difference: String, owner: String)
    /// Samples of the family would have the name of another family's. Rename one of them.
    case suffixCollision(String, other: String, sample: String)
    /// In a pedantic registry every collector has to describe its families.
    case undescribed(String)
    /// The collector can't be run as its policy says.
    case invalidPolicy(String, InvalidPolicy)
    /// The registry was shut down.
    case shutDown

    /// What is wrong, with the name that it is about, and what to do.
    public var description: String {
        switch self {
        case .invalidName(let error): error.description
        case .duplicateName(let name):
            "A collector named \(name.debugDescription) is registered already: unregister it, or register this one under another name."
        case .invalidDescriptor(let error): error.description
        case .duplicateFamily(let family):
            "The family \(family.debugDescription) is registered already: use the instrument that is there, or another name."
        case .conflictingFamily(let family, let difference, let owner):
            "The family \(family.debugDescription) is registered by \(owner.debugDescription) with another \(difference): make them equal, or rename one."
        case .suffixCollision(let family, let other, let sample):
            "The families \(family.debugDescription) and \(other.debugDescription) would both have samples named \(sample.debugDescription): rename one."
        case .undescribed(let collector):
            "The collector \(collector.debugDescription) describes no families, which a pedantic registry asks for: return them from `descriptors`."
        case .invalidPolicy(let collector, let error):
            "The collector \(collector.debugDescription) can't be registered: \(error.description)"
        case .shutDown: "The registry was shut down: make a new one."
        }
    }
}
