import ContextMetrics
import ContextMetricsTesting

let value = GaugeDescriptor("test_value", help: "Samples of a collector made for tests.")

extension ContextRegistry {
    /// Synchronous collectors that answer at once: `sync-0`, `sync-1`...
    func registerQuick(_ count: Int) throws {
        for i in 0..<count { try register("sync-\(i)") { sink in sink.sample(value, value: Double(i)) } }
    }

    /// Asynchronous collectors that answer at once: `async-0`, `async-1`...
    func registerQuickContext(_ count: Int) throws {
        for i in 0..<count { try register("async-\(i)") { sink, _ in sink.sample(value, value: Double(i)) } }
    }

    /// A collector that sleeps for an hour, and lets itself be cancelled.
    func registerSleeper(_ name: String = "sleeper") throws {
        try register(SleepingCollector(for: .seconds(3600)), named: name)
    }
}
