import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct `Escaped families` {
    private func names(_ families: [FamilyDescriptor], by escaping: NameEscaping = .underscores) -> [String?] {
        let escaped = EscapedNames(families, by: escaping)
        return families.map { escaped.descriptor(for: $0)?.name.text }
    }

    @Test func `keep their type, help and values, under other names`() {
        let family = CounterDescriptor(
            "http.sent.bytes_total", help: "H.", unit: .bytes, constantLabels: ["z.z": "1", "a": "2"], labels: "b", "c.d"
        ).family
        let escaped = EscapedNames([family], by: .underscores).descriptor(for: family)
        #expect(escaped?.name.text == "http_sent_bytes_total")
        #expect(escaped?.type == .counter)
        #expect(escaped?.help == "H.")
        #expect(escaped?.unit == .bytes)
        #expect(escaped?.labelNames.map(\.text) == ["b", "c_d"])
        #expect(escaped?.constantLabels.all.map { "\($0.name)=\($0.value)" } == ["a=2", "z_z=1"])
        #expect(escaped?.isLegacy == true)
    }

    @Test func `of which a unit is the end keep it, and lose it where the name doesn't end so any more`() {
        let seconds = GaugeDescriptor("a.b_seconds", unit: .seconds).family
        let two = GaugeDescriptor("a.b_w_x", unit: "w_x").family
        for escaping in [NameEscaping.underscores, .dots, .values] {
            let names = EscapedNames([seconds, two], by: escaping)
            #expect(names.descriptor(for: seconds)?.unit == .seconds)
            #expect(names.descriptor(for: two)?.unit == (escaping == .underscores ? "w_x" : nil))
            #expect(names.descriptor(for: two)?.problem == nil)
        }
    }

    @Test func `that are of legacy names only are themselves`() {
        let family = GaugeDescriptor("a:b", labels: "c").family
        #expect(EscapedNames([family], by: .values).descriptor(for: family) === family)
    }

    @Test func `that collide: the legacy name keeps its form, then the first by bytes has it, others that of values`() {
        let families = ["a/b", "a_b", "a.b", "x y", "x.y"].map { GaugeDescriptor($0).family }
        #expect(names(families) == ["U__a_2f_b", "a_b", "U__a_2e_b", "x_y", "U__x_2e_y"])
        #expect(names(families.reversed()) == ["U__x_2e_y", "x_y", "U__a_2e_b", "a_b", "U__a_2f_b"])
        let collisions = EscapedNames(families, by: .underscores).collisions
        #expect(
            collisions == [
                NameCollision(family: families[2].name, label: nil, escaped: "a_b", shown: "U__a_2e_b"),
                NameCollision(family: families[0].name, label: nil, escaped: "a_b", shown: "U__a_2f_b"),
                NameCollision(family: families[4].name, label: nil, escaped: "x_y", shown: "U__x_2e_y"),
            ])
        #expect(collisions.allSatisfy { $0.description.contains("is shown as U__") })
    }

    @Test func `collide with the names of others' samples as well`() {
        #expect(names([HistogramDescriptor("h").family, GaugeDescriptor("h.count").family]) == ["h", "U__h_2e_count"])
        #expect(names([GaugeDescriptor("h_sum").family, HistogramDescriptor("h.").family]) == ["h_sum", "h_"])
        #expect(names([GaugeDescriptor("h__sum").family, HistogramDescriptor("h.").family]) == ["h__sum", "U__h_2e_"])
        #expect(names([CounterDescriptor("c_total").family, GaugeDescriptor("c.created").family]) == ["c_total", "U__c_2e_created"])
    }

    @Test func `are left out where even the last form is another's`() {
        let families = ["a.b", "a_b", "U__a_2e_b"].map { GaugeDescriptor($0).family }
        #expect(names(families) == [nil, "a_b", "U__a_2e_b"])
        let collisions = EscapedNames(families, by: .underscores).collisions
        #expect(collisions.map(\.shown) == [nil])
        #expect(collisions.first?.description.contains("is left out") == true)
        #expect(names(["a.b", "U__a_2e_b"].map { GaugeDescriptor($0).family }, by: .values) == [nil, "U__a_2e_b"])
    }

    @Test func `that are state sets have a name that is a label's as well`() {
        let families = [StateSetDescriptor("a:b", labels: "a.b").family, StateSetDescriptor("花火").family]
        #expect(names(families) == ["a_b", "U___82b1__706b_"])
        // The state has the label of the family's name.
        let escaped = EscapedNames(families, by: .underscores).descriptor(for: families[0])
        #expect(escaped?.labelNames.map(\.text) == ["U__a_2e_b"])
    }

    @Test func `with a label that finds no form are left out, and named`() {
        let family = GaugeDescriptor("g", labels: "a.b", "a_b", "U__a_2e_b").family
        #expect(names([family]) == [nil])
        #expect(
            EscapedNames([family], by: .underscores).collisions == [
                NameCollision(family: family.name, label: family.labelNames[0], escaped: "a_b", shown: nil)
            ])
    }

    @Test func `of one name have one form, also where they are another's objects`() {
        let families = [GaugeDescriptor("a.b", help: "1").family, GaugeDescriptor("a.b", help: "2").family, GaugeDescriptor("a_b").family]
        #expect(names(families) == ["U__a_2e_b", "U__a_2e_b", "a_b"])
    }

    // MARK: Expositions

    @Test func `stand by their new names, those of collectors and of instruments`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.gauge("b/c", help: "I.", labels: "l.l").with("1").set(1)
        try registry.gauge("b", help: "I.").set(2)
        let collected = [GaugeDescriptor("a.z", help: "C."), GaugeDescriptor("bZ", help: "C."), GaugeDescriptor("b d", help: "C.")]
        try registry.register("c", describing: collected[0]) { sink in for gauge in collected { sink.sample(gauge, value: 3) } }
        let merged = await registry.gather(within: .seconds(60)).merged()
        let escaped = merged.families.escaped(by: .underscores)
        #expect(escaped.collisions.isEmpty)
        let lines = exposition(escaped.families, as: .text).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["a_z 3", "b 2", "bZ 3", "b_c{l_l=\"1\"} 1", "b_d 3"])
        let shown = exposition(merged.families, as: .textUTF8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(shown == ["{\"a.z\"} 3", "b 2", "{\"b d\"} 3", "{\"b/c\",\"l.l\"=\"1\"} 1", "bZ 3"])
    }

    @Test func `of legacy names share one plan, and others' are made once`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.gauge("a").set(1)
        let legacy = ExposedFamilies(instruments: registry.contents.instruments)
        for escaping in NameEscaping.allCases { #expect(legacy.escaped(by: escaping).families.instruments === legacy.instruments) }

        try registry.gauge("a.b").set(1)
        let families = ExposedFamilies(instruments: registry.contents.instruments)
        let underscores = families.escaped(by: .underscores).families.instruments
        #expect(underscores !== families.instruments)
        #expect(families.escaped(by: .underscores).families.instruments === underscores)
        #expect(families.escaped(by: .dots).families.instruments !== underscores)
        #expect(families.escaped(by: .underscores).families.instruments === underscores)
        #expect(families.escaped(by: .allowUTF8).families.instruments === families.instruments)
        // Other families beside them, and the same names.
        let more = sealed { sink in sink.sample(GaugeDescriptor("z.z"), value: 1) }
        var beside = families
        beside.samples = more
        #expect(beside.escaped(by: .underscores).families.instruments === underscores)
        beside.samples = sealed { sink in sink.sample(GaugeDescriptor("a_b"), value: 1) }
        #expect(beside.escaped(by: .underscores).families.instruments !== underscores)
        #expect(exposition(beside.escaped(by: .underscores).families, as: .text).contains("\nU__a_2e_b 1\n"))
    }

    @Test func `keep their names while a collector that collides with them is missing`() throws {
        let families = ExposedFamilies(samples: sealed { sink in sink.sample(GaugeDescriptor("a.b"), value: 1) })
        let registered = [GaugeDescriptor("a_b").family]
        #expect(families.escaped(by: .underscores, beside: registered).families.samples.map(\.descriptor.name.text) == ["U__a_2e_b"])
        #expect(families.escaped(by: .underscores).families.samples.map(\.descriptor.name.text) == ["a_b"])
    }

    @Test func `that are withdrawn stay so under their new places`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        for name in ["z.a", "a/b", "m"] { try registry.gauge(name).set(1) }
        let instruments = registry.contents.instruments
        for hidden in instruments.entries.indices {
            let families = ExposedFamilies(instruments: instruments, withdrawn: [hidden])
            let names = Set(
                exposition(families.escaped(by: .values).families, as: .text).split(separator: "\n").filter { !$0.hasPrefix("#") })
            let expected = instruments.entries.indices.filter { $0 != hidden }.map {
                NameEscaping.values.escape(metric: instruments.entries[$0].descriptor.name.text) + " 1"
            }
            #expect(Set(names.map(String.init)) == Set(expected))
        }
    }

    @Test func `have exemplars whose labels are escaped, also where all other names are legacy`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false), clock: WallClock { 1 })
        try registry.counter("a_total").increment(exemplar: ["trace.id": "f", "ü": "1"])
        let families = ExposedFamilies(instruments: registry.contents.instruments)
        func line(_ escaping: NameEscaping) -> Substring? {
            exposition(families.escaped(by: escaping).families, as: .openMetrics).split(separator: "\n").first { $0.hasPrefix("a_total") }
        }
        #expect(line(.allowUTF8) == "a_total 1 # {\"trace.id\"=\"f\",\"ü\"=\"1\"} 1 1")
        #expect(line(.underscores) == "a_total 1 # {_=\"1\",trace_id=\"f\"} 1 1")
        #expect(line(.values) == "a_total 1 # {U___fc_=\"1\",U__trace_2e_id=\"f\"} 1 1")
        // Too long when escaped: left out.
        try registry.counter("b_total").increment(exemplar: [String(repeating: "花", count: 100): ""])
        let more = ExposedFamilies(instruments: registry.contents.instruments)
        #expect(exposition(more.escaped(by: .values).families, as: .openMetrics).contains("b_total 1\n"))
        #expect(exposition(more.escaped(by: .allowUTF8).families, as: .openMetrics).contains("b_total 1 # {\"花花"))
    }
}
