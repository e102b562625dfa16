/// Elements of which there is nearly always one at the most: that one lies in place, and costs no storage of its own.
struct Few<Element> {
    /// Nil only when `rest` is empty.
    private var first: Element?
    private var rest: [Element] = []

    var isEmpty: Bool { first == nil }
    var count: Int { first == nil ? 0 : 1 + rest.count }
    /// All of them, in the order in which they came.
    var all: [Element] { first.map { [$0] + rest } ?? [] }

    mutating func append(_ element: Element) {
        if first == nil { first = element } else { rest.append(element) }
    }

    func first(where matches: (Element) -> Bool) -> Element? {
        guard let first else { return nil }
        return matches(first) ? first : rest.first(where: matches)
    }

    func contains(where matches: (Element) -> Bool) -> Bool { first(where: matches) != nil }

    /// Removes the first element that matches.
    mutating func remove(where matches: (Element) -> Bool) -> Element? {
        guard let element = first else { return nil }
        if matches(element) {
            first = rest.isEmpty ? nil : rest.removeFirst()
            return element
        }
        return rest.firstIndex(where: matches).map { rest.remove(at: $0) }
    }

    /// Removes every element that matches.
    mutating func removeAll(where matches: (Element) -> Bool) -> [Element] {
        var removed: [Element] = []
        while let element = remove(where: matches) { removed.append(element) }
        return removed
    }

    /// Changes the first element that matches, where it lies; returns whether there is one.
    mutating func change(where matches: (Element) -> Bool, _ change: (inout Element) -> Void) -> Bool {
        if var element = first.take() {
            let isIt = matches(element)
            if isIt { change(&element) }
            first = consume element
            if isIt { return true }
        }
        guard let place = rest.firstIndex(where: matches) else { return false }
        change(&rest[place])
        return true
    }

    /// Changes the first element that matches; returns it as it is then.
    mutating func update(where matches: (Element) -> Bool, _ change: (inout Element) -> Void) -> Element? {
        var changed: Element?
        let isThere = self.change(where: matches) {
            change(&$0)
            changed = $0
        }
        return isThere ? changed : nil
    }
}
