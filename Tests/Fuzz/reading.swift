// Fuzzes the reader of expositions and its lint; run by scripts/fuzz, which takes the inputs of Tests/Fuzz/reading-seeds as well.

/// Any bytes in both grammars: no trap, the same verdict however they are cut, and what is valid has places and parts that are.
func fuzzReading(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    // The first byte says where it is cut.
    let cut = Int(bytes.first ?? 0)
    let text = Array(bytes.dropFirst())
    for grammar in ExpositionParser.Grammar.allCases {
        let whole = verdict(on: text, as: grammar, pieces: .max)
        let cutUp = verdict(on: text, as: grammar, pieces: cut + 1)
        let isSame = whole.error == cutUp.error && whole.parts == cutUp.parts
        if !isSame { fatalError("in pieces of \(cut + 1) it is something else, as \(grammar)") }
        if let error = whole.error, error.line < 1 || error.column < 1 || error.column > count + 1 { fatalError("\(error)") }

        let limits = ExpositionParser.Limits(lineBytes: cut + 1, families: 2, series: 2)
        var lint = ExpositionLint(grammar, limits: limits)
        do throws(InvalidExposition) {
            try lint.push(text.span)
            for finding in try lint.finish() where finding.line < 1 || finding.column < 1 { fatalError("\(finding)") }
        } catch { _ = error.description }
        if whole.error == nil, (try? MetricFamily.families(in: String(decoding: text, as: UTF8.self), as: grammar)) == nil {
            fatalError("read as lines and not as families, as \(grammar)")
        }
    }
    return 0
}

private func verdict(on text: [UInt8], as grammar: ExpositionParser.Grammar, pieces: Int) -> (error: InvalidExposition?, parts: [String]) {
    var parser = ExpositionParser(grammar)
    var parts = Parts()
    do throws(InvalidExposition) {
        var rest = text[...]
        while !rest.isEmpty {
            try parser.push(Array(rest.prefix(pieces)), to: &parts)
            rest = rest.dropFirst(pieces)
        }
        try parser.finish(&parts)
        return (nil, parts.all)
    } catch {
        return (error, parts.all)
    }
}

private struct Parts: ExpositionVisitor {
    var all: [String] = []

    mutating func visit(_ metadata: borrowing ReadMetadata) { all.append("\(metadata.kind) \(metadata.family) \(metadata.text)") }

    mutating func visit(_ sample: borrowing ReadSample) {
        if !sample.name.utf8.starts(with: sample.family.utf8) { fatalError("\(sample.name) of \(sample.family)") }
        all.append("\(sample.name) \(sample.labels) \(sample.valueText) \(sample.value) \(String(describing: sample.exemplar))")
    }
}
