/// Which metric a sample belongs to, and what it is there.
struct SampleIdentity: Sendable {
    var role = SampleRole.bare
    /// All labels but the one that tells the samples of a metric apart.
    var metric = Fingerprint()
    /// All labels.
    var labels = Fingerprint()
    /// The label that tells them apart: `le`, `quantile`, or that of a state.
    var distinction: SampleLine.Label?
}

extension SampleIdentity {
    /// Of a sample with these labels and this role in a family; the label of a state is named like that.
    @inline(__always)
    init(
        _ labels: Span<SampleLine.Label>, of line: Span<UInt8>, role: SampleRole, type: ReadFamilyType?,
        familyName: @autoclosure () -> [UInt8], key: FingerprintKey
    ) {
        self.role = role
        let name = SampleLine.Label.distinction(role, type)
        let states = role == .bare && type == .stateSet ? familyName() : nil
        for index in labels.indices {
            let fingerprint = labels[index].fingerprint(of: line, key)
            self.labels = self.labels + fingerprint
            let isName = name.map { labels[index].name.spells($0, in: line) } ?? false
            let tellsApart = isName || states.map { labels[index].name.has($0, in: line) } ?? false
            if tellsApart { distinction = labels[index] } else { metric = metric + fingerprint }
        }
    }
}

extension SampleLine.Label {
    /// The name of the label that tells the samples of a metric apart, where it has one that all families share.
    @inline(__always)
    static func distinction(_ role: SampleRole, _ type: ReadFamilyType?) -> StaticString? {
        switch (role, type) {
        case (.bucket, .histogram), (.bucket, .gaugeHistogram): "le"
        case (.bare, .summary): "quantile"
        default: nil
        }
    }

    /// The same for all spellings of a label.
    @inline(__always)
    fileprivate func fingerprint(of line: Span<UInt8>, _ key: FingerprintKey) -> Fingerprint {
        // As it nearly always stands there, `name="value`, these bytes are as good as any.
        if !isNameQuoted, !value.isEscaped, value.start == name.end + 2 {
            return key.fingerprint(line.extracting(name.start..<value.end))
        }
        var text: [UInt8] = []
        name.withBytes(of: line) { bytes in
            text.append(bytes)
            if NameBytes.isLegacyLabel(bytes) {
                text += [UInt8(ascii: "="), UInt8(ascii: "\"")]
            } else {
                // No byte of any text, so that no name and value can be mistaken for others.
                text.append(0xff)
            }
        }
        value.withBytes(of: line) { text.append($0) }
        return key.fingerprint(text.span)
    }
}

extension SampleLine.Text {
    @inline(__always)
    func spells(_ word: StaticString, in line: Span<UInt8>) -> Bool {
        isEscaped ? withBytes(of: line) { $0.spells(word) } : line.extracting(start..<end).spells(word)
    }

    /// Whether it means these bytes.
    fileprivate func has(_ bytes: [UInt8], in line: Span<UInt8>) -> Bool { withBytes(of: line) { $0.hasBytes(of: bytes.span) } }
}
