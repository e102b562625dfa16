/// How names that are not of the legacy grammar are shown; legacy names are the same under each of them.
///
/// The raw value is what requests and responses call it.
///
/// Source: Prometheus, "Content negotiation", "Escaping schemes", and what its clients write: of an underscore in a name that is escaped
/// `dots` and `values` make two, and digits are in lower case.
package enum NameEscaping: String, Hashable, Sendable, CaseIterable {
    /// As they are, in quotation marks.
    case allowUTF8 = "allow-utf-8"
    /// `http.größe` is `http_gr__e`.
    case underscores
    /// `http.größe` is `http_dot_gr____e`.
    case dots
    /// `http.größe` is `U__http_2e_gr_f6__df_e`, which can be read back.
    case values

    /// What stands for a metric's name.
    func escape(metric name: String) -> String { NameGrammar.isLegacyMetric(name) ? name : escape(name, hasColons: true) }

    /// What stands for a label's name, or for a name that is a label's as well.
    func escape(label name: String) -> String { NameGrammar.isLegacyLabel(name) ? name : escape(name, hasColons: false) }

    private func escape(_ name: String, hasColons: Bool) -> String {
        if self == .allowUTF8 { return name }
        var escaped = self == .values ? "U__" : ""
        var isFirst = true
        for scalar in name.unicodeScalars {
            let byte = UInt8(exactly: scalar.value)
            let isLegacy = byte.map { NameGrammar.isLegacy($0, isFirst: isFirst, hasColons: hasColons) } ?? false
            isFirst = false
            switch self {
            case .values where scalar == "_", .dots where scalar == "_": escaped += "__"
            case _ where isLegacy: escaped.unicodeScalars.append(scalar)
            case .values: escaped += "_" + String(scalar.value, radix: 16) + "_"
            case .dots: escaped += scalar == "." ? "_dot_" : "__"
            case .underscores, .allowUTF8: escaped += "_"
            }
        }
        return escaped
    }
}

/// The label names of one family or one exemplar under an escaping: all different, none of them reserved.
struct EscapedLabelNames {
    /// A name that has another form than the escaping gives it, because that is reserved or another's.
    struct Collision {
        let name: LabelName
        let escaped: String
        /// `nil` when no form is free.
        let shown: String?
    }

    /// In the order of the names that were given; `nil` when one of them has no form that is free.
    private(set) var names: [String]?
    private(set) var collisions: [Collision] = []

    /// Legacy names stay; of the others the first by bytes has the form that it is given, and each that comes too late that of `values`.
    ///
    /// - Parameters:
    ///   - given: All different.
    ///   - escaping: How.
    ///   - reserved: What none of them may be.
    init(_ given: [LabelName], by escaping: NameEscaping, reserved: [String] = []) {
        var taken = Set(reserved.map(LabelName.init(unchecked:)))
        taken.formUnion(given.lazy.filter(\.isLegacy))
        var result = given.map(\.text)
        var isComplete = true
        for (place, name) in given.enumerated().filter({ !$0.element.isLegacy }).sorted(by: { $0.element < $1.element }) {
            func takes(_ form: String) -> Bool { !NameGrammar.isReserved(form) && taken.insert(LabelName(unchecked: form)).inserted }
            let escaped = escaping.escape(label: name.text)
            if takes(escaped) {
                result[place] = escaped
                continue
            }
            let last = NameEscaping.values.escape(label: name.text)
            let isShown = takes(last)
            collisions.append(Collision(name: name, escaped: escaped, shown: isShown ? last : nil))
            if isShown { result[place] = last } else { isComplete = false }
        }
        names = isComplete ? result : nil
    }
}
