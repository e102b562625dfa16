/// A name that the exposition formats can't carry, with the reason and what to do about it.
public struct InvalidName: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the text was meant to name.
    public enum Role: String, Hashable, Sendable {
        case metric, label, collector
    }

    /// Why the text was refused.
    public enum Reason: Hashable, Sendable {
        /// The text is empty.
        case empty
        /// In the name of a collector: the UTF-8 byte at this offset is a control character.
        case byte(UInt8, offset: Int)
        /// Names that begin with two underscores belong to Prometheus itself.
        case reserved
        /// Longer than the limit, in UTF-8 bytes.
        case tooLong(limit: Int)
    }

    /// What the text was meant to name.
    public let role: Role
    /// What was given.
    public let text: String
    /// Why it was refused.
    public let reason: Reason

    /// What is wrong and what to do, with at most 80 characters of the text.
    public var description: String {
        let shown = text.count > 80 ? "\(text.prefix(80))…" : text
        switch reason {
        case .empty: return "A \(role) name is empty: give it at least one character."
        case .byte(let byte, let offset):
            let digits = String(byte, radix: 16)
            return """
                The \(role) name \(shown.debugDescription) has the byte 0x\(digits) at offset \(offset): \(role) names hold no control characters.
                """
        case .reserved:
            return "The \(role) name \(shown.debugDescription) begins with \"__\", which Prometheus keeps for itself: rename it."
        case .tooLong(let limit):
            return "The \(role) name \(shown.debugDescription) is longer than \(limit) bytes: shorten it."
        }
    }
}
