// Invariant: bytes of a text are looked at only within the call that lends them.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Comparison byte by byte, as Prometheus compares names and values.
///
/// Swift's own takes two spellings of a character for the same.
extension String {
    /// Whether both have the same bytes.
    func hasBytes(of other: String) -> Bool { utf8.count == other.utf8.count && order(beside: other) == 0 }

    /// Whether this comes before the other, in the order of the bytes.
    func hasBytes(before other: String) -> Bool {
        let order = order(beside: other)
        return order == 0 ? utf8.count < other.utf8.count : order < 0
    }

    /// Whether the last bytes are those of the other.
    ///
    /// Swift's own looks at characters, which may reach across the beginning of the other.
    func hasBytes(atEnd other: String) -> Bool {
        utf8.count >= other.utf8.count && utf8.dropFirst(utf8.count - other.utf8.count).elementsEqual(other.utf8)
    }

    /// The order of the bytes that both have.
    private func order(beside other: String) -> CInt {
        // Nearly always they stand together: then no copy of a text is made, and no reference counted.
        let order = utf8.withContiguousStorageIfAvailable { a in
            other.utf8.withContiguousStorageIfAvailable { b in String.order(a, b) }
        }
        if case .some(.some(let order)) = order { return order }
        var (a, b) = (self, other)
        return a.withUTF8 { a in b.withUTF8 { b in String.order(a, b) } }
    }

    private static func order(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let x = a.baseAddress, let y = b.baseAddress else { return 0 }
        return memcmp(x, y, Swift.min(a.count, b.count))
    }

    /// Has a hasher take in the bytes.
    func hashBytes(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
