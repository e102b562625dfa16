extension ContextRegistry {
    /// Findings about what all instruments show now: names, help, labels and values, as ``ExpositionLint`` sees them.
    ///
    /// For your own tests: `#expect(try registry.lint().isEmpty)`. Collectors are not run, and what they wrote isn't in it: for those
    /// ask a gather, ``GatherResult/lint()``. A family without a series shows nothing. Names are looked at as they were registered, not as scrapes
    /// escape them. Linear in the series.
    ///
    /// - Throws: What makes the exposition invalid: a bug of this library.
    public func lint() throws(InvalidExposition) -> [ExpositionLint.Finding] {
        try GatherResult(.complete, .registry(RegistryPart(contents, []))).lint()
    }
}

extension GatherResult {
    /// Findings about all that was gathered, as ``ExpositionLint`` sees them; collectors' families among them.
    ///
    /// Lines and columns are those of text format 1.0.0; what only OpenMetrics shows has those of OpenMetrics, and comes last.
    ///
    /// - Throws: What makes the exposition invalid: a bug of this library.
    public func lint() throws(InvalidExposition) -> [ExpositionLint.Finding] {
        let families = merged().families
        let text = try families.findings(.textUTF8, as: .text)
        let known = Set(text.map { [$0.rule.rawValue, $0.family] })
        // The same family has another name there where it is a counter.
        let openMetrics = try families.findings(.openMetrics, as: .openMetrics)
            .filter { !known.contains([$0.rule.rawValue, $0.family]) && !known.contains([$0.rule.rawValue, $0.family + "_total"]) }
        return text + openMetrics
    }
}

extension ExposedFamilies {
    fileprivate func findings(
        _ format: ExpositionFormat, as grammar: ExpositionParser.Grammar
    ) throws(InvalidExposition) -> [ExpositionLint.Finding] {
        var reader = ExpositionReader(self, as: format)
        // What was registered is there already: there is nothing to be protected from.
        var lint = ExpositionLint(grammar, limits: .init(lineBytes: .max, families: .max, series: .max))
        while try reader.withNextBlock({ block throws(InvalidExposition) in try lint.push(block) }) != nil {}
        return try lint.finish()
    }
}
