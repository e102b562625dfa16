/// How the bytes of a response's body are coded.
package enum ContentCoding: Hashable, Sendable, CaseIterable {
    /// As they are.
    case identity
    case gzip

    /// The coding that a request prefers, of those that there are.
    ///
    /// What is said of a coding by its name decides, else what is said of `*`. gzip has to be named in one of these ways with a weight over
    /// zero. Plain bytes needn't be: a request that doesn't speak of them takes them, but rather gzip. Between equal weights it is gzip.
    /// A request that accepts neither gets plain bytes: a scraper that is answered 406 loses its target. Elements that are no codings, or
    /// have an invalid weight, are ignored. Linear in the bytes of the lines.
    ///
    /// `lines` are the values of all lines of the request's `Accept-Encoding` header; none when it has no such header.
    ///
    /// Source: RFC 9110, sections 8.4.1.3 (`x-gzip`), 12.4.2 (weights) and 12.5.3 (`Accept-Encoding`).
    package static func negotiated(acceptEncoding lines: [String]) -> ContentCoding {
        var (gzip, identity, others): (Int?, Int?, Int?) = (nil, nil, nil)
        for line in lines {
            var list = HeaderCursor(Array(line.utf8)[...])
            while let element = list.element() {
                guard let coding = CodingRange(element) else { continue }
                switch coding.name {
                case "gzip", "x-gzip": gzip = max(gzip ?? 0, coding.quality)
                case "identity": identity = max(identity ?? 0, coding.quality)
                case "*": others = max(others ?? 0, coding.quality)
                default: break
                }
            }
        }
        let quality = gzip ?? others ?? 0
        return quality > 0 && quality >= identity ?? others ?? 0 ? .gzip : .identity
    }
}

/// One element of an `Accept-Encoding` header, as in `gzip;q=0.5`.
struct CodingRange: Hashable, Sendable {
    /// In lower case; `*` for any that isn't named.
    let name: String
    /// The weight in thousandths: 0 means "not acceptable", 1000 is the greatest.
    let quality: Int

    /// Reads one element of the list; `nil` for anything but a coding with a valid weight or none.
    init?(_ element: ArraySlice<UInt8>) {
        var cursor = HeaderCursor(element)
        cursor.skipBlanks()
        guard let name = cursor.token() else { return nil }
        var quality: Int?
        cursor.skipBlanks()
        while cursor.skip(";") {
            cursor.skipBlanks()
            // As in media ranges, old clients leave parameters empty.
            guard let parameter = cursor.token() else { continue }
            guard parameter == "q", quality == nil, cursor.skip("="), let value = cursor.value(), !value.isQuoted,
                let weight = MediaRange.weight(value.text)
            else { return nil }
            quality = weight
            cursor.skipBlanks()
        }
        if !cursor.isAtEnd { return nil }
        self.name = name
        self.quality = quality ?? 1000
    }
}
