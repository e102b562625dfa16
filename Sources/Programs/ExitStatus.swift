#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends the program as one that was called in a wrong way.
package func exitWithUsageStatus() -> Never { exit(2) }
