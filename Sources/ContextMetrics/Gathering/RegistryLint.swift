extension ContextRegistry {
    /// Findings about what all instruments show now: names, help, labels and values, as ``ExpositionLint`` sees them, and names that
    /// some scrapes can't show.
    ///
    /// For your own tests: `#expect(try registry.lint().isEmpty)`. Collectors are not run, and what they wrote isn't in it: for those
    /// ask a gather, ``GatherResult/lint()``. A family without a series shows nothing, and has its name looked at only for what becomes of
    /// it when it is escaped. Other rules look at names as they were registered. Linear in the series.
    ///
    /// - Throws: What makes the exposition invalid: a bug of this library.
    public func lint() throws(InvalidExposition) -> [ExpositionLint.Finding] {
        try GatherResult(.complete, .registry(RegistryPart(contents, []))).lint()
    }
}

extension GatherResult {
    /// Findings about all that was gathered, as ``ExpositionLint`` sees them, and names that some scrapes can't show; collectors' families
    /// among them.
    ///
    /// Lines and columns are those of text format 1.0.0; what only OpenMetrics shows has those of OpenMetrics, and comes last.
    ///
    /// - Throws: What makes the exposition invalid: a bug of this library.
    public func lint() throws(InvalidExposition) -> [ExpositionLint.Finding] {
        let merged = merged()
        let families = merged.families
        let text = try families.findings(.textUTF8, as: .text)
        let known = Set(text.map { [$0.rule.rawValue, $0.family] })
        // The same family has another name there where it is a counter.
        let openMetrics = try families.findings(.openMetrics, as: .openMetrics)
            .filter { !known.contains([$0.rule.rawValue, $0.family]) && !known.contains([$0.rule.rawValue, $0.family + "_total"]) }
        return try (collisions(merged) + text).inOrderOfLines + openMetrics
    }

    /// Names whose form under one of the escapings is another's.
    private func collisions(_ merged: Merged) throws(InvalidExposition) -> [ExpositionLint.Finding] {
        var found: [(NameEscaping, NameCollision)] = []
        for escaping in NameEscaping.allCases {
            var seen: Set<NameCollision> = []
            for collision in escaped(merged, by: escaping).collisions where seen.insert(collision).inserted {
                found.append((escaping, collision))
            }
        }
        if found.isEmpty { return [] }
        var places = FirstLines()
        try merged.families.read(.textUTF8, as: .text, &places)
        return found.map { escaping, collision in
            ExpositionLint.Finding(collision, escaping, line: places[collision.family])
        }
    }
}

extension ExposedFamilies {
    fileprivate func findings(
        _ format: ExpositionFormat, as grammar: ExpositionParser.Grammar
    ) throws(InvalidExposition) -> [ExpositionLint.Finding] {
        var reader = ExpositionReader(self, as: format)
        // What was registered is there already: there is nothing to be protected from.
        var lint = ExpositionLint(grammar, limits: .none)
        while try reader.withNextBlock({ block throws(InvalidExposition) in try lint.push(block) }) != nil {}
        return try lint.finish()
    }

    fileprivate func read(
        _ format: ExpositionFormat, as grammar: ExpositionParser.Grammar, _ visitor: inout some ExpositionVisitor
    ) throws(InvalidExposition) {
        var reader = ExpositionReader(self, as: format)
        var parser = ExpositionParser(grammar, limits: .none)
        while try reader.withNextBlock({ block throws(InvalidExposition) in try parser.push(block, to: &visitor) }) != nil {}
        try parser.finish(&visitor)
    }
}

extension ExpositionParser.Limits {
    fileprivate static let none = ExpositionParser.Limits(lineBytes: .max, families: .max, series: .max)
}

/// Where the first sample of each family stands.
private struct FirstLines: ExpositionVisitor {
    private var lines: [MetricName: Int] = [:]

    mutating func visit(_ sample: borrowing ReadSample) {
        let name = MetricName(unchecked: sample.family)
        if lines[name] == nil { lines[name] = sample.line }
    }

    /// 0 for a family that isn't there; an info may have been registered without its ending.
    subscript(family: MetricName) -> Int { lines[family] ?? lines[MetricName(unchecked: family.text + "_info")] ?? 0 }
}
