// Invariant: room for the whole line is made before it is written: the fixed texts, each label value twice, a number and what ends the line.

extension TextBuffer {
    /// The line of a number under the family's own name, without a time.
    mutating func appendNumber(_ sample: SampleRecord, of family: FamilyDescriptor) {
        let texts = family.labelTexts
        if texts.count == 0 || sample.labelCount != texts.count {
            return appendSample(family.name.text, sample, of: family, value: sample.number)
        }
        write(atMost: family.leastLineBytes + 2 * sample.labelSize + DoubleText.room) { to in
            var to = to
            var start = 0
            texts.bytes.withUnsafeBytes { bytes in
                sample.forEachLabel { index, value in
                    let end = texts.ends[index]
                    to = NumberLine.copy(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: to)
                    to = NumberLine.quote(value, to: to)
                    start = end
                }
            }
            to.initialize(to: UInt8(ascii: "\""))
            (to + 1).initialize(to: UInt8(ascii: "}"))
            (to + 2).initialize(to: UInt8(ascii: " "))
            to = DoubleText.put(sample.number, to: to + 3)
            to.initialize(to: UInt8(ascii: "\n"))
            return to + 1
        }
    }
}

private enum NumberLine {
    /// Returns where the text ends.
    ///
    /// In steps of 16 or 8 bytes, the last of which overlaps the one before: names and values are too short for a call.
    @inline(__always)
    static func copy(_ text: UnsafeRawBufferPointer, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        guard let from = text.baseAddress else { return to }
        let target = UnsafeMutableRawPointer(to)
        let count = text.count
        if count >= 16 {
            var place = 0
            while place < count - 16 {
                move(SIMD16<UInt8>.self, from, target, place)
                place += 16
            }
            move(SIMD16<UInt8>.self, from, target, count - 16)
        } else if count >= 8 {
            move(UInt64.self, from, target, 0)
            move(UInt64.self, from, target, count - 8)
        } else {
            for place in 0..<count { move(UInt8.self, from, target, place) }
        }
        return to + count
    }

    @inline(__always)
    private static func move<Part: BitwiseCopyable>(
        _ type: Part.Type, _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ place: Int
    ) {
        to.storeBytes(of: from.loadUnaligned(fromByteOffset: place, as: Part.self), toByteOffset: place, as: Part.self)
    }

    /// Within quotation marks; twice as many bytes at most.
    @inline(__always)
    static func quote(_ text: Span<UInt8>, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        if text.mayNeedEscaping { return escape(text, to: to) }
        return text.withUnsafeBytes { copy($0, to: to) }
    }

    @inline(never)
    private static func escape(_ text: Span<UInt8>, to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var to = to
        for index in text.indices {
            let byte = text[index]
            if let letter = Escaping.quoted.letter(for: byte) {
                to.initialize(to: UInt8(ascii: "\\"))
                (to + 1).initialize(to: letter)
                to += 2
            } else {
                to.initialize(to: byte)
                to += 1
            }
        }
        return to
    }
}
