// The forms for one to six labels differ in nothing else, and take what the form without labels takes. A series appears with the first
// `with`, up to `limit` of them: see `SeriesLimit`.

extension ContextRegistry {
    /// A state set, registered.
    ///
    /// Its states are exposed from now on, all of them off.
    ///
    /// - Parameters:
    ///   - name: The name of the family, which is also the name of the label that holds the states.
    ///   - help: What the states are of, in a sentence.
    ///   - constantLabels: Labels with the same value in all its series, before the others.
    ///   - states: 1 to 64, none of them twice.
    /// - Returns: A handle, to be kept.
    /// - Throws: What is wrong with the name or the states, or that the name is taken.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String]
    ) throws -> StateSet {
        try stateSets(name, help, constantLabels, states, []).child([])
    }

    /// A family of state sets, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String], labels: [String],
        limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<StateSet> {
        DynamicFamily(try stateSets(name, help, constantLabels, states, labels, limit))
    }

    /// A family of state sets with one label, registered; parameters as without labels.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> StateSetFamily<1> {
        Family(try stateSets(name, help, constantLabels, states, [a], limit))
    }

    /// A family of state sets with two labels, registered; parameters as without labels.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> StateSetFamily<2> {
        Family(try stateSets(name, help, constantLabels, states, [a, b], limit))
    }

    /// A family of state sets with three labels, registered; parameters as without labels.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> StateSetFamily<3> {
        Family(try stateSets(name, help, constantLabels, states, [a, b, c], limit))
    }

    /// A family of state sets with four labels, registered; parameters as without labels.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> StateSetFamily<4> {
        Family(try stateSets(name, help, constantLabels, states, [a, b, c, d], limit))
    }

    /// A family of state sets with five labels, registered; parameters as without labels.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> StateSetFamily<5> {
        Family(try stateSets(name, help, constantLabels, states, [a, b, c, d, e], limit))
    }

    /// A family of state sets with six labels, registered; parameters as without labels.
    public func stateSet(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], states: [String],
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> StateSetFamily<6> {
        Family(try stateSets(name, help, constantLabels, states, [a, b, c, d, e, f], limit))
    }
}

extension ContextRegistry {
    /// A state set whose states are the cases of an enumeration, registered.
    ///
    /// As with names of states; the names are the raw values.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type
    ) throws -> EnumStateSet<State> where State.RawValue == String {
        try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), []).child([])
    }

    /// A family of state sets of an enumeration, registered.
    ///
    /// Each `with` on it must give as many values as there are names here; `limit` is the most series that it may have, see ``SeriesLimit``.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type, labels: [String],
        limit: Int = SeriesLimit.standard
    ) throws -> DynamicFamily<EnumStateSet<State>> where State.RawValue == String {
        DynamicFamily(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), labels, limit))
    }

    /// A family of state sets of an enumeration with one label, registered; parameters as without labels.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels a: String, limit: Int = SeriesLimit.standard
    ) throws -> EnumStateSetFamily<State, 1> where State.RawValue == String {
        Family(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), [a], limit))
    }

    /// A family of state sets of an enumeration with two labels, registered; parameters as without labels.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels a: String, _ b: String, limit: Int = SeriesLimit.standard
    ) throws -> EnumStateSetFamily<State, 2> where State.RawValue == String {
        Family(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), [a, b], limit))
    }

    /// A family of state sets of an enumeration with three labels, registered; parameters as without labels.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels a: String, _ b: String, _ c: String, limit: Int = SeriesLimit.standard
    ) throws -> EnumStateSetFamily<State, 3> where State.RawValue == String {
        Family(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), [a, b, c], limit))
    }

    /// A family of state sets of an enumeration with four labels, registered; parameters as without labels.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels a: String, _ b: String, _ c: String, _ d: String, limit: Int = SeriesLimit.standard
    ) throws -> EnumStateSetFamily<State, 4> where State.RawValue == String {
        Family(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), [a, b, c, d], limit))
    }

    /// A family of state sets of an enumeration with five labels, registered; parameters as without labels.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, limit: Int = SeriesLimit.standard
    ) throws -> EnumStateSetFamily<State, 5> where State.RawValue == String {
        Family(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), [a, b, c, d, e], limit))
    }

    /// A family of state sets of an enumeration with six labels, registered; parameters as without labels.
    public func stateSet<State: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, help: String = "", constantLabels: KeyValuePairs<String, String> = [:], of states: State.Type,
        labels a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, limit: Int = SeriesLimit.standard
    ) throws -> EnumStateSetFamily<State, 6> where State.RawValue == String {
        Family(try stateSets(name, help, constantLabels, states.allCases.map(\.rawValue), [a, b, c, d, e, f], limit))
    }

    func stateSets<Child>(
        _ name: String, _ help: String, _ constantLabels: KeyValuePairs<String, String>, _ states: [String], _ labels: [String],
        _ limit: Int = SeriesLimit.standard
    ) throws -> FamilyStorage<Child> {
        let descriptor = StateSetDescriptor(name, help: help, constantLabels: constantLabels, labels: labels).family
        let storage: FamilyStorage<Child>
        do throws(InvalidDescriptor) {
            storage = try .stateSets(descriptor, states, in: store, limit: limit)
        } catch { throw RegistrationError.invalidDescriptor(error) }
        return try add(storage)
    }
}
