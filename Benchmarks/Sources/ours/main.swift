import Measuring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// This library as one of the programs that `compare` asks; Peers/README.md says what for, and how.

let work = CommandLine.arguments.dropFirst().first ?? ""
if work == "--version" {
    Output.print("swift-context-metrics, this checkout\n")
    exit(0)
}
do {
    guard let subject = try await Works.prepare(work) else {
        Output.print("no\n")
        exit(0)
    }
    Output.print("ready \(subject.size)\n")
    while readLine() != nil { Output.print("\(try await subject.round())\n") }
} catch {
    Output.print("\(work): \(error)\n", to: Output.error)
    exit(1)
}
