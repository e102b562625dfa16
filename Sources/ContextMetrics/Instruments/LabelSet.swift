/// Labels as a type: a structure whose fields are the labels of a family.
///
/// ```swift
/// struct Route: LabelSet {
///     var method: String
///     var status: Int
///
///     static let labelNames: [2 of String] = ["method", "status"]
///     var labelValues: [2 of String] { [method, String(status)] }
/// }
///
/// let requests = try registry.counter("http_requests_total", help: "Requests served.", labels: Route.self)
/// requests.with(Route(method: "GET", status: 200)).increment()
/// ```
/// Names and values are arrays of the same fixed size, so that there can't be more or fewer of one than of the other. What the names say
/// is checked at registration.
///
/// ## Implementation guidance
/// `labelValues` is asked for at each look-up: texts of up to 15 bytes, and those that exist already, cost no allocation.
public protocol LabelSet: Sendable {
    /// `[N of String]`, where `N` is the number of labels.
    associatedtype Texts: Sendable

    /// The names of the labels.
    static var labelNames: Texts { get }
    /// The values of the labels, in the order of their names; any text.
    var labelValues: Texts { get }
}

/// Instruments of one name, told apart by the fields of a ``LabelSet``.
///
/// As ``Family``, but it is the fields that name the labels, and not their order.
public struct TypedFamily<Child: FamilyMember, LabelValues: LabelSet>: Sendable {
    @usableFromInline let storage: FamilyStorage<Child>

    init(_ storage: FamilyStorage<Child>) { self.storage = storage }

    /// The instrument with these labels; made when it isn't there yet.
    ///
    /// Keep the result where the labels are known beforehand: its updates then cost no look-up. A look-up of up to six labels allocates
    /// nothing.
    @inlinable
    public func with<let N: Int>(_ labels: LabelValues) -> Child where LabelValues.Texts == InlineArray<N, String> {
        let values = labels.labelValues
        let root = storage.root
        let series =
            switch N {
            case 1: root.series(values[0])
            case 2: root.series(values[0], values[1])
            case 3: root.series(values[0], values[1], values[2])
            case 4: root.series(values[0], values[1], values[2], values[3])
            case 5: root.series(values[0], values[1], values[2], values[3], values[4])
            case 6: root.series(values[0], values[1], values[2], values[3], values[4], values[5])
            default: root.findOrMake(Self.array(values))
            }
        return Child(series)
    }

    /// Removes a series.
    ///
    /// Handles that are still held stay valid; what they write is exposed nowhere.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    public func remove<let N: Int>(_ labels: LabelValues) -> Bool where LabelValues.Texts == InlineArray<N, String> {
        storage.remove(Self.array(labels.labelValues))
    }

    /// Removes every series.
    ///
    /// Handles that are still held stay valid; what they write is exposed nowhere.
    public func removeAll() { storage.removeAll() }

    /// Updates that were not made because of their value, in all series together.
    public var dropped: Int { storage.dropped }

    /// Look-ups of new series beyond the family's ``SeriesLimit``.
    public var refused: Int { storage.refused }

    @usableFromInline
    static func array<let N: Int>(_ texts: InlineArray<N, String>) -> [String] { texts.indices.map { texts[$0] } }
}
