#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where text goes.
package enum Output {
    package static let standard = CInt(1)
    package static let error = CInt(2)

    package static func print(_ text: String, to descriptor: CInt = standard) {
        var rest = Array(text.utf8)
        while !rest.isEmpty {
            let count = write(descriptor, rest, rest.count)
            if count <= 0 { return }
            rest.removeFirst(count)
        }
    }

    /// Replaces a file.
    ///
    /// False when that fails.
    static func save(_ text: String, as path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        if descriptor < 0 { return false }
        print(text, to: descriptor)
        return close(descriptor) == 0
    }
}
