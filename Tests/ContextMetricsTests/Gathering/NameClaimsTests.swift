import Testing

@testable import ContextMetrics

@Suite struct `Names that families use` {
    private let counter = CounterDescriptor("jobs_total", help: "Jobs.", labels: "queue").family

    private func claim(
        _ claims: inout NameClaims, _ descriptors: [FamilyDescriptor], owner: String = "a", isExclusive: Bool = false
    ) -> RegistrationError? {
        do throws(RegistrationError) {
            try claims.claim(descriptors, owner: owner, isExclusive: isExclusive)
            return nil
        } catch { return error }
    }

    @Test func `collectors may write the same family`() {
        var claims = NameClaims()
        #expect(claim(&claims, [counter]) == nil)
        #expect(claim(&claims, [CounterDescriptor("jobs_total", help: "Jobs.", labels: "queue").family], owner: "b") == nil)
    }

    @Test func `an instrument's family is its own`() {
        var claims = NameClaims()
        #expect(claim(&claims, [counter], isExclusive: true) == nil)
        #expect(claim(&claims, [counter], owner: "b") == .duplicateFamily("jobs_total"))
        var others = NameClaims()
        #expect(claim(&others, [counter]) == nil)
        #expect(claim(&others, [counter], owner: "b", isExclusive: true) == .duplicateFamily("jobs_total"))
    }

    @Test(arguments: [
        (GaugeDescriptor("jobs_total", help: "Jobs.", labels: "queue").family, "type"),
        (CounterDescriptor("jobs_total", help: "Tasks.", labels: "queue").family, "help"),
        (CounterDescriptor("jobs_total", help: "Jobs.", labels: "name").family, "labels"),
        (CounterDescriptor("jobs_total", help: "Jobs.", labels: []).family, "labels"),
        (CounterDescriptor("jobs_total", help: "Jobs.", constantLabels: ["a": "b"], labels: "queue").family, "constant labels"),
    ])
    func `G13: a family of the same name has to agree`(descriptor: FamilyDescriptor, difference: String) {
        var claims = NameClaims()
        #expect(claim(&claims, [counter]) == nil)
        #expect(claim(&claims, [descriptor], owner: "b") == .conflictingFamily("jobs_total", difference: difference, owner: "a"))
    }

    @Test func `G13: a family of the same name has to have the same unit`() {
        var claims = NameClaims()
        #expect(claim(&claims, [GaugeDescriptor("wait_seconds", unit: .seconds).family]) == nil)
        let bare = GaugeDescriptor("wait_seconds").family
        #expect(claim(&claims, [bare], owner: "b") == .conflictingFamily("wait_seconds", difference: "unit", owner: "a"))
    }

    @Test(
        arguments: [
            (HistogramDescriptor("a").family, CounterDescriptor("a_sum_total").family, "a_sum"),
            (HistogramDescriptor("a").family, GaugeDescriptor("a_sum").family, "a_sum"),
            (HistogramDescriptor("a").family, GaugeDescriptor("a_count").family, "a_count"),
            (HistogramDescriptor("a").family, GaugeDescriptor("a_bucket").family, "a_bucket"),
            (HistogramDescriptor("a").family, GaugeDescriptor("a_created").family, "a_created"),
            (SummaryDescriptor("a").family, GaugeDescriptor("a_sum").family, "a_sum"),
            (SummaryDescriptor("a").family, GaugeDescriptor("a_bucket").family, nil),
            (CounterDescriptor("a_total").family, GaugeDescriptor("a").family, "a"),
            (CounterDescriptor("a_total").family, GaugeDescriptor("a_created").family, "a_created"),
            (InfoDescriptor("a_info").family, GaugeDescriptor("a").family, "a"),
            (GaugeDescriptor("a").family, GaugeDescriptor("a_total").family, nil),
        ] as [(FamilyDescriptor, FamilyDescriptor, String?)])
    func `G13: names of samples collide, whichever family comes first`(a: FamilyDescriptor, b: FamilyDescriptor, sample: String?) {
        for (first, second) in [(a, b), (b, a)] {
            var claims = NameClaims()
            #expect(claim(&claims, [first]) == nil)
            let expected = sample.map { RegistrationError.suffixCollision(second.name.text, other: first.name.text, sample: $0) }
            #expect(claim(&claims, [second], owner: "b") == expected)
        }
    }

    @Test func `a registration that is refused leaves no claims`() {
        var claims = NameClaims()
        #expect(claim(&claims, [GaugeDescriptor("taken").family]) == nil)
        let refused = [GaugeDescriptor("free").family, HistogramDescriptor("taken").family]
        #expect(claim(&claims, refused, owner: "b") != nil)
        #expect(claim(&claims, [CounterDescriptor("free_total").family], owner: "c") == nil)
    }

    @Test func `names are free again when their last owner has gone`() {
        var claims = NameClaims()
        _ = claim(&claims, [counter], owner: "a")
        _ = claim(&claims, [counter], owner: "b")
        claims.release([counter], owner: "a")
        let gauge = GaugeDescriptor("jobs_total").family
        #expect(claim(&claims, [gauge], owner: "c") == .conflictingFamily("jobs_total", difference: "type", owner: "b"))
        claims.release([counter], owner: "b")
        #expect(claim(&claims, [gauge], owner: "c") == nil)
    }

    @Test func `an invalid family is refused with its reason`() {
        var claims = NameClaims()
        let family = GaugeDescriptor("").family
        #expect(claim(&claims, [family]) == family.problem.map { .invalidDescriptor($0) })
        #expect(family.problem != nil)
    }
}
