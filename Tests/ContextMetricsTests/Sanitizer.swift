#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `scripts/test` says of the run.
enum Sanitizer {
    /// Everything takes about ten times as long.
    static var isOn: Bool { getenv("TEST_SANITIZER") != nil }
}
