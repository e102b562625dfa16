#if NIO && os(Linux)
    import Testing

    /// The demo as a program of its own, judged from outside: by Debian's Prometheus and its `promtool`, by VictoriaMetrics, by
    /// PyPI's `prometheus-client`, by a client that measures, and by the system.
    ///
    /// Serialized, because times are measured, and some of these demos compute all the time.
    @Suite(.serialized, .timeLimit(.minutes(15 + Int(EndToEnd.soakSeconds / 60)))) enum EndToEnd {}
#endif
