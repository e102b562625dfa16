import Synchronization
import Testing

@testable import ContextMetrics

@Suite struct `State sets` {
    let registry = ContextRegistry()

    enum Breaker: String, CaseIterable { case closed, open, halfOpen = "half_open" }

    /// A list of its own that lacks a case.
    enum Careless: String, CaseIterable {
        case listed, forgotten
        static let allCases: [Careless] = [.listed]
    }

    @Test func `all states are off in the beginning`() throws {
        let features = try registry.stateSet("feature", help: "Features.", states: ["a", "b"])
        #expect(features.states == ["a", "b"])
        #expect(features.statesOn.isEmpty)
    }

    @Test func `states are turned on and off one by one`() throws {
        let features = try registry.stateSet("feature", help: "Features.", states: ["a", "b", "c"])
        try features.set("a", to: true)
        try features.set("c", to: true)
        try features.set("c", to: true)
        #expect(features.statesOn == ["a", "c"])
        try features.set("a", to: false)
        try features.set("b", to: false)
        #expect(features.statesOn == ["c"])
        #expect(try features.isOn("c"))
        #expect(try !features.isOn("a"))
    }

    @Test func `only one is on after an exclusive change`() throws {
        let state = try registry.stateSet("state", help: "State.", states: ["a", "b", "c"])
        try state.set("a", to: true)
        try state.set("b", to: true)
        try state.set(only: "c")
        #expect(state.statesOn == ["c"])
    }

    @Test(arguments: ["", "A", "a ", "d", "e\u{301}"]) func `a state that isn't there is refused and changes nothing`(name: String) throws {
        let states = ["a", "b", "\u{e9}"]
        let set = try registry.stateSet("state", states: states)
        try set.set(only: "b")
        let error = UnknownState(family: MetricName(unchecked: "state"), state: name, states: states)
        #expect(throws: error) { try set.set(name, to: true) }
        #expect(throws: error) { try set.set(only: name) }
        #expect(throws: error) { try set.isOn(name) }
        #expect(set.statesOn == ["b"])
    }

    @Test func `the cases of an enumeration are states`() throws {
        let breaker = try registry.stateSet("breaker", help: "Breaker.", of: Breaker.self)
        breaker.set(only: .halfOpen)
        #expect(breaker.statesOn == [.halfOpen])
        breaker.set(.open, to: true)
        #expect(breaker.statesOn == [.open, .halfOpen])
        #expect(breaker.isOn(.open) && !breaker.isOn(.closed))
        breaker.set(only: .closed)
        #expect(breaker.statesOn == [.closed])
        #expect(breaker.dropped == 0)
    }

    @Test func `a case that an enumeration doesn't list is dropped and counted`() throws {
        let set = try registry.stateSet("careless", of: Careless.self)
        set.set(only: .listed)
        set.set(only: .forgotten)
        set.set(.forgotten, to: true)
        #expect(set.statesOn == [.listed])
        #expect(!set.isOn(.forgotten))
        #expect(set.dropped == 2)
    }

    @Test func `64 states fit, each for itself`() throws {
        let names = (0..<64).map { "s\($0)" }
        let set = try registry.stateSet("many", states: names)
        for name in names { try set.set(name, to: true) }
        #expect(set.statesOn == names)
        for name in names {
            try set.set(only: name)
            #expect(set.statesOn == [name])
        }
    }

    @Test func `no states, too many, and one that stands there twice are refused`() {
        #expect(throws: RegistrationError.invalidDescriptor(.stateCount(0, limit: 64))) { try registry.stateSet("s", states: []) }
        #expect(throws: RegistrationError.invalidDescriptor(.stateCount(65, limit: 64))) {
            try registry.stateSet("s", states: (0..<65).map(String.init))
        }
        #expect(throws: RegistrationError.invalidDescriptor(.duplicateState("a"))) { try registry.stateSet("s", states: ["a", "b", "a"]) }
        // Two spellings of one character are two states.
        #expect(throws: Never.self) { try registry.stateSet("s", states: ["\u{e9}", "e\u{301}"]) }
    }

    @Test func `the name of the family is no name for a label`() {
        #expect(throws: RegistrationError.invalidDescriptor(.reservedLabel("state", .stateSet))) {
            try registry.stateSet("state", states: ["a"], labels: "state")
        }
    }

    @Test func `each series has states of its own`() throws {
        let family = try registry.stateSet("breaker", of: Breaker.self, labels: "host")
        family.with("a").set(only: .open)
        #expect(family.with("a").statesOn == [.open])
        #expect(family.with("b").statesOn.isEmpty)
        let dynamic = try registry.stateSet("feature", states: ["x"], labels: ["tenant"])
        try dynamic.with(["1"]).set("x", to: true)
        #expect(try dynamic.with(["1"]).statesOn == ["x"])
        #expect(throws: LabelCountMismatch.self) { try dynamic.with([]) }
    }

    @Test func `a scrape sees exactly one state on, whoever changes it meanwhile`() async throws {
        let set = try registry.stateSet("breaker", of: Breaker.self)
        set.set(only: .closed)
        let rounds = Sanitizer.isOn ? 2_000 : 50_000
        let wrong = Atomic(0)
        let writing = Atomic(2)
        await onThreads(3) { thread in
            if thread == 0 {
                while writing.load(ordering: .relaxed) > 0 {
                    if set.statesOn.count != 1 { wrong.wrappingAdd(1, ordering: .relaxed) }
                }
            } else {
                for round in 0..<rounds { set.set(only: round.isMultiple(of: 2) ? .closed : .open) }
                writing.wrappingSubtract(1, ordering: .relaxed)
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test func `no change is lost while other states change`() async throws {
        let set = try registry.stateSet("breaker", of: Breaker.self)
        let rounds = Sanitizer.isOn ? 2_000 : 200_000
        let wrong = Atomic(0)
        await onThreads(3) { thread in
            let own = Breaker.allCases[thread]
            for round in 0..<rounds {
                let isOn = round.isMultiple(of: 2)
                set.set(own, to: isOn)
                if set.isOn(own) != isOn { wrong.wrappingAdd(1, ordering: .relaxed) }
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }
}
