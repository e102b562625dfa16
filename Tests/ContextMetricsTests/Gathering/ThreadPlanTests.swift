import Testing

@testable import ContextMetrics

@Suite struct `How many threads a pool has` {
    @Test func `the first work starts a thread, up to the base`() {
        var plan = ThreadPlan(base: 2, bound: 4)
        #expect([plan.push(), plan.push(), plan.push()] == [.spawn, .spawn, .watch])
        #expect(plan.threads == 2)
    }

    @Test func `a sleeping thread is woken once for each piece of work`() {
        var plan = ThreadPlan(base: 1, bound: 4)
        _ = plan.push()
        _ = plan.take()
        plan.sleep()
        #expect(plan.push() == .wake)
        #expect(plan.push() == .watch)
        plan.wake()
        #expect(plan.take() == true)
    }

    @Test func `a pool that stalls grows, one that moves doesn't`() {
        var plan = ThreadPlan(base: 1, bound: 8)
        _ = plan.push()
        _ = plan.take()
        for _ in 0..<5 { _ = plan.push() }
        #expect(plan.look() == .grow)
        _ = plan.take()
        #expect(plan.look() == .again)
        #expect(plan.look() == .grow)
    }

    @Test func `a pool at its bound is saturated while nobody sleeps, and starts nothing`() {
        var plan = ThreadPlan(base: 1, bound: 2)
        for _ in 0..<5 { _ = plan.push() }
        #expect(!plan.isSaturated)
        #expect(plan.grow(reserve: 10) == true)
        #expect(plan.isSaturated)
        #expect(plan.grow(reserve: 10) == false)
        #expect(plan.look() == .enough)
        _ = plan.take()
        plan.sleep()
        #expect(!plan.isSaturated)
    }

    @Test func `a pool that is asked for room again while a thread is on its way starts no other`() {
        var plan = ThreadPlan(base: 1, bound: 8)
        _ = plan.push()
        plan.arrive()
        _ = plan.take()
        #expect(plan.grow(reserve: 1) == true)
        #expect(plan.grow(reserve: 1) == false)
        plan.arrive()
        plan.sleep()
        #expect(plan.grow(reserve: 1) == false, "there is room")
        plan.wake()
        _ = plan.push()
        _ = plan.take()
        #expect(plan.grow(reserve: 1) == true, "all are busy again")
    }

    @Test func `a thread that ends with work waiting starts its successor`() {
        var plan = ThreadPlan(base: 1, bound: 1)
        _ = plan.push()
        _ = plan.push()
        _ = plan.take()
        #expect(plan.retire() == true)
        #expect(plan.threads == 1)
        _ = plan.take()
        #expect(plan.retire() == false)
        #expect(plan.threads == 0)
    }

    @Test func `after a refused thread the next work asks for one again`() {
        var plan = ThreadPlan(base: 2, bound: 4)
        #expect(plan.push() == .spawn)
        #expect(plan.spawnFailed() == true, "work waits: somebody has to look again")
        #expect(plan.threads == 0)
        #expect(plan.push() == .spawn)
    }

    @Test(arguments: [(0, 0), (-5, -5), (3, 1), (1, .max)]) func `any bounds make a plan that has a thread`(base: Int, bound: Int) {
        var plan = ThreadPlan(base: base, bound: bound)
        #expect(plan.push() == .spawn)
        #expect(plan.bound >= plan.base)
        #expect(plan.grow(reserve: 100) == (plan.bound > 1))
    }
}

/// Threads as a plan sees them, moved at random.
private struct Pool {
    var plan: ThreadPlan
    /// Started and not yet running.
    var spawning = 0
    /// Running, and about to look for work.
    var awake = 0
    /// Sleeping, of which `signalled` will wake up.
    var asleep = 0
    var signalled = 0
    var busy = 0
    var isLookDue = false

    var threads: Int { spawning + awake + asleep + busy }
}

@Suite struct `How many threads a pool has, random steps` {
    @Test(arguments: SeededGenerator.seeds(60))
    func `never more than the bound, and no work without somebody coming for it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let base = Int(random.next() % 3) + 1
        let bound = base + Int(random.next() % 6)
        var pool = Pool(plan: ThreadPlan(base: base, bound: bound))
        var most = 0
        for step in 0..<3000 {
            switch random.next() % 9 {
            case 0...2:
                switch pool.plan.push() {
                case .wake: pool.signalled = min(pool.asleep, pool.signalled + 1)
                case .spawn: pool.spawning += 1
                case .watch: pool.isLookDue = true
                case .nothing: break
                }
            case 3 where pool.spawning > 0:
                pool.spawning -= 1
                pool.awake += 1
                pool.plan.arrive()
                if pool.plan.spawn() { pool.spawning += 1 }
            case 4 where pool.awake > 0:
                pool.awake -= 1
                if pool.plan.take() {
                    pool.busy += 1
                } else {
                    pool.plan.sleep()
                    pool.asleep += 1
                }
            case 5 where pool.signalled > 0, 6 where pool.asleep > 0 && random.one(in: 20):
                // Woken by a signal, or by nothing at all, which takes nobody's signal away.
                if pool.signalled > 0 { pool.signalled -= 1 }
                pool.asleep -= 1
                pool.plan.wake()
                pool.awake += 1
            case 6 where pool.busy > 0:
                pool.busy -= 1
                pool.awake += 1
            case 7 where pool.isLookDue:
                switch pool.plan.look() {
                case .enough: pool.isLookDue = false
                case .again: break
                case .grow: pool.spawning += 1
                }
            case 8 where pool.awake > 0 && (pool.plan.canShrink && pool.plan.queued == 0 || random.one(in: 10)):
                // Idle for long enough, or slowed down on purpose.
                pool.awake -= 1
                if pool.plan.retire() { pool.spawning += 1 }
            default: break
            }
            most = max(most, pool.threads)
            #expect(pool.plan.threads == pool.threads && pool.plan.idle == pool.asleep, "seed \(seed), step \(step)")
            #expect(pool.plan.starting == pool.spawning, "seed \(seed), step \(step)")
            #expect(pool.threads <= bound, "seed \(seed), step \(step)")
            if pool.plan.queued > 0 {
                let isServed = pool.awake + pool.spawning + pool.signalled > 0 || pool.isLookDue || pool.busy > 0
                #expect(isServed, "seed \(seed), step \(step)")
                // While all are busy and more could be had, somebody looks whether they are stuck.
                if pool.awake + pool.spawning + pool.signalled == 0, pool.threads < bound {
                    #expect(pool.isLookDue, "seed \(seed), step \(step)")
                }
            }
        }
        #expect(most > 0, "seed \(seed) explored nothing")
    }
}
