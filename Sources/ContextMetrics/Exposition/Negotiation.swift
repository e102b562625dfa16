extension ExpositionFormat {
    /// The best representation that a request accepts.
    ///
    /// For each representation the most specific range decides, of equally specific ones the weightiest. The greatest weight
    /// wins; among equals the one that was named most closely, then the one that more scrapers understand. A request that
    /// accepts nothing we have gets text 0.0.4: a scraper that is answered 406 loses its target.
    /// Elements of the list that are no media ranges, or have an invalid weight, are ignored. Linear in the bytes of the lines.
    ///
    /// `lines` are the values of all lines of the request's `Accept` header; none when it has no such header.
    ///
    /// Source: RFC 9110, section 12.5.1; Prometheus, "Content negotiation".
    package static func negotiated(accept lines: [String]) -> ExpositionFormat {
        var offers = Representation.all.map { Offer(format: $0.format) }
        for line in lines {
            var list = HeaderCursor(Array(line.utf8)[...])
            while let element = list.element() {
                guard let range = MediaRange(element) else { continue }
                for (index, representation) in Representation.all.enumerated() {
                    if let specificity = representation.specificity(of: range) {
                        offers[index].consider(quality: range.quality, specificity: specificity)
                    }
                }
            }
        }
        var best = Offer(format: .text)
        for offer in offers where offer.quality > 0 && offer.isBetter(than: best) { best = offer }
        return best.format
    }
}

/// How much a request wants one representation.
private struct Offer {
    let format: ExpositionFormat
    var quality = 0
    var specificity = -1

    /// Takes in a range that is about this representation.
    mutating func consider(quality: Int, specificity: Int) {
        if (self.specificity, self.quality) < (specificity, quality) {
            self.specificity = specificity
            self.quality = quality
        }
    }

    func isBetter(than other: Offer) -> Bool { (other.quality, other.specificity) < (quality, specificity) }
}
