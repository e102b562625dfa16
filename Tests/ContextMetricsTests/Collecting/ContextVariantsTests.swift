import Testing

@testable import ContextMetrics

private enum TenantKey: ContextKey { static let defaultValue = "all" }
private enum OtherKey: ContextKey { static let defaultValue = 0 }
private enum CollidingKey: ContextKey { static let defaultValue = Colliding(number: 0) }

/// All of them have the same hash.
private struct Colliding: Hashable {
    let number: Int
    func hash(into hasher: inout Hasher) {}
}

@Suite struct `Variants of typed values` {
    private let variants = ContextVariants()

    private func values(_ tenant: String, other: Int = 0) -> ContextValues {
        var values = ContextValues()
        values[TenantKey.self] = tenant
        values[OtherKey.self] = other
        return values
    }

    @Test func `equal values are one object, different ones are two, and defaults are none`() throws {
        let first = try #require(variants.variant(of: values("a")))
        #expect(variants.variant(of: values("a")) === first)
        #expect(variants.variant(of: values("b")) !== first)
        #expect(variants.variant(of: values("a", other: 1)) !== first)
        #expect(variants.variant(of: values("all")) == nil)
        #expect(first.values == values("a"))
    }

    @Test func `they are told apart by equality, not by hash`() {
        func values(_ number: Int) -> ContextValues {
            var values = ContextValues()
            values[CollidingKey.self] = Colliding(number: number)
            return values
        }
        let all = (1...20).map { variants.variant(of: values($0)) }
        #expect(Set(all.compactMap { $0.map(ObjectIdentifier.init) }).count == 20)
        for number in 1...20 { #expect(variants.variant(of: values(number)) === all[number - 1]) }
    }

    @Test func `they live as long as somebody refers to them`() {
        let kept = variants.variant(of: values("kept"))
        for number in 0..<10_000 { _ = variants.variant(of: values("\(number)")) }
        #expect(variants.count <= 64)
        #expect(variants.variant(of: values("kept")) === kept)
    }

    @Test func `whoever asks at the same time gets the same`() async {
        for round in 0..<200 {
            let found = await withTaskGroup(of: ContextVariant?.self) { group in
                for _ in 0..<8 { group.addTask { variants.variant(of: values("round \(round)")) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(found.compactMap { $0.map(ObjectIdentifier.init) }).count == 1)
        }
    }
}
