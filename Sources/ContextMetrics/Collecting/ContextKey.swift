/// A typed value that travels from the request to the collectors.
///
/// ```swift
/// enum TenantKey: ContextKey { static let defaultValue = "all" }
/// let tenant = context[TenantKey.self]
/// ```
/// Values are `Hashable` because scrapes share a collector's run only when they ask for the same.
public protocol ContextKey: Sendable {
    associatedtype Value: Hashable & Sendable
    /// What a context without this value gives.
    static var defaultValue: Value { get }
}

/// The typed values of one gather.
public struct ContextValues: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        let value: any Hashable & Sendable
        static func == (a: Entry, b: Entry) -> Bool { AnyHashable(a.value) == AnyHashable(b.value) }
        func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
    }

    // Nil instead of an empty dictionary: nearly every scrape has none, and comparing two absent ones costs nothing.
    private var entries: [ObjectIdentifier: Entry]?

    /// No values: every key gives its default.
    public init() {}

    /// The value of a key, or its default.
    public subscript<Key: ContextKey>(_ key: Key.Type) -> Key.Value {
        get { entries?[ObjectIdentifier(key)]?.value as? Key.Value ?? key.defaultValue }
        set {
            // A default that is set and one that is not are the same: scrapes with either share runs.
            var changed = entries ?? [:]
            changed[ObjectIdentifier(key)] = newValue == key.defaultValue ? nil : Entry(value: newValue)
            entries = changed.isEmpty ? nil : changed
        }
    }

    /// The values of some keys only.
    func only(_ keys: [ObjectIdentifier]) -> ContextValues {
        var values = ContextValues()
        let kept = entries?.filter { keys.contains($0.key) } ?? [:]
        if !kept.isEmpty { values.entries = kept }
        return values
    }

    /// Whether every key gives its default.
    public var isEmpty: Bool { entries == nil }
}
