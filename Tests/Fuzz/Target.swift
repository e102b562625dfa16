#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What libFuzzer calls: the target that `FUZZ_TARGET` names.
///
/// All of them are one program, since compiling the core takes longer than a look at each.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { target(start, count) }

private let target: @Sendable (UnsafePointer<UInt8>?, Int) -> CInt = {
    switch getenv("FUZZ_TARGET").map({ String(cString: $0) }) {
    case "accept": fuzzAccept
    case "accept-encoding": fuzzAcceptEncoding
    case "endpoint": fuzzEndpoint
    case "exposition": fuzzExposition
    case "names": fuzzNames
    case "query": fuzzQuery
    case "reading": fuzzReading
    case "timeout": fuzzTimeout
    case "trace": fuzzTrace
    case let other: fatalError("FUZZ_TARGET is \(other ?? "not set"): it names a file of Tests/Fuzz")
    }
}()
