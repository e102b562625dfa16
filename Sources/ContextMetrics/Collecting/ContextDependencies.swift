/// What of a request a collector's samples depend on.
///
/// Scrapes that are equal in it share a run, and what the ``CollectorCache`` has. A collector sees only that much of the request: `context[Key.self]`
/// gives the default for a key that isn't named.
public struct ContextDependencies: Sendable {
    private enum Content {
        case values
        case keys([ObjectIdentifier])
    }

    private let content: Content

    private init(_ content: Content) { self.content = content }

    /// All typed values.
    public static let values = ContextDependencies(.values)
    /// Nothing: the samples are the same whoever asks.
    public static let nothing = ContextDependencies(.keys([]))
    /// These typed values only.
    public static func keys(_ keys: any ContextKey.Type...) -> ContextDependencies {
        ContextDependencies(.keys(keys.map { ObjectIdentifier($0) }))
    }

    /// Nil where that is all of them.
    var keys: DeclaredKeys? {
        switch content {
        case .values: nil
        case .keys(let keys): DeclaredKeys(keys)
        }
    }
}

/// The keys that a collector has declared; behind a reference, as every run refers to them.
final class DeclaredKeys: Sendable {
    private let keys: [ObjectIdentifier]

    init(_ keys: [ObjectIdentifier]) { self.keys = keys }

    func contains(_ key: any ContextKey.Type) -> Bool { keys.contains(ObjectIdentifier(key)) }

    /// Of some values those that may be seen.
    func visible(in values: ContextValues) -> ContextValues { values.only(keys) }
}
