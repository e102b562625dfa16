public import ContextMetrics

/// Waits until the test lets it go on, deaf to cancellation; so a test decides, without any time passing, when a run ends.
public final class GatedCollector: ContextCollector {
    private struct State {
        var started = 0
        var isOpen = false
        var runs: [UnsafeContinuation<Void, Never>] = []
        var observers: [(count: Int, continuation: UnsafeContinuation<Void, Never>)] = []
    }

    private let state = Locked(State())
    private let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Closed at first: runs wait for ``open()``.
    public init(_ samples: TestSamples = TestSamples()) { self.samples = samples }

    /// Runs that were started.
    public var started: Int { state.withLock { $0.started } }

    /// Waits until so many runs were started.
    public func waitUntilStarted(_ count: Int = 1) async {
        await withUnsafeContinuation { continuation in
            let isReached = state.withLock { state in
                if state.started < count { state.observers.append((count, continuation)) }
                return state.started >= count
            }
            if isReached { continuation.resume() }
        }
    }

    /// Lets the runs under way go on, and those to come.
    public func open() {
        let runs = state.withLock { state in
            state.isOpen = true
            defer { state.runs = [] }
            return state.runs
        }
        for run in runs { run.resume() }
    }

    /// Makes runs to come wait again.
    public func close() { state.withLock { $0.isOpen = false } }

    /// Waits until the gate is open, then writes the samples.
    public nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        await withUnsafeContinuation { continuation in
            let (isOpen, reached) = state.withLock { state in
                state.started += 1
                let started = state.started
                let reached = state.observers.filter { $0.count <= started }
                state.observers.removeAll { $0.count <= started }
                if !state.isOpen { state.runs.append(continuation) }
                return (state.isOpen, reached)
            }
            for observer in reached { observer.continuation.resume() }
            if isOpen { continuation.resume() }
        }
        samples.write(to: &sink)
    }
}
