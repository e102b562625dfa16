import Measuring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// What a gather costs: a collector of each kind, a whole gather, and how late it ends at its deadline; beside a task group with a
// child that sleeps until the deadline.

let session = Session(works: [
    ("overhead", Overhead.measure), ("waiting", Waiting.measure), ("overshoot", Overshoot.measure), ("orphans", Orphans.measure),
    ("handler", Handler.measure),
])
exit(await session.run(CommandLine.arguments))
