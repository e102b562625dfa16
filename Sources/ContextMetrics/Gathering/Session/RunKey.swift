/// What a gather asks for: runs are shared by those whose values are equal, as far as the collector depends on them.
struct RunKey: Equatable, Sendable {
    /// Nil where each value is its key's default.
    private let variant: ContextVariant?

    init(_ variant: ContextVariant?) { self.variant = variant }

    /// No values: every key gives its default.
    static let plain = RunKey(nil)

    var values: ContextValues { variant?.values ?? ContextValues() }

    static func == (a: RunKey, b: RunKey) -> Bool { a.variant === b.variant }
}

extension CollectionScope {
    /// What a collector sees of this gather: of the values those that it has declared, where it has, and the filter, where it depends on that.
    func visible(_ keys: DeclaredKeys?, _ seesFilter: Bool) -> ContextValues {
        if values.isEmpty, !seesFilter || filter.isEverything { return values }
        var visible = keys?.visible(in: values) ?? values
        if seesFilter { visible[FilterKey.self] = filter }
        return visible
    }
}

/// The filter of a gather, as one of the values by which runs are told from each other.
enum FilterKey: ContextKey { static let defaultValue = GatherFilter.everything }
