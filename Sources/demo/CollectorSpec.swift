#if NIO
    import ContextMetrics
    import ContextMetricsSystem
    import ContextMetricsTesting

    /// One `--collector`.
    struct CollectorSpec {
        private enum Behaviour {
            case process
            case instant(Int)
            case names(Int)
            case sleep(Int)
            case deaf(Int)
            case block(Int)
            case spin(Int)
            case `throw`
            case half(Int)
            case starve(tasks: Int, milliseconds: Int)
        }

        /// As it was given, without a policy: the collector's name.
        let text: String
        private let behaviour: Behaviour
        private let policy: CollectorPolicy

        private init(_ text: String, _ behaviour: Behaviour) {
            self.text = text
            self.behaviour = behaviour
            policy = CollectorPolicy()
        }

        /// What a newcomer sees: a good one, a quick one, a slow one and one that never comes.
        static let newcomers = [
            CollectorSpec("process", .process), CollectorSpec("instant:3", .instant(3)), CollectorSpec("sleep:300", .sleep(300)),
            CollectorSpec("deaf:60000", .deaf(60_000)),
        ]

        init(_ argument: String) throws(DemoArguments.Invalid) {
            let halves = argument.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            let text = String(halves[0])
            policy = halves.count > 1 ? try PolicySpec(halves[1], of: argument).policy : CollectorPolicy()
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            func number(_ place: Int, _ range: ClosedRange<Int>) throws(DemoArguments.Invalid) -> Int {
                guard let number = Int(parts[place]), range.contains(number) else {
                    let given = "\(parts[place].debugDescription) in collector \(text.debugDescription)"
                    throw DemoArguments.Invalid(message: "\(given) is no number from \(range.lowerBound) to \(range.upperBound)")
                }
                return number
            }
            let milliseconds = 0...86_400_000
            self.text = text
            switch (String(parts[0]), parts.count) {
            case ("process", 1): behaviour = .process
            case ("throw", 1): behaviour = .throw
            case ("instant", 2): behaviour = .instant(try number(1, 0...100_000_000))
            case ("names", 2): behaviour = .names(try number(1, 0...100_000_000))
            case ("sleep", 2): behaviour = .sleep(try number(1, milliseconds))
            case ("deaf", 2): behaviour = .deaf(try number(1, milliseconds))
            case ("block", 2): behaviour = .block(try number(1, milliseconds))
            case ("spin", 2): behaviour = .spin(try number(1, milliseconds))
            case ("half", 2): behaviour = .half(try number(1, milliseconds))
            case ("starve", 3): behaviour = .starve(tasks: try number(1, 1...10_000), milliseconds: try number(2, milliseconds))
            default: throw DemoArguments.Invalid(message: "unknown collector \(text.debugDescription)")
            }
        }

        /// Whether it is a collector at all.
        var isCollector: Bool { if case .starve = behaviour { false } else { true } }

        /// Registers the collector under its text.
        func register(in registry: ContextRegistry) throws(RegistrationError) {
            func register(_ collector: some Collector) throws(RegistrationError) {
                try registry.register(collector, named: text, policy: policy)
            }
            func samples(_ count: Int = 10, family: String = "demo_value") -> TestSamples {
                TestSamples(family: family, collector: text, count: count)
            }
            switch behaviour {
            case .process: try register(ProcessCollector())
            case .instant(let count): try register(InstantCollector(samples(count)))
            case .names(let count):
                let family = GaugeDescriptor("demo.größe", help: "Names that old scrapers can't read.", labels: "collector", "i.n")
                try registry.register(text, describing: family, policy: policy) { sink in
                    sink.family(family) { family in for i in 0..<count { family.sample(text, "\(i)", value: Double(i)) } }
                }
            case .sleep(let milliseconds): try register(SleepingCollector(for: .milliseconds(milliseconds), samples()))
            case .deaf(let milliseconds): try register(DeafCollector(for: .milliseconds(milliseconds), samples()))
            case .block(let milliseconds): try register(BlockingCollector(for: .milliseconds(milliseconds), samples()))
            case .spin(let milliseconds): try register(SpinningCollector(for: .milliseconds(milliseconds), samples()))
            case .throw: try register(ThrowingCollector(samples()))
            case .half(let milliseconds):
                try register(HalfFinishedCollector(for: .milliseconds(milliseconds), samples(family: "demo_half_\(milliseconds)")))
            case .starve: break
            }
        }

        /// Begins to block Swift's cooperative pool, where that was asked for.
        func starve() {
            guard case .starve(let tasks, let milliseconds) = behaviour else { return }
            for _ in 0..<tasks {
                Task.detached {
                    while true {
                        blockThread(for: .milliseconds(milliseconds))
                        await Task.yield()
                    }
                }
            }
        }
    }
#endif
