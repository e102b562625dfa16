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
    /// Of a sample with this role in a family; the label of a state is named like that.
    @inline(__always)
    init(
        _ sample: borrowing SampleLine, of line: Span<UInt8>, role: SampleRole, type: ReadFamilyType?, familyName: [UInt8],
        key: FingerprintKey
    ) {
        self.role = role
        for label in sample.braces.labels {
            let fingerprint = label.fingerprint(of: line, key)
            labels = labels + fingerprint
            if label.tellsApart(role, type, familyName, line) { distinction = label } else { metric = metric + fingerprint }
        }
    }
}

extension SampleLine.Label {
    @inline(__always)
    fileprivate func tellsApart(_ role: SampleRole, _ type: ReadFamilyType?, _ familyName: [UInt8], _ line: Span<UInt8>) -> Bool {
        switch (role, type) {
        case (.bucket, .histogram), (.bucket, .gaugeHistogram): name.spells("le", in: line)
        case (.bare, .summary): name.spells("quantile", in: line)
        case (.bare, .stateSet): name.withBytes(of: line) { $0.hasBytes(of: familyName.span) }
        default: false
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
}
