/// The labels of one sample: a set, kept in the order of the names.
public struct Labels: Hashable, Sendable {
    /// One label.
    public struct Label: Hashable, Sendable {
        /// Unique within its set.
        public let name: LabelName
        /// Any text.
        public let value: String

        /// Byte by byte.
        public static func == (a: Label, b: Label) -> Bool {
            a.name == b.name && a.value.hasBytes(of: b.value)
        }

        /// Consistent with the comparison by bytes.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            value.hashBytes(into: &hasher)
        }
    }

    /// In the order of their names.
    public let all: [Label]

    /// No labels.
    public static let none = Labels(unchecked: [])

    /// - Throws: ``InvalidDescriptor`` when a name is invalid or stands there twice.
    public init(_ pairs: KeyValuePairs<String, String>) throws(InvalidDescriptor) {
        var labels: [Label] = []
        for (name, value) in pairs {
            do throws(InvalidName) { labels.append(Label(name: try LabelName(name), value: value)) } catch { throw .name(error) }
        }
        labels.sort { $0.name < $1.name }
        for (a, b) in zip(labels, labels.dropFirst()) where a.name == b.name { throw .duplicateLabel(a.name.text) }
        all = labels
    }

    init(unchecked pairs: [(name: String, value: String)]) {
        all = pairs.map { Label(name: LabelName(unchecked: $0.name), value: $0.value) }.sorted { $0.name < $1.name }
    }

    /// The value of a label, `nil` where there is none of that name.
    public subscript(name: String) -> String? {
        all.first { $0.name.text.hasBytes(of: name) }?.value
    }

    /// Whether there are none.
    public var isEmpty: Bool { all.isEmpty }
    /// How many there are.
    public var count: Int { all.count }
    /// Those of all names and values.
    var codePoints: Int { all.reduce(0) { $0 + $1.name.text.unicodeScalars.count + $1.value.unicodeScalars.count } }
}

extension Labels: CustomStringConvertible {
    /// As text format shows them, except for the escapes.
    public var description: String {
        "{" + all.map { "\($0.name)=\($0.value.debugDescription)" }.joined(separator: ",") + "}"
    }
}
