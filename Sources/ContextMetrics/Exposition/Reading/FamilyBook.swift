/// Which families there were, and which names are theirs.
struct FamilyBook: Sendable {
    /// A family of text format.
    struct Entry: Sendable {
        var type: ReadFamilyType?
        var hasHelp = false
        var hasSamples = false
    }

    private var numbers = FingerprintTable()
    private(set) var entries: [Entry] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The number of a family, a new one where there is none.
    mutating func number(of name: Fingerprint) throws(LineProblem) -> Int {
        if let number = numbers.insert(name, entries.count) { return number }
        if entries.count >= limit { throw LineProblem(0, .fewerFamilies) }
        entries.append(Entry())
        return entries.count - 1
    }

    func entry(of name: Fingerprint) -> (number: Int, entry: Entry)? {
        guard let number = numbers[name], number < entries.count else { return nil }
        return (number, entries[number])
    }

    mutating func update(_ number: Int, _ change: (inout Entry) -> Void) {
        if number < entries.count { change(&entries[number]) }
    }

    /// Takes names that no other family may have; false when one has.
    mutating func claim(_ names: [Fingerprint]) throws(LineProblem) -> Bool {
        if entries.count >= limit { throw LineProblem(0, .fewerFamilies) }
        for name in names where numbers.insert(name, entries.count) != nil { return false }
        entries.append(Entry())
        return true
    }
}
