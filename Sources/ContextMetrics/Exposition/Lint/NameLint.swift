/// What names should be.
///
/// Source: Prometheus, "Metric and label naming", and what `promtool check metrics` makes of it.
enum NameLint {
    /// What is wrong with the name of a family, and what to do.
    static func findings(
        _ name: String, _ type: ReadFamilyType, _ grammar: ExpositionParser.Grammar
    ) -> [(ExpositionLint.Rule, String)] {
        var findings: [(ExpositionLint.Rule, String)] = []
        let words = name.split(separator: "_").map(String.init)
        if type == .counter, grammar == .text, !name.hasSuffix("_total") {
            findings.append((.counterWithoutTotal, "is a counter: end its name in _total"))
        }
        if type != .counter, name.hasSuffix("_total") {
            findings.append((.totalWithoutCounter, "ends in _total and is no counter: rename it, or make it one"))
        }
        for suffix in ["_bucket", "_count", "_sum"] where name.hasSuffix(suffix) {
            let isAllowed = type == .histogram || type == .gaugeHistogram || (type == .summary && suffix != "_bucket")
            if !isAllowed { findings.append((.reservedSuffix, "ends in \(suffix), as samples of histograms and summaries do: rename it")) }
        }
        for word in words {
            if let base = baseUnit(of: word) { findings.append((.baseUnit, "has the unit \(word): measure in \(base)")) }
            if abbreviations.contains(word) { findings.append((.abbreviatedUnit, "has the unit \(word) in short: write the whole word")) }
        }
        for word in words.dropFirst() where ReadFamilyType(rawValue: word) != nil && word != "unknown" && word != "info" {
            findings.append((.typeInName, "has the type \(word) in its name: leave it out"))
        }
        if name.contains(":") { findings.append((.colon, "has a colon in its name, which is for recording rules: use an underscore")) }
        if isCamelCase(name.utf8Span.span) { findings.append((.camelCase, "is written in camel case: use underscores")) }
        return findings
    }

    /// What is wrong with the name of a label.
    static func rule(_ label: SampleLine.Label, of line: Span<UInt8>, isDistinction: Bool) -> ExpositionLint.Rule? {
        label.name.withBytes(of: line) { name in
            if !isDistinction, name.spells("le") || name.spells("quantile") { return .reservedLabel }
            if name.count > 0, name[0] == UInt8(ascii: "_") { return .underscoreLabel }
            return isCamelCase(name) ? .camelCase : nil
        }
    }

    private static func isCamelCase(_ name: Span<UInt8>) -> Bool {
        var wasLower = false
        for index in name.indices {
            if wasLower, UInt8(ascii: "A") <= name[index], name[index] <= UInt8(ascii: "Z") { return true }
            wasLower = UInt8(ascii: "a") <= name[index] && name[index] <= UInt8(ascii: "z")
        }
        return false
    }

    private static let abbreviations: Set<String> = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"]

    private static let prefixes = [
        "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mebi", "giga", "gibi", "tera", "tebi",
        "peta", "pebi",
    ]
    private static let baseUnits = ["amperes", "bytes", "celsius", "grams", "joules", "meters", "metres", "seconds", "volts"]
    private static let otherUnits = [
        "minutes": "seconds", "hours": "seconds", "days": "seconds", "weeks": "seconds", "fahrenheit": "celsius", "inches": "meters",
        "feet": "meters", "yards": "meters", "miles": "meters", "bits": "bytes", "calories": "joules", "pounds": "grams",
        "ounces": "grams",
    ]

    /// The unit to measure in instead, `nil` where the word is no unit or a base unit.
    private static func baseUnit(of word: String) -> String? {
        if let base = otherUnits[word] ?? otherUnits[word + "s"] { return base }
        guard let prefix = prefixes.first(where: word.hasPrefix) else { return nil }
        let rest = String(word.dropFirst(prefix.count))
        return baseUnits.first { $0 == rest || $0 == rest + "s" } ?? otherUnits[rest] ?? otherUnits[rest + "s"]
    }
}

extension SampleLine.Label {
    /// Whether a bound is written otherwise than OpenMetrics' canonical form has it.
    func isBoundUncanonical(in line: Span<UInt8>, _ type: ReadFamilyType) -> Bool {
        guard type != .stateSet, let number = value.number(in: line), number.isFinite else { return false }
        var text = TextBuffer()
        text.append(bound: number)
        return text.withBytes { !$0.hasBytes(of: line.extracting(value.start..<value.end)) }
    }
}

extension SampleLine.Text {
    /// Whether a backslash stands before a byte that needs none.
    func hasOddEscape(in line: Span<UInt8>) -> Bool {
        if !isEscaped { return false }
        var index = start
        while index < end {
            if line[index] == UInt8(ascii: "\\") {
                index += 1
                guard index < end else { return true }
                switch line[index] {
                case UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "\""): break
                default: return true
                }
            }
            index += 1
        }
        return false
    }
}

extension ReadMetadata {
    var hasOddEscape: Bool { withLine { place.text.hasOddEscape(in: $0) } }
}
