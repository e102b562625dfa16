import Testing

@testable import ContextMetrics

@Suite struct `Escaped names` {
    struct Vector: CustomTestStringConvertible, Sendable {
        let name: String
        let underscores: String
        let dots: String
        let values: String
        var testDescription: String { name }

        init(_ name: String, _ underscores: String, _ dots: String, _ values: String) {
            self.name = name
            self.underscores = underscores
            self.dots = dots
            self.values = values
        }
    }

    static let vectors = [
        Vector("metric.name/with", "metric_name_with", "metric_dot_name__with", "U__metric_2e_name_2f_with"),
        Vector("1abc", "_abc", "__abc", "U___31_abc"),
        Vector("foo.bar_baz", "foo_bar_baz", "foo_dot_bar__baz", "U__foo_2e_bar__baz"),
        Vector("花火", "__", "____", "U___82b1__706b_"),
        Vector("U__foo.b", "U__foo_b", "U____foo_dot_b", "U__U____foo_2e_b"),
        Vector("http.größe", "http_gr__e", "http_dot_gr____e", "U__http_2e_gr_f6__df_e"),
        Vector("a1.1", "a1_1", "a1_dot_1", "U__a1_2e_1"),
        Vector(".", "_", "_dot_", "U___2e_"), Vector("\n", "_", "__", "U___a_"), Vector("\u{0}", "_", "__", "U___0_"),
        Vector("a🙈", "a_", "a__", "U__a_1f648_"),
        // Two scalars, though one character.
        Vector("e\u{301}", "e_", "e__", "U__e_301_"),
        Vector("\r\n", "__", "____", "U___d__a_"),
    ]

    @Test(arguments: vectors) func `are those that others make of them`(vector: Vector) {
        for escaping in NameEscaping.allCases {
            let expected =
                switch escaping {
                case .allowUTF8: vector.name
                case .underscores: vector.underscores
                case .dots: vector.dots
                case .values: vector.values
                }
            #expect(escaping.escape(metric: vector.name) == expected)
            #expect(escaping.escape(label: vector.name) == expected)
        }
    }

    @Test(arguments: ["a", "foo_bar", "_", "U__a_2e_b", "a9", "__x"]) func `are the same where they are legacy names`(name: String) {
        for escaping in NameEscaping.allCases {
            #expect(escaping.escape(metric: name) == name)
            #expect(escaping.escape(label: name) == name)
        }
    }

    @Test func `of labels have no colons`() {
        #expect(NameEscaping.allCases.map { $0.escape(metric: "a:b") } == ["a:b", "a:b", "a:b", "a:b"])
        #expect(NameEscaping.allCases.map { $0.escape(label: "a:b") } == ["a:b", "a_b", "a__b", "U__a_3a_b"])
        #expect(NameEscaping.values.escape(metric: "a:b.c") == "U__a:b_2e_c")
    }

    @Test(arguments: SeededGenerator.seeds(20)) func `are legacy names whatever was given, and those of values can be read back`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let any = Unicode.Scalar(UInt32.random(in: 0...0x10ffff, using: &random)) ?? "_"
                text.append(Bool.random(using: &random) ? any : Unicode.Scalar(UInt8.random(in: 0...127, using: &random)))
            }
            let name = String(text)
            for escaping in [NameEscaping.underscores, .dots, .values] {
                #expect(NameGrammar.isLegacyMetric(escaping.escape(metric: name)), "\(name.debugDescription), seed \(seed)")
                #expect(NameGrammar.isLegacyLabel(escaping.escape(label: name)), "\(name.debugDescription), seed \(seed)")
            }
            let escaped = NameEscaping.values.escape(label: name)
            if !NameGrammar.isLegacyLabel(name) { #expect(unescaped(escaped).map { Array($0.utf8) } == Array(name.utf8), "seed \(seed)") }
        }
    }

    /// What the scheme `values` has made of a name.
    private func unescaped(_ text: String) -> String? {
        guard text.hasPrefix("U__") else { return nil }
        var rest = text.dropFirst(3)
        var name = String.UnicodeScalarView()
        while let next = rest.popFirst() {
            if next != "_" {
                name.append(contentsOf: next.unicodeScalars)
            } else if rest.first == "_" {
                rest.removeFirst()
                name.append("_")
            } else {
                guard let end = rest.firstIndex(of: "_"), let scalar = UInt32(rest[..<end], radix: 16).flatMap(Unicode.Scalar.init)
                else { return nil }
                name.append(scalar)
                rest = rest[end...].dropFirst()
            }
        }
        return String(name)
    }
}

@Suite struct `Escaped labels` {
    private func names(_ given: String..., reserved: [String] = [], by escaping: NameEscaping = .underscores) -> [String]? {
        EscapedLabelNames(given.map(LabelName.init(unchecked:)), by: escaping, reserved: reserved).names
    }

    @Test func `stand in the order of the labels`() {
        #expect(names("z.z", "a", "b.c") == ["z_z", "a", "b_c"])
        #expect(names() == [])
    }

    @Test func `that collide: the legacy name keeps its form, then the first by bytes has it`() {
        #expect(names("a.b", "a_b") == ["U__a_2e_b", "a_b"])
        #expect(names("a/b", "a.b", "a-b") == ["U__a_2f_b", "U__a_2e_b", "a_b"])
    }

    @Test func `are not what is reserved`() {
        #expect(names("花火", "a") == ["U___82b1__706b_", "a"])
        #expect(names("1.") == ["U___31__2e_"])
        #expect(names("s.t", reserved: ["s_t"]) == ["U__s_2e_t"])
    }

    @Test func `have no form when even the last is another's`() {
        #expect(names("a.b", "a_b", "U__a_2e_b") == nil)
        let labels = EscapedLabelNames([LabelName(unchecked: "a.b"), LabelName(unchecked: "U__a_2e_b")], by: .values)
        #expect(labels.names == nil)
        #expect(labels.collisions.map(\.shown) == [nil])
    }
}
