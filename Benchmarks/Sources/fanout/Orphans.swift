import ContextMetrics
import Measuring
import Synchronization

/// What stays behind of scrapes while five collectors of an earlier one hang, beside ten that are quick.
enum Orphans {
    static func measure(isQuick: Bool) async -> [Measurement] {
        let registry = ContextRegistry()
        let gate = Gate()
        for index in 0..<10 { register(TrivialCollector(label: "l\(index)"), "quick\(index)", registry) }
        let quick = Contestant.registry(registry)
        // Threads and buffers are there now.
        _ = await quick.rounds(200, within: .seconds(1))
        let before = (SystemStatus.threads, SystemStatus.residentKilobytes)

        for index in 0..<5 { register(HangingCollector(gate: gate), "hanging\(index)", registry) }
        _ = await quick.rounds(1, within: .milliseconds(100))
        Clock.block(milliseconds: 50)
        let first = (SystemStatus.threads, SystemStatus.residentKilobytes)
        var scrapes: [Double] = []
        for _ in 0..<200 {
            scrapes += await quick.rounds(1, within: .milliseconds(100)).map { $0.wall / 1000 }
            Clock.block(milliseconds: 5)
        }
        let after = (SystemStatus.threads, SystemStatus.residentKilobytes)
        gate.open()

        func single(_ work: String, _ subject: String, _ unit: String, _ values: [Double]) -> Measurement {
            var measurement = Measurement("orphans." + work, subject, unit: unit)
            measurement.add(values)
            return measurement
        }
        return [
            single("threads", "after 200 scrapes", "", [after.0]), single("threads", "after the first", "", [first.0]),
            single("threads", "before", "", [before.0]),
            single("memory", "after 200 scrapes", "KB", [after.1]), single("memory", "after the first", "KB", [first.1]),
            single("memory", "before", "KB", [before.1]),
            single("scrape", "ours", "us", scrapes),
        ]
    }
}

/// Blocks its thread until the gate is opened.
private struct HangingCollector: Collector {
    let gate: Gate

    func collect(into sink: inout SampleSink) throws {
        while !gate.isOpen { Clock.block(milliseconds: 5) }
    }
}

private final class Gate: Sendable {
    private let opened = Atomic<Bool>(false)

    var isOpen: Bool { opened.load(ordering: .relaxed) }
    func open() { opened.store(true, ordering: .relaxed) }
}
