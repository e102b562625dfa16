extension NegotiatedFormat {
    /// The best representation that a request accepts; `nil` when it names what it accepts, and that is nothing we have.
    ///
    /// For each representation the most specific range decides, of equally specific ones the weightiest. The greatest weight
    /// wins; among equals the one that was named most closely, then the one that more scrapers understand. Names are escaped as
    /// the range says that decided; where it doesn't, or says something unknown, with underscores.
    /// Elements of the list that are no media ranges, or have an invalid weight, are ignored. Linear in the bytes of the lines.
    ///
    /// `lines` are the values of all lines of the request's `Accept` header; none when it has no such header.
    ///
    /// Source: RFC 9110, section 12.5.1; Prometheus, "Content negotiation".
    package static func negotiated(accept lines: [String]) -> NegotiatedFormat? {
        if lines.isEmpty { return .standard }
        var offers = Representation.all.map { Offer(format: $0.format) }
        var hasRanges = false
        for line in lines {
            var list = HeaderCursor(Array(line.utf8)[...])
            while let element = list.element() {
                guard let range = MediaRange(element) else { continue }
                hasRanges = true
                for (index, representation) in Representation.all.enumerated() {
                    if let specificity = representation.specificity(of: range) {
                        offers[index].consider(range, specificity: specificity)
                    }
                }
            }
        }
        if !hasRanges { return .standard }
        var best: Offer?
        for offer in offers where offer.quality > 0 && best.map(offer.isBetter) ?? true { best = offer }
        return best.map { NegotiatedFormat($0.format, escaping: $0.escaping) }
    }
}

/// How much a request wants one representation.
private struct Offer {
    let format: ExpositionFormat
    var quality = 0
    var specificity = -1
    var escaping = NameEscaping.underscores

    /// Takes in a range that is about this representation.
    mutating func consider(_ range: MediaRange, specificity: Int) {
        if (self.specificity, quality) < (specificity, range.quality) {
            self.specificity = specificity
            quality = range.quality
            escaping = range.escaping
        }
    }

    func isBetter(than other: Offer) -> Bool { (other.quality, other.specificity) < (quality, specificity) }
}

extension MediaRange {
    /// How it asks for names; a scraper that asks for a scheme of its own can read at least names that need none.
    fileprivate var escaping: NameEscaping {
        let asked = parameters.first { $0.name == "escaping" }?.value.utf8.map(HeaderCursor.lowercased)
        return NameEscaping.allCases.first { asked?.elementsEqual($0.rawValue.utf8) == true } ?? .underscores
    }
}
