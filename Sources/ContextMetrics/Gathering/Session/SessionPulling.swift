import Synchronization

extension GatherSession {
    private func goesOn(_ lane: PullLane) -> Bool { !isSealed && !lane.isExhausted }

    /// Starts the lanes of collectors that have shown to be quick.
    ///
    /// The caller is about to leave his thread to wait; where that is one of ours, no other has to wake up.
    func startQuickLanes() {
        let quick = lanes.filter { $0.kind.isQuick }
        if quick.isEmpty { return }
        if !engine.claimQuickLane() {
            for lane in quick { startPuller(lane) }
            return
        }
        for _ in quick { rootBegan() }
        holdsQuickLanes.store(true, ordering: .relaxed)
        engine.front.call {
            for lane in quick { self.pullOnFront(lane) }
            self.holdsQuickLanes.store(false, ordering: .relaxed)
            self.engine.releaseQuickLane()
        }
    }

    private func pullOnFront(_ lane: PullLane) {
        if !lane.kind.isContext { return pullAndEnd(lane) }
        // Until the first of them waits for something; what follows that is for the threads of collectors.
        engine.contextCollectors.runHere { Task.detached(executorPreference: engine.contextCollectors) { await self.pullContext(lane) } }
    }

    /// Starts a puller of the lane, on a thread that fits it.
    func startPuller(_ lane: PullLane) {
        rootBegan()
        if lane.kind.isContext {
            // Detached: a rescuer is started from the timer's thread, and all runs see the same, nothing of the caller's.
            Task.detached(executorPreference: engine.contextCollectors) { await self.pullContext(lane) }
        } else {
            engine.collectors.call { self.pullAndEnd(lane) }
        }
    }

    func pullAndEnd(_ lane: PullLane) {
        pull(lane)
        rootEnded()
    }

    /// Runs synchronous collectors back to back on this thread.
    private func pull(_ lane: PullLane) {
        let thread = RunTask.thread(scope)
        CollectionContext.$current.withValue(CollectionContext(scope: scope, run: thread)) {
            var finished = 0
            var now = MonotonicInstant.now
            var limit: RunLimit?
            defer { limit?.retire() }
            while !isSealed, let index = lane.next() {
                if entries.visit(index, { $0.hasLimit }) {
                    // It may be over before this puller comes back from it: then nobody is to wait for what is handed in here.
                    finish(finished)
                    finished = 0
                }
                finished += runBlocking(index, thread, &now, &limit)
            }
            // Handed in together: nobody can be the last while this puller holds a collector, and then its own comes with the batch.
            finish(finished)
        }
    }

    /// Returns how many slots of this gather got an outcome.
    private func runBlocking(_ index: Int, _ thread: RunTask, _ now: inout MonotonicInstant, _ limit: inout RunLimit?) -> Int {
        entries.visit(index) { runBlocking($0, index, thread, &now, &limit) }
    }

    private func runBlocking(
        _ entry: CollectorEntry, _ index: Int, _ thread: RunTask, _ now: inout MonotonicInstant, _ limit: inout RunLimit?
    ) -> Int {
        // At the bound the spare threads serve only those that have shown to be quick, and those that need no run of their own.
        if engine.blockedThreads >= engine.options.collectorThreads, !entry.pace.isQuick {
            if askWithoutRun(index, entry) { return 0 }
            refuse(entry)
            return deliver(index, RunResult(.rejected))
        }
        guard let (id, first) = ask(index, entry, thread) else { return 0 }
        var buffer = first
        // One that is quick is done before anybody could get in its way.
        if entry.isCritical, !entry.pace.isQuick { entry.keepShare(engine.collectors) }
        var failure: (any Error)?
        if entry.runsApart {
            failure = runApart(entry, id, &buffer, thread, &limit)
        } else {
            buffer.reset(caps: entry.caps)
            var sink = SampleSink(buffer: buffer, rules: entry.rules)
            do { try entry.collect(&sink) } catch { failure = error }
        }
        let start = now
        now = .now
        if entry.isCritical { entry.endShare(engine.collectors) }
        let count = end(entry, id, index, buffer, failure, after: start.nanoseconds(to: now))
        thread.endRun()
        return count
    }

    /// Children pull; each is started at once, so control comes back here when it has run dry or a collector suspended it, and
    /// only then another is needed.
    func pullContext(_ lane: PullLane) async {
        await withDiscardingTaskGroup { group in
            while goesOn(lane) {
                group.addImmediateTask { await self.pullOneByOne(lane) }
            }
        }
        rootEnded()
    }

    private func pullOneByOne(_ lane: PullLane) async {
        let task = RunTask.current(scope)
        let context = CollectionContext(scope: scope, run: task)
        await CollectionContext.$current.withValue(context) { await pullOneByOne(lane, task, context) }
    }

    private func pullOneByOne(_ lane: PullLane, _ task: RunTask, _ context: CollectionContext) async {
        var now = MonotonicInstant.now
        var limit: RunLimit?
        defer { limit?.retire() }
        while !isSealed, let index = lane.next() {
            let entry = entries[index]
            guard let (id, first) = ask(index, entry, task) else { continue }
            var buffer = first
            var failure: (any Error)?
            if entry.runsApart {
                (buffer, failure) = await runApart(entry, id, buffer, task, &limit)
            } else {
                buffer.reset(caps: entry.caps)
                var sink = SampleSink(buffer: buffer, rules: entry.rules)
                do { try await entry.context?.collect(into: &sink, context: context) } catch { failure = error }
            }
            let start = now
            now = .now
            finish(end(entry, id, index, buffer, failure, after: start.nanoseconds(to: now)))
            switch task.endTaskRun() {
            case .next: break
            case .cancelled: return
            case .mustWait: return await task.waitForCancel()
            }
        }
    }
}
