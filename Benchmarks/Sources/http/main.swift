#if HTTP
    import Measuring

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    // What GET /metrics costs over a loopback connection, beside the same server with a body of the same size at hand.

    exit(
        await Session(works: [
            ("http-10k-nio", LoopbackScrapes.nio), ("http-10k-hummingbird", LoopbackScrapes.hummingbird),
        ]).run(CommandLine.arguments))
#else
    import Measuring

    Output.print("Needs the trait HTTP: Benchmarks/run builds with it.\n", to: Output.error)
#endif
