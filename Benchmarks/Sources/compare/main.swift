import Measuring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Ours beside other clients and floors, each a program of its own; see Peers/README.md.
//
//     compare FOLDER NAME,NAME,... [--quick] [--only WORK,...] [--records FILE] [--svg FILE]
//
// FOLDER/NAME/start are the programs.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
    Output.print("compare: needs the folder of the programs and their names\n", to: Output.error)
    exit(2)
}
// A program that has ended is noticed when it doesn't answer.
signal(SIGPIPE, SIG_IGN)
let comparison = Comparison(folder: arguments[0], names: arguments[1].split(separator: ",").map(String.init))
comparison.printVersions()
let session = Session(works: Work.all.map { work in (work.name, { comparison.measure(work, isQuick: $0) }) })
exit(await session.run(Array(arguments.dropFirst())))
