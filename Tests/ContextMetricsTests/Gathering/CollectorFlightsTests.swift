import Testing

@testable import ContextMetrics

private typealias Flights = CollectorFlights<String, Int, String>

extension CollectorFlights {
    /// Asks with a run that is named after the asker.
    fileprivate mutating func ask(_ waiter: Int, _ key: String = "") -> Ask where Key == String, Waiter == Int, Run == String {
        ask(waiter, for: key) { _ in "run of \(waiter)" }
    }

    /// The number of the run that is started for an asker.
    fileprivate mutating func start(_ waiter: Int, _ key: String = "") throws -> UInt64
    where Key == String, Waiter == Int, Run == String {
        let ask = ask(waiter, key)
        return try #require(ask.started)
    }
}

extension CollectorFlights.Ask {
    fileprivate var started: UInt64? { if case .start(let id, _) = self { id } else { nil } }
    fileprivate var joined: Run? { if case .joined(let run) = self { run } else { nil } }
    fileprivate var isRefused: Bool { if case .stillRunning = self { true } else { false } }
}

@Suite struct `Runs of one collector in flight` {
    @Test func `G9: who asks for the same joins the run in flight`() throws {
        var flights = Flights()
        let id = try flights.start(1)
        #expect(flights.ask(2).joined == "run of 1")
        #expect(flights.ask(3).joined == "run of 1")
        let end = flights.end(id)
        #expect(end?.first == 1)
        #expect(end?.others == [2, 3])
        #expect(end?.wasOrphan == false)
        #expect(end?.wasCancelled == false)
        #expect(flights.count == 0)
    }

    @Test func `G9: who asks for something else gets a run of his own`() throws {
        var flights = Flights()
        let a = try flights.start(1, "a")
        let b = try flights.start(2, "b")
        #expect(a != b)
        #expect(flights.count == 2)
        #expect(flights.end(b)?.first == 2)
        #expect(flights.end(a)?.first == 1)
    }

    @Test func `G9: the last who is about to leave cancels the run`() {
        var flights = Flights()
        _ = flights.ask(1)
        _ = flights.ask(2)
        #expect(flights.beginLeaving(1) == nil)
        #expect(flights.beginLeaving(2) == "run of 1")
        #expect(flights.beginLeaving(2) == nil)
    }

    @Test func `G9: who leaves at once cancels when all others are about to leave`() {
        var flights = Flights()
        _ = flights.ask(1)
        _ = flights.ask(2)
        #expect(flights.beginLeaving(1) == nil)
        let leave = flights.leave(2)
        #expect(leave?.cancels == true)
        #expect(leave?.isOrphan == false)
        #expect(flights.leave(1)?.cancels == false)
    }

    @Test func `a run that is being cancelled is joined by nobody`() {
        var flights = Flights()
        _ = flights.ask(1)
        _ = flights.beginLeaving(1)
        #expect(flights.ask(2).isRefused)
        // Another key is another run.
        #expect(flights.ask(3, "other").started != nil)
    }

    @Test func `G7: nothing starts beside an orphan, whatever is asked for`() throws {
        var flights = Flights()
        let id = try flights.start(1)
        let leave = flights.leave(1)
        #expect(leave?.isOrphan == true)
        #expect(leave?.cancels == true)
        #expect(leave?.run == "run of 1")
        #expect(flights.ask(2).isRefused)
        #expect(flights.ask(3, "other").isRefused)
        #expect(flights.end(id)?.wasOrphan == true)
        #expect(flights.ask(4).started != nil)
    }

    @Test func `G9: a run in flight can be joined beside an orphan, in whatever order they began`() {
        for order in [["orphan", "live"], ["live", "orphan"]] {
            var flights = Flights()
            for key in order { _ = flights.ask(key == "live" ? 1 : 2, key) }
            _ = flights.leave(2)
            #expect(flights.ask(3, "live").joined == "run of 1")
            #expect(flights.ask(4, "orphan").isRefused)
            #expect(flights.ask(5, "third").isRefused)
        }
    }

    @Test func `a run ends once`() throws {
        var flights = Flights()
        let id = try flights.start(1)
        #expect(flights.end(id) != nil)
        #expect(flights.end(id) == nil)
        #expect(flights.leave(1) == nil)
        #expect(flights.beginLeaving(1) == nil)
    }
}

/// What is to happen, kept as a plain list of everybody who ever waited.
private struct Record {
    let waiter: Int
    let flight: UInt64
    var isLeaving = false
}

private struct Model {
    var waiting: [Record] = []
    var keys: [UInt64: String] = [:]
    var cancellations: [UInt64: Int] = [:]
    var verdicts: [Int: Int] = [:]

    func waiters(of flight: UInt64) -> [Record] { waiting.filter { $0.flight == flight } }

    /// The flight that `waiter`'s step leaves without anybody who wants to stay.
    func deserted(by waiter: Int) -> UInt64? {
        guard let flight = waiting.first(where: { $0.waiter == waiter })?.flight, cancellations[flight] == nil else { return nil }
        return waiters(of: flight).allSatisfy { $0.isLeaving || $0.waiter == waiter } ? flight : nil
    }
}

@Suite struct `Runs in flight, random steps` {
    @Test(arguments: SeededGenerator.seeds(60))
    func `every step does what the list of waiters says`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var flights = CollectorFlights<String, Int, Int>()
        var model = Model()
        var nextWaiter = 0
        for _ in 0..<400 {
            switch random.next() % 10 {
            case 0...2:
                let waiter = nextWaiter
                nextWaiter += 1
                let key = ["a", "b", "c"][Int(random.next() % 3)]
                let orphan = model.keys.keys.contains { model.waiters(of: $0).isEmpty }
                let same = model.keys.first { $0.value == key }?.key
                let isRefused = random.one(in: 8)
                switch flights.ask(waiter, for: key, run: { _ in isRefused ? nil : waiter }) {
                case .start(let id, _):
                    #expect(!orphan && same == nil && model.keys[id] == nil, "seed \(seed)")
                    model.keys[id] = key
                    model.waiting.append(Record(waiter: waiter, flight: id))
                case .joined:
                    let flight = try #require(same, "seed \(seed)")
                    #expect(model.cancellations[flight] == nil, "seed \(seed)")
                    model.waiting.append(Record(waiter: waiter, flight: flight))
                case .refused:
                    #expect(isRefused && !orphan && same == nil, "seed \(seed)")
                case .stillRunning:
                    #expect(same.map { model.cancellations[$0] != nil } ?? orphan, "seed \(seed)")
                }
            case 3, 4:
                let waiter = model.waiting.randomElement(using: &random)?.waiter ?? -1
                let expected = model.deserted(by: waiter)
                #expect((flights.beginLeaving(waiter) != nil) == (expected != nil), "seed \(seed)")
                for index in model.waiting.indices where model.waiting[index].waiter == waiter { model.waiting[index].isLeaving = true }
                if let expected { model.cancellations[expected, default: 0] += 1 }
            case 5, 6:
                let waiter = random.one(in: 5) ? -1 : model.waiting.randomElement(using: &random)?.waiter ?? -1
                let expected = model.deserted(by: waiter)
                let flight = model.waiting.first { $0.waiter == waiter }?.flight
                model.waiting.removeAll { $0.waiter == waiter }
                let leave = flights.leave(waiter)
                #expect((leave != nil) == (flight != nil), "seed \(seed)")
                #expect((leave?.cancels ?? false) == (expected != nil), "seed \(seed)")
                if let flight {
                    #expect(leave?.isOrphan == model.waiters(of: flight).isEmpty, "seed \(seed)")
                    model.verdicts[waiter, default: 0] += 1
                }
                if let expected { model.cancellations[expected, default: 0] += 1 }
            case 7:
                // A run's own limit: a little before it, or at it.
                let id = model.keys.keys.sorted().randomElement(using: &random) ?? 0
                if random.one(in: 2) {
                    let isCancelled = flights.cancel(id) != nil
                    #expect(isCancelled == (model.keys[id] != nil && model.cancellations[id] == nil), "seed \(seed)")
                    if isCancelled { model.cancellations[id, default: 0] += 1 }
                    continue
                }
                let waiters = model.waiters(of: id).map(\.waiter)
                let expiry = flights.expire(id)
                #expect(expiry?.waiters.sorted() == (waiters.isEmpty ? nil : waiters.sorted()), "seed \(seed)")
                for waiter in waiters { model.verdicts[waiter, default: 0] += 1 }
                model.waiting.removeAll { $0.flight == id }
            default:
                let id = model.keys.keys.sorted().randomElement(using: &random) ?? 0
                let end = flights.end(id)
                #expect((end != nil) == (model.keys[id] != nil), "seed \(seed)")
                guard let end else { continue }
                let gets = ([end.first].compactMap(\.self) + end.others).sorted()
                #expect(gets == model.waiters(of: id).map(\.waiter).sorted(), "seed \(seed)")
                #expect(end.wasOrphan == gets.isEmpty, "seed \(seed)")
                #expect(end.wasCancelled == (model.cancellations[id] != nil), "seed \(seed)")
                for waiter in gets { model.verdicts[waiter, default: 0] += 1 }
                model.waiting.removeAll { $0.flight == id }
                model.keys[id] = nil
            }
            #expect(flights.count == model.keys.count, "seed \(seed)")
            #expect(model.cancellations.values.allSatisfy { $0 == 1 }, "cancelled once, seed \(seed)")
        }
        #expect(model.verdicts.values.allSatisfy { $0 == 1 }, "a result or a leave, never both, seed \(seed)")
        #expect(nextWaiter > 50 && model.cancellations.count > 5, "seed \(seed) explored nothing")
    }
}
