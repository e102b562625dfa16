import ContextMetricsTesting
import Testing

@testable import ContextMetrics

private enum TenantKey: ContextKey { static let defaultValue = "all" }
private enum LimitKey: ContextKey { static let defaultValue = 10 }

@Suite(.timeLimit(.minutes(15))) struct `What a collector knows` {
    let timer = ManualTimer()

    private func context(_ budget: Duration, _ values: ContextValues = ContextValues()) -> CollectionContext {
        CollectionContext(deadline: timer.now().advanced(by: budget), timer: timer, values: values)
    }

    @Test func `the time that is left goes down to zero and stays there`() throws {
        let context = context(.seconds(3))
        #expect(context.remaining == .seconds(3))
        timer.advance(by: .seconds(2))
        #expect(context.remaining == .seconds(1))
        #expect(!context.isCancelled)
        try context.checkCancellation()
        timer.advance(by: .seconds(1))
        #expect(context.remaining == .zero)
        #expect(context.isCancelled)
        #expect(throws: CancellationError.self) { try context.checkCancellation() }
        timer.advance(by: .seconds(100))
        #expect(context.remaining == .zero)
    }

    @Test func `a deadline moves later, never nearer`() {
        let run = RunTask.thread(CollectionScope(deadline: MonotonicInstant(nanoseconds: 100), timer: timer))
        let context = CollectionContext(scope: run.scope, run: run)
        run.extend(to: MonotonicInstant(nanoseconds: 50))
        #expect(context.deadline.nanoseconds == 100)
        run.extend(to: MonotonicInstant(nanoseconds: 200))
        run.extend(to: MonotonicInstant(nanoseconds: 150))
        #expect(context.deadline.nanoseconds == 200)
        run.endRun()
        #expect(context.deadline.nanoseconds == 100)
    }

    @Test func `a collector's own limit comes first where it is earlier`() {
        let scope = CollectionScope(deadline: MonotonicInstant(nanoseconds: 100), timer: timer)
        #expect(CollectionContext(scope: scope, limit: MonotonicInstant(nanoseconds: 70)).deadline.nanoseconds == 70)
        #expect(CollectionContext(scope: scope, limit: MonotonicInstant(nanoseconds: 170)).deadline.nanoseconds == 100)
    }

    @Test func `a run's own limit holds while it goes on, not for what it leaves behind`() {
        let run = RunTask.thread(CollectionScope(deadline: MonotonicInstant(nanoseconds: 100), timer: timer))
        let context = CollectionContext(scope: run.scope, limit: MonotonicInstant(nanoseconds: 70), run: run)
        #expect(context.deadline.nanoseconds == 70)
        run.endRun()
        #expect(context.deadline.nanoseconds == 100)
        #expect(context.inheritedDeadline?.nanoseconds == 100)
        run.scope.close()
        #expect(context.inheritedDeadline == nil)
    }

    @Test func `who has outlived an inner gather is bound by the run around it, for as long as anybody waits for that`() {
        let outer = RunTask.thread(CollectionScope(deadline: MonotonicInstant(nanoseconds: 100), timer: timer))
        let around = CollectionContext(scope: outer.scope, limit: MonotonicInstant(nanoseconds: 500), run: outer)
        let inner = CollectionScope(deadline: MonotonicInstant(nanoseconds: 50), timer: timer, outer: around)
        let context = CollectionContext(scope: inner)
        #expect(context.inheritedDeadline?.nanoseconds == 50)
        inner.close()
        #expect(context.inheritedDeadline?.nanoseconds == 100)
        outer.extend(to: MonotonicInstant(nanoseconds: 1_000))
        #expect(context.inheritedDeadline?.nanoseconds == 500)
    }

    @Test func `a cancelled task can see it in its context`() async {
        let context = context(.seconds(3))
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return context.isCancelled
        }
        task.cancel()
        #expect(await task.value)
        #expect(!context.isCancelled)
    }

    @Test func `a sleep ends when its time has come`() async throws {
        let context = context(.seconds(10))
        async let sleep: Void = context.sleep(for: .seconds(2))
        await timer.waitUntilArmed()
        #expect(timer.nextAlarm == timer.now().advanced(by: .seconds(2)))
        timer.advance(by: .seconds(2))
        try await sleep
        #expect(!timer.isArmed)
    }

    @Test func `a sleep ends when its task is cancelled, and leaves no alarm`() async {
        let context = context(.seconds(10))
        let task = Task { try await context.sleep(for: .seconds(2)) }
        await timer.waitUntilArmed()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!timer.isArmed)
    }

    @Test func `a task that is cancelled before doesn't sleep`() async {
        let context = context(.seconds(10))
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await context.sleep(for: .seconds(2))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!timer.isArmed)
    }

    @Test func `typed values come with the request, or are their key's default`() {
        var values = ContextValues()
        #expect(values.isEmpty)
        #expect(values[TenantKey.self] == "all")
        values[TenantKey.self] = "acme"
        let context = context(.seconds(1), values)
        #expect(context[TenantKey.self] == "acme")
        #expect(context[LimitKey.self] == 10)
    }

    @Test func `values are equal when they say the same`() {
        var (a, b) = (ContextValues(), ContextValues())
        a[TenantKey.self] = "x"
        #expect(a != b)
        b[LimitKey.self] = 3
        #expect(a != b)
        a[LimitKey.self] = 3
        b[TenantKey.self] = "x"
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        b[TenantKey.self] = "y"
        #expect(a != b)
    }

    @Test func `current is there inside a collector of either kind, and in tasks that it starts`() async throws {
        #expect(CollectionContext.current == nil)
        let registry = ContextRegistry(on: timer)
        let seen = Locked<[String: MonotonicInstant?]>([:])
        try registry.register("synchronous") { _ in
            let deadline = CollectionContext.current?.deadline
            seen.withLock { $0["synchronous"] = deadline }
        }
        try registry.register("asynchronous") { _, _ in
            let deadline = CollectionContext.current?.deadline
            let child = await Task { CollectionContext.current?.deadline }.value
            let detached = await Task.detached { CollectionContext.current?.deadline }.value
            seen.withLock {
                $0["asynchronous"] = deadline
                $0["task"] = child
                $0["detached"] = .some(detached)
            }
        }
        let deadline = timer.now().advanced(by: .seconds(1))
        _ = await registry.gather(GatherContext(deadline: deadline))
        #expect(seen.withLock { $0 } == ["synchronous": deadline, "asynchronous": deadline, "task": deadline, "detached": nil])
        #expect(CollectionContext.current == nil)
    }

    @Test func `a context collector can't be asked synchronously, and says why`() throws {
        var sink = SampleSink(buffer: SampleBuffer())
        let collector: any Collector = SleepingCollector(for: .seconds(1))
        do {
            try collector.collect(into: &sink)
            Issue.record("it was collected")
        } catch {
            #expect(error is CollectorNeedsContext)
            #expect(String(describing: error).contains("collect(into:context:)"))
        }
    }
}
