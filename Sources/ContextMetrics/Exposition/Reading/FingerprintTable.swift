/// A number for each of many fingerprints.
///
/// Open addressing, at most half full: 48 to 96 bytes an entry.
struct FingerprintTable: Sendable {
    private struct Slot: Sendable {
        var key = Fingerprint()
        /// -1 where there is nothing.
        var value = -1
    }

    private var slots: [Slot] = []
    private(set) var count = 0

    /// The number of a fingerprint, `nil` where it has none.
    @inline(__always)
    subscript(_ key: Fingerprint) -> Int? {
        if slots.isEmpty { return nil }
        let slot = slots[place(of: key)]
        return slot.value < 0 ? nil : slot.value
    }

    /// Gives a fingerprint a number that isn't negative, unless it has one: then it answers that.
    @inline(__always)
    mutating func insert(_ key: Fingerprint, _ value: Int) -> Int? {
        if count * 2 >= slots.count { grow() }
        let place = place(of: key)
        let found = slots[place].value
        if found >= 0 { return found }
        slots[place] = Slot(key: key, value: max(0, value))
        count += 1
        return nil
    }

    /// Forgets all, in time linear in what there was.
    mutating func removeAll() {
        if count == 0 { return }
        if slots.count > 8 * count + 64 {
            slots = []
        } else {
            for place in slots.indices { slots[place].value = -1 }
        }
        count = 0
    }

    /// Where it is, or where there is nothing.
    @inline(__always)
    private func place(of key: Fingerprint) -> Int {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: key.low ^ key.high >> 32) & mask
        while slots[place].value >= 0, slots[place].key != key { place = (place &+ 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: max(16, old.count * 2))
        for slot in old where slot.value >= 0 { slots[place(of: slot.key)] = slot }
    }
}
