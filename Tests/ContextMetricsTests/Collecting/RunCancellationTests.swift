import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// Cancels a run in as many atomic steps as the real one: a look, exchanges that may fail, and the cancel itself in between.
private struct Canceller: Hashable {
    enum Step: Hashable { case look, exchange, cancel, lookAgain, settle, finished }
    let target: UInt64
    var step = Step.look
    var seen: UInt64 = 0
}

/// The task: ends its runs, one after the other.
private struct Worker: Hashable {
    /// A thread ends its runs without looking who cancels them.
    var isThread = false
    enum Step: Hashable { case look, exchange, suspended, finished }
    var step = Step.look
    var seen: UInt64 = 0
    /// The run that it is busy with.
    var run: UInt64 = 0
}

/// All that two cancellers and a task share, at one point of one interleaving.
private struct World: Hashable {
    var word = RunCancellation(run: 0, stage: .running).word
    var worker = Worker()
    var cancellers: [Canceller]
    var isCancelled = false
    var resumptions = 0
    var suspensions = 0

    mutating func exchange(_ seen: inout UInt64, for next: RunCancellation) -> Bool {
        if word == seen {
            word = next.word
            return true
        }
        seen = word
        return false
    }
}

extension World {
    static let runs: UInt64 = 3

    /// Everything that can happen next, one atomic step each.
    var successors: [World] {
        var all: [World] = []
        for index in cancellers.indices where cancellers[index].step != .finished {
            var next = self
            next.stepCanceller(index)
            all.append(next)
        }
        if worker.step == .look || worker.step == .exchange || (worker.step == .suspended && resumptions > 0) {
            var next = self
            next.stepWorker()
            all.append(next)
        }
        return all
    }

    private mutating func stepCanceller(_ index: Int) {
        var me = cancellers[index]
        switch me.step {
        case .look:
            me.seen = word
            me.step = .exchange
        case .exchange:
            if let next = RunCancellation(word: me.seen).cancelling(me.target) {
                if exchange(&me.seen, for: next) { me.step = .cancel }
            } else {
                me.step = .finished
            }
        case .cancel:
            // A thread has nothing that could be cancelled but the word.
            if worker.isThread {
                me.step = .lookAgain
                break
            }
            #expect(worker.run == me.target, "only the present run is cancelled")
            #expect(worker.step != .finished, "the task lives while it is cancelled")
            #expect(!isCancelled, "cancelled once")
            isCancelled = true
            me.step = .lookAgain
        case .lookAgain:
            me.seen = word
            me.step = .settle
        case .settle:
            if let (next, resume) = RunCancellation(word: me.seen).cancelReturned(me.target) {
                if exchange(&me.seen, for: next) {
                    if resume { resumptions += 1 }
                    me.step = .finished
                }
            } else {
                #expect(worker.isThread, "a task waits for this")
                me.step = .finished
            }
        case .finished: break
        }
        cancellers[index] = me
    }

    private mutating func stepWorker() {
        var me = worker
        switch me.step {
        case .look where me.isThread:
            me.run += 1
            word = RunCancellation(run: me.run, stage: .running).word
            if me.run == World.runs { me.step = .finished }
        case .look:
            me.seen = word
            me.step = .exchange
        case .exchange:
            switch RunCancellation(word: me.seen).ended() {
            case .next(let next):
                if exchange(&me.seen, for: next) {
                    #expect(!isCancelled, "a task that was cancelled never runs another")
                    me.run += 1
                    me.step = me.run == World.runs ? .finished : .look
                }
            case .cancelled: me.step = .finished
            case .wait(let next):
                if exchange(&me.seen, for: next) {
                    suspensions += 1
                    me.step = .suspended
                } else {
                    // The real one resumes itself and leaves: the only thing that can have happened is that `cancel()` returned.
                    #expect(RunCancellation(word: me.seen).stage == .cancelled)
                    me.step = .finished
                }
            }
        case .suspended:
            me.step = .finished
        case .finished: break
        }
        worker = me
    }
}

@Suite struct `Cancelling one run of a task` {
    @Test(arguments: [[0], [1], [0, 0], [0, 1], [1, 1], [0, 2], [1, 2], [0, 0, 1]] as [[UInt64]])
    func `in every interleaving only the present run is cancelled, once, and its task waits for that`(targets: [UInt64]) {
        var open = [World(cancellers: targets.map { Canceller(target: $0) })]
        var seen = Set(open)
        var ends = 0
        var cancelled = 0
        while let world = open.popLast() {
            let next = world.successors
            if next.isEmpty {
                ends += 1
                #expect(world.worker.step == .finished, "the task is never left behind")
                #expect(world.resumptions == world.suspensions, "a task that waits is resumed exactly once")
                if world.isCancelled { cancelled += 1 }
            }
            for world in next where seen.insert(world).inserted { open.append(world) }
        }
        // Both ways must have been taken, or nothing was explored.
        #expect(ends > cancelled && cancelled > 0)
    }

    @Test func `in every interleaving what was meant for one run of a thread leaves the others alone`() {
        var world = World(cancellers: [Canceller(target: 0), Canceller(target: 1)])
        world.worker.isThread = true
        var open = [world]
        var seen = Set(open)
        while let world = open.popLast() {
            let state = RunCancellation(word: world.word)
            #expect(state.run < 2 || state.stage == .running, "nobody has cancelled run \(state.run)")
            for world in world.successors where seen.insert(world).inserted { open.append(world) }
        }
        #expect(seen.contains { RunCancellation(word: $0.word) == RunCancellation(run: 1, stage: .cancelled) })
    }

    @Test func `a word holds the number of the run and the stage`() {
        for stage in [RunCancellation.Stage.running, .cancelling, .cancelled, .awaited] {
            let value = RunCancellation(run: 12345, stage: stage)
            #expect(RunCancellation(word: value.word) == value)
        }
    }

    @Test func `a thread's run can see that it is cancelled`() {
        let scope = CollectionScope(deadline: .distantFuture, timer: ManualTimer())
        let thread = RunTask.thread(scope)
        thread.cancel(thread.run + 1)
        #expect(!thread.isCancelled)
        thread.cancel(thread.run)
        #expect(thread.isCancelled)
        thread.endRun()
        #expect(!thread.isCancelled)
    }
}
