extension MetricFamily {
    /// The families of a whole exposition, in the order of their first lines.
    ///
    /// A counter has its name with `_total`, an info with `_info`, as text
    /// format shows them. What can't be one of the types' values is kept as numbers, in an untyped family for each name of a sample: gauge
    /// histograms, and histograms and summaries whose lines don't make one.
    ///
    /// - Throws: What makes the exposition invalid. Memory is linear in the text.
    public static func families(
        in text: String, as grammar: ExpositionParser.Grammar, limits: ExpositionParser.Limits = .init()
    ) throws(InvalidExposition) -> [MetricFamily] {
        var parser = ExpositionParser(grammar, limits: limits)
        var builder = FamilyBuilder()
        try parser.push(text.utf8Span.span, to: &builder)
        try parser.finish(&builder)
        return builder.families
    }
}

/// Collects the lines of families.
struct FamilyBuilder: ExpositionVisitor {
    private var collected: [CollectedFamily] = []
    private var places: [Int: Int] = [:]
    /// Lines of samples so far.
    private(set) var samples = 0

    mutating func visit(_ metadata: borrowing ReadMetadata) {
        if metadata.kind == .comment { return }
        let place = place(metadata.familyNumber) { CollectedFamily(name: metadata.family) }
        switch metadata.kind {
        case .help: collected[place].help = metadata.text
        case .unit: collected[place].unit = metadata.text
        case .type(let type): collected[place].type = type
        case .comment: break
        }
    }

    mutating func visit(_ sample: borrowing ReadSample) {
        samples += 1
        let place = place(sample.familyNumber) { CollectedFamily(name: sample.family) }
        collected[place].samples.append(
            CollectedFamily.Sample(
                role: sample.identity.role, name: sample.name, labels: sample.labels, value: sample.value, text: sample.valueText,
                exemplar: sample.exemplar, timestamp: sample.timestamp))
    }

    private mutating func place(_ number: Int, _ make: () -> CollectedFamily) -> Int {
        if let place = places[number] { return place }
        places[number] = collected.count
        collected.append(make())
        return collected.count - 1
    }

    var families: [MetricFamily] { collected.flatMap(\.families) }
}
