/// The text of one file of /proc, with the few ways in which such files give numbers.
///
/// Nothing is assumed of the bytes: what isn't there, or isn't a number that fits, is `nil`. Source of the forms: proc(5).
struct ProcText {
    let bytes: [UInt8]

    /// The words of the first line that begins with `key`, after it.
    func words(after key: String) -> [ArraySlice<UInt8>]? {
        let key = Array(key.utf8)
        for line in lines where line.starts(with: key) { return ProcText.words(of: line.dropFirst(key.count)) }
        return nil
    }

    /// The number after `key`, as in `btime 1700000000` and `read_bytes: 4096`.
    func number(after key: String) -> UInt64? {
        words(after: key)?.first.flatMap(ProcText.decimal)
    }

    /// The number of bytes after `key` in a file that counts in units of 1,024, as in `VmData:     428 kB`.
    func kibibytes(after key: String) -> Double? {
        guard let words = words(after: key), words.count == 2, words[1].elementsEqual("kB".utf8) else { return nil }
        return ProcText.decimal(words[0]).map { Double($0) * 1_024 }
    }

    /// The soft limit of a line of `limits`.
    ///
    /// Without a limit it is 2^64 - 1, the number that the kernel keeps.
    func limit(_ name: String) -> UInt64? {
        guard let soft = words(after: name)?.first else { return nil }
        return soft.elementsEqual("unlimited".utf8) ? .max : ProcText.decimal(soft)
    }

    /// The number below `column` in a pair of lines `group: names` and `group: numbers`, the form of `net/netstat`.
    func number(group: String, column: String) -> UInt64? {
        let prefix = Array("\(group): ".utf8)
        let pair = lines.filter { $0.starts(with: prefix) }.prefix(2).map { ProcText.words(of: $0.dropFirst(prefix.count)) }
        guard pair.count == 2, let place = pair[0].firstIndex(where: { $0.elementsEqual(column.utf8) }), place < pair[1].count else {
            return nil
        }
        return ProcText.decimal(pair[1][place])
    }

    private var lines: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n")) }

    /// What blanks divide.
    static func words(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\n") }
    }

    /// A number of decimal digits and nothing else; `nil` when it doesn't fit.
    static func decimal(_ word: ArraySlice<UInt8>) -> UInt64? {
        if word.isEmpty { return nil }
        var value: UInt64 = 0
        for byte in word {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if tooLarge || overflow { return nil }
            value = sum
        }
        return value
    }
}
