import Synchronization

/// The states of one series of a state set: a bit each, in one word, so that a reader sees every change whole.
final class StateSeries: SeriesObject {
    let names: StateNames
    private let bits = Atomic<UInt64>(0)

    init(_ names: StateNames) { self.names = names }

    func set(_ place: Int, to isOn: Bool) {
        let bit = UInt64(1) << UInt64(place)
        if isOn {
            bits.bitwiseOr(bit, ordering: .relaxed)
        } else {
            bits.bitwiseAnd(~bit, ordering: .relaxed)
        }
    }

    func set(only place: Int) { bits.store(1 << UInt64(place), ordering: .relaxed) }

    var value: StateSetReading { StateSetReading(names: names, bits: bits.load(ordering: .relaxed)) }
    var reading: InstrumentReading { .states(value) }
}

/// The names of a family's states: all of them different, byte by byte.
final class StateNames: Hashable, Sendable {
    let all: [String]

    /// - Throws: ``InvalidDescriptor`` for none, for too many, and for one that stands there twice.
    init(_ all: [String]) throws(InvalidDescriptor) {
        if !(1...StateSet.mostStates ~= all.count) { throw .stateCount(all.count, limit: StateSet.mostStates) }
        self.all = all
        for (place, state) in all.enumerated() where self.place(of: state) != place { throw .duplicateState(state) }
    }

    /// Linear in the number of states.
    func place(of state: String) -> Int? { all.firstIndex { $0.utf8.elementsEqual(state.utf8) } }

    static func == (a: StateNames, b: StateNames) -> Bool { a === b || a.all.elementsEqual(b.all) { $0.utf8.elementsEqual($1.utf8) } }
    func hash(into hasher: inout Hasher) { hasher.combine(all.count) }
}

/// The states of one series at one moment.
struct StateSetReading: Hashable, Sendable {
    let names: StateNames
    let bits: UInt64

    func isOn(_ place: Int) -> Bool { bits >> UInt64(place) & 1 == 1 }

    /// In the order in which they were named.
    var states: [(state: String, isOn: Bool)] { names.all.enumerated().map { (state: $1, isOn: isOn($0)) } }
}
