/// A representation that can be served, and how requests name it.
struct Representation: Sendable {
    /// Which values of a media range's parameter include this representation.
    enum Accepted: Sendable {
        case any
        /// Compared without regard to the case of ASCII letters.
        case exactly(String)
        /// The same, and it has to be there.
        case required(String)
    }

    let format: ExpositionFormat
    let type: String
    let subtype: String
    /// A range with any other parameter is about another representation.
    let parameters: [(name: String, accepted: Accepted)]
    /// Not chosen by a wildcard: browsers, curl and old scrapers send one and can't read everything that it includes.
    let onlyByName: Bool

    /// What is served, the most widely understood first.
    static let all = [
        Representation(
            format: .text, type: "text", subtype: "plain",
            parameters: [("version", .exactly("0.0.4")), ("charset", .exactly("utf-8")), ("escaping", .any)],
            onlyByName: false),
        // Every escaping of names that is asked for is accepted: one that nobody knows means the usual one.
        Representation(
            format: .openMetrics, type: "application", subtype: "openmetrics-text",
            parameters: [("version", .exactly("1.0.0")), ("charset", .exactly("utf-8")), ("escaping", .any)],
            onlyByName: true),
        // Who doesn't name the version may know nothing newer than 0.0.4.
        Representation(
            format: .textUTF8, type: "text", subtype: "plain",
            parameters: [("version", .required("1.0.0")), ("charset", .exactly("utf-8")), ("escaping", .any)], onlyByName: true),
        // Who doesn't name the version gets 1.0.0, the oldest that is a standard.
        Representation(
            format: .openMetrics001, type: "application", subtype: "openmetrics-text",
            parameters: [("version", .required("0.0.1")), ("charset", .exactly("utf-8")), ("escaping", .any)], onlyByName: true),
        // Bare, the type may mean any message in any of three encodings.
        Representation(
            format: .protobuf, type: "application", subtype: "vnd.google.protobuf",
            parameters: [
                ("proto", .required("io.prometheus.client.metricfamily")), ("encoding", .required("delimited")), ("escaping", .any),
            ],
            onlyByName: true),
        Representation(
            format: .json, type: "application", subtype: "json", parameters: [("charset", .exactly("utf-8"))], onlyByName: true),
    ]

    /// How closely a range describes this representation; `nil` when it isn't about it.
    ///
    /// `*/*` is 0, `text/*` 1, `text/plain` 2, and each parameter adds one.
    func specificity(of range: MediaRange) -> Int? {
        let named: Int
        switch (range.type, range.subtype) {
        case (type, subtype): named = 2
        case (type, "*") where !onlyByName: named = 1
        case ("*", "*") where !onlyByName: named = 0
        default: return nil
        }
        for case (let name, .required) in parameters where !range.parameters.contains(where: { $0.name == name }) { return nil }
        return range.parameters.allSatisfy(includes) ? named + range.parameters.count : nil
    }

    private func includes(_ asked: MediaRange.Parameter) -> Bool {
        switch parameters.first(where: { $0.name == asked.name })?.accepted {
        case .any: true
        case .exactly(let value), .required(let value): asked.value.utf8.elementsEqual(value.utf8) { HeaderCursor.lowercased($0) == $1 }
        case nil: false
        }
    }
}
