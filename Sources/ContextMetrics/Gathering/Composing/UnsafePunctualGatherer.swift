// Invariant: everything mutable is behind a lock or an atomic. Unchecked only because `Alarm` is a class that is open to subclassing.

import Synchronization

/// Somebody else's gatherer, whose answer is there at the deadline, whatever it does.
///
/// It runs on the threads of asynchronous collectors, is cancelled a little before the deadline (G5) and left behind at it; as long as it goes
/// on then it isn't called again (G7).
final class PunctualGatherer: KeepsDeadline, GathersRegistries {
    private let gatherer: any Gatherer
    private let engine: GatherEngine
    private let abandoned = Atomic<Int>(0)
    var keepsDeadline: Bool { true }
    var registries: [ContextRegistry] { gatherer.knownRegistries }

    private init(_ gatherer: any Gatherer, on engine: GatherEngine) {
        self.gatherer = gatherer
        self.engine = engine
    }

    /// The gatherer itself where it keeps deadlines, else one around it that does.
    static func punctual(_ gatherer: any Gatherer, on engine: GatherEngine) -> any Gatherer {
        gatherer.isPunctual ? gatherer : PunctualGatherer(gatherer, on: engine)
    }

    var catalog: GatherCatalog? { gatherer.catalog }

    nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        let now = engine.timer.now()
        let deadline = min(context.deadline ?? .distantFuture, CollectionContext.current?.inheritedDeadline ?? .distantFuture)
        if now >= deadline { return result(.noBudget, .skipped) }
        if Task.isCancelled { return result(.callerCancelled, .skipped) }
        if abandoned.load(ordering: .relaxed) > 0 { return result(.complete, .stillRunning) }
        if !engine.start() { return result(.unavailable, .rejected) }

        var inner = context
        let call = GathererCall(engine: engine, deadline: deadline, now: now)
        if deadline < .distantFuture { inner.deadline = call.cancelAt }
        let task = Task(executorPreference: engine.contextCollectors) { [inner] in
            let result = await self.gatherer.gather(inner)
            if !call.end(.result(result)) { self.abandoned.wrappingSubtract(1, ordering: .relaxed) }
        }
        switch await call.result(of: task) {
        case .result(let result):
            // It was cancelled from here, a little before the deadline. The caller wasn't.
            let isOurs = result.ending == .callerCancelled && !Task.isCancelled
            return isOurs ? GatherResult(.deadline, result.content) : result
        case .deadline:
            abandoned.wrappingAdd(1, ordering: .relaxed)
            return result(.deadline, .timeout)
        case .callerCancelled:
            abandoned.wrappingAdd(1, ordering: .relaxed)
            return result(.callerCancelled, .cancelled)
        }
    }

    private func result(_ ending: GatherResult.Ending, _ outcome: CollectorOutcome) -> GatherResult {
        let name = String(describing: type(of: gatherer))
        return GatherResult([], from: name, reports: [.init(collector: name, outcome: outcome)], ending: ending)
    }
}

/// One call of a gatherer: over when it has answered, when the deadline has come, or when the caller is cancelled, whichever is first.
private final class GathererCall: Alarm, @unchecked Sendable {
    enum Ending {
        case result(GatherResult)
        case deadline, callerCancelled
    }

    let cancelAt: MonotonicInstant
    private let engine: GatherEngine
    private let deadline: MonotonicInstant
    private let task = Locked<Task<Void, Never>?>(nil)
    private let hasEnded = Atomic<Bool>(false)
    private let handover = Locked(Handover<Ending, UnsafeContinuation<Void, Never>>())

    init(engine: GatherEngine, deadline: MonotonicInstant, now: MonotonicInstant) {
        self.engine = engine
        self.deadline = deadline
        let budget = UInt64(clamping: now.duration(to: deadline).clampedNanoseconds)
        cancelAt = MonotonicInstant(nanoseconds: deadline.nanoseconds - min(2_000_000, budget / 4))
    }

    func result(of task: Task<Void, Never>) async -> Ending {
        self.task.withLock { $0 = task }
        if deadline < .distantFuture { engine.timer.set(self, at: cancelAt) }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                if handover.withLock({ $0.wait(continuation) }) { continuation.resume() }
            }
        } onCancel: {
            // Runs under the status lock of the caller's task: only hand over.
            engine.front.call { self.end(.callerCancelled) }
        }
        engine.timer.set(self, at: nil)
        return handover.withLock { $0.take() } ?? .callerCancelled
    }

    /// Answers whether it has ended by this.
    @discardableResult func end(_ ending: Ending) -> Bool {
        if hasEnded.exchange(true, ordering: .acquiringAndReleasing) { return false }
        if case .result = ending {} else { cancel() }
        // The timer's thread must not run another executor's `enqueue`.
        if let waiting = handover.withLock({ $0.put(ending) }) { engine.front.call { waiting.resume() } }
        return true
    }

    /// Handlers of cancellation are users' code: they have threads of their own.
    private func cancel() {
        engine.control.call { self.task.withLock { $0 }?.cancel() }
    }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        if now < cancelAt { return cancelAt }
        if now < deadline {
            cancel()
            return deadline
        }
        end(.deadline)
        return nil
    }
}
