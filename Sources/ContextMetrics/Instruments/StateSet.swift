/// Tells which of a few states are on: features that are enabled, the one state that a connection is in.
///
/// ```swift
/// let breaker = try registry.stateSet("breaker_state", help: "State of the breaker.", states: ["closed", "open", "half_open"])
/// try breaker.set(only: "open")
/// ```
/// A handle: copies are the same series. All members may be used from any thread, and none of them blocks. A scrape sees a change by
/// `set(only:)` as one: never both states on, and never none. All states are off in the beginning.
///
/// States are compared byte by byte. Where they are the cases of an enumeration, ``EnumStateSet`` has the compiler check them.
public struct StateSet: FamilyMember {
    /// More states than these are refused.
    public static let mostStates = 64

    let series: SeriesHandle

    /// The state set that writes a series.
    public init(_ series: SeriesHandle) { self.series = series }

    /// Turns a state on or off, and leaves the others as they are.
    ///
    /// - Throws: ``UnknownState`` for one that the family doesn't have; nothing changes.
    public func set(_ state: String, to isOn: Bool) throws(UnknownState) {
        let place = try place(of: state)
        series.with(StateSeries.self) { $0.set(place, to: isOn) }
    }

    /// Turns a state on and all others off, in one step.
    ///
    /// - Throws: ``UnknownState`` for one that the family doesn't have; nothing changes.
    public func set(only state: String) throws(UnknownState) {
        let place = try place(of: state)
        series.with(StateSeries.self) { $0.set(only: place) }
    }

    /// Whether a state is on.
    ///
    /// - Throws: ``UnknownState`` for one that the family doesn't have.
    public func isOn(_ state: String) throws(UnknownState) -> Bool {
        let place = try place(of: state)
        return value.isOn(place)
    }

    /// The states that are on, in the order in which they were named.
    public var statesOn: [String] { value.states.filter(\.isOn).map(\.state) }

    /// All states, in the order in which they were named.
    public var states: [String] { value.names.all }

    private var value: StateSetReading { series.with(StateSeries.self) { $0.value } }

    private func place(of state: String) throws(UnknownState) -> Int {
        let names = value.names
        guard let place = names.place(of: state) else {
            throw UnknownState(family: series.core.descriptor.name, state: state, states: names.all)
        }
        return place
    }
}

/// A state set whose states are the cases of an enumeration.
///
/// ```swift
/// enum Breaker: String, CaseIterable { case closed, open, halfOpen = "half_open" }
///
/// let breaker = try registry.stateSet("breaker_state", help: "State of the breaker.", of: Breaker.self)
/// breaker.set(only: .open)
/// ```
/// As ``StateSet``, but a state that isn't there doesn't compile. In the output a state's name is its raw value.
public struct EnumStateSet<State: CaseIterable & RawRepresentable & Sendable>: FamilyMember where State.RawValue == String {
    let series: SeriesHandle

    /// The state set that writes a series.
    public init(_ series: SeriesHandle) { self.series = series }

    /// Turns a state on or off, and leaves the others as they are.
    public func set(_ state: State, to isOn: Bool) { change(state) { $0.set($1, to: isOn) } }

    /// Turns a state on and all others off, in one step.
    public func set(only state: State) { change(state) { $0.set(only: $1) } }

    /// Whether a state is on.
    public func isOn(_ state: State) -> Bool {
        series.with(StateSeries.self) { series in
            guard let place = series.names.place(of: state.rawValue) else { return false }
            return series.value.isOn(place)
        }
    }

    /// The states that are on, in the order of `allCases`.
    public var statesOn: [State] {
        let value = series.with(StateSeries.self) { $0.value }
        return State.allCases.enumerated().filter { value.isOn($0.offset) }.map(\.element)
    }

    /// Changes that were dropped, of all state sets of the family together: to a state that is none of `allCases`, as only one can be that
    /// lists them itself.
    public var dropped: Int { series.core.dropped }

    private func change(_ state: State, _ body: (StateSeries, Int) -> Void) {
        let isKnown = series.with(StateSeries.self) { series in
            guard let place = series.names.place(of: state.rawValue) else { return false }
            body(series, place)
            return true
        }
        if !isKnown { series.core.drop() }
    }
}

/// A state that a state set doesn't have.
public struct UnknownState: Error, Hashable, Sendable, CustomStringConvertible {
    /// The family that was asked.
    public let family: MetricName
    /// What was given.
    public let state: String
    /// The states that there are.
    public let states: [String]

    /// What is wrong, with the state that was given.
    public var description: String { "The state set \(family) has no state \(state.debugDescription): it has \(states)." }
}

/// State sets with the same states, told apart by the values of `N` labels.
public typealias StateSetFamily<let N: Int> = Family<StateSet, N>
/// State sets of an enumeration, told apart by the values of `N` labels.
public typealias EnumStateSetFamily<State: CaseIterable & RawRepresentable & Sendable, let N: Int> = Family<EnumStateSet<State>, N>
where State.RawValue == String

extension FamilyStorage {
    /// - Throws: ``InvalidDescriptor`` for states that can't be.
    static func stateSets(
        _ descriptor: FamilyDescriptor, _ states: [String], in store: InstrumentStore, limit: Int
    ) throws(InvalidDescriptor) -> FamilyStorage {
        let names = try StateNames(states)
        return FamilyStorage(FamilyCore(descriptor, ObjectStorage { StateSeries(names) }, in: store, limit: limit))
    }
}
