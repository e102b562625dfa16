// Invariant: the pointer to the span's bytes is used while the span is borrowed, and not kept.

extension [UInt8] {
    /// Appends the bytes of a span in one copy.
    mutating func append(copying bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
