/// A name that a scrape shows in another form than its escaping gives it, because that form is another's or reserved.
///
/// A legacy name keeps its form; of others that have the same the first by bytes has it, and each that comes later the form of the scheme
/// `values`, as in `U__http_2e_requests`, so that no samples are lost.
public struct NameCollision: Hashable, Sendable, CustomStringConvertible {
    /// The family, as it was registered.
    public let family: MetricName
    /// The label of the family whose name it is about; `nil` when it is about the family's own.
    public let label: LabelName?
    /// The form that is another's.
    public let escaped: String
    /// The form that is shown; `nil` when that is another's as well, and the family is left out.
    public let shown: String?

    /// What collides and what becomes of it.
    public var description: String {
        let name = label.map { "The label \($0.text.debugDescription) of the family" } ?? "The family"
        let result = shown.map { "it is shown as \($0)" } ?? "the family is left out"
        return
            "\(name) \(family.text.debugDescription) can't be shown as \(escaped), which is another's or reserved: \(result). Rename one of them."
    }
}
