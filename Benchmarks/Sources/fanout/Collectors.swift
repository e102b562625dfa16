import ContextMetrics
import Measuring
import Synchronization

let value = GaugeDescriptor("bench_value", help: "What a collector of the benchmarks writes.", labels: "collector")

/// Has its value at hand.
struct TrivialCollector: Collector, NaiveSource {
    let gauge = value
    let label: String

    func collect(into sink: inout SampleSink) throws { sink.family(gauge) { $0.sample(label, value: 1) } }
    func read() async throws -> [Reading] { [Reading(label: label, value: 1)] }
}

/// Has its value at hand as well, but could wait for it.
struct TrivialContextCollector: ContextCollector, NaiveSource {
    let gauge = value
    let label: String

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        sink.family(gauge) { $0.sample(label, value: 1) }
    }
    func read() async throws -> [Reading] { [Reading(label: label, value: 1)] }
}

/// Sleeps, well-behaved, in the way that is asked for.
struct SleepingCollector: ContextCollector, NaiveSource {
    enum Way { case context, task }

    let gauge = value
    let label: String
    let duration: Duration
    let way: Way

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        switch way {
        case .context: try await context.sleep(for: duration)
        case .task: try await Task.sleep(for: duration)
        }
        sink.family(gauge) { $0.sample(label, value: 1) }
    }
    func read() async throws -> [Reading] {
        try await Task.sleep(for: duration)
        return [Reading(label: label, value: 1)]
    }
}

/// Occupies its thread, and can be waited for when everybody has left it.
struct OccupyingCollector: Collector, NaiveSource {
    enum Way { case block, spin }

    let gauge = value
    let label: String
    let milliseconds: Int
    let way: Way
    let occupied: Occupied

    func collect(into sink: inout SampleSink) throws {
        occupy()
        sink.family(gauge) { $0.sample(label, value: 1) }
    }
    func read() async throws -> [Reading] {
        occupy()
        return [Reading(label: label, value: 1)]
    }
    private func occupy() {
        occupied.begin()
        switch way {
        case .block: Clock.block(milliseconds: milliseconds)
        case .spin: Clock.spin(milliseconds: milliseconds)
        }
        occupied.end()
    }
}

/// The threads that collectors occupy at present.
final class Occupied: Sendable {
    private let count = Atomic<Int>(0)

    func begin() { count.wrappingAdd(1, ordering: .relaxed) }
    func end() { count.wrappingSubtract(1, ordering: .relaxed) }

    /// Returns when none is occupied, and what was left behind has been tidied up.
    ///
    /// Blocks the calling thread.
    func waitUntilNone() {
        repeat { Clock.block(milliseconds: 2) } while count.load(ordering: .relaxed) > 0
        Clock.block(milliseconds: 2)
    }
}
