// One overload for each number of labels that the compiler can check. They differ in nothing else.

extension Family where N == 1 {
    /// The instrument with these label values, in the order of the label names; made when it isn't there yet.
    ///
    /// Keep the result where the labels are known beforehand: its updates then cost no look-up.
    @inlinable
    public func with(_ a: String) -> Child { Child(storage.root.series(a)) }
    /// As `with`, but a new series beyond the family's limit is refused instead of counted in the one for all others.
    ///
    /// - Throws: ``SeriesRefused/limit(_:family:values:)``.
    public func withinLimit(_ a: String) throws(SeriesRefused) -> Child { try storage.withinLimit([a]) }
    /// Removes a series.
    ///
    /// Handles that are still held stay valid; what they write is exposed nowhere.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    public func remove(_ a: String) -> Bool { storage.remove([a]) }
}

extension Family where N == 2 {
    /// The instrument with these values of two labels.
    @inlinable
    public func with(_ a: String, _ b: String) -> Child { Child(storage.root.series(a, b)) }
    /// The instrument with these values of two labels, unless it would be beyond the family's limit.
    public func withinLimit(_ a: String, _ b: String) throws(SeriesRefused) -> Child { try storage.withinLimit([a, b]) }
    /// Removes the series with these values of two labels.
    @discardableResult
    public func remove(_ a: String, _ b: String) -> Bool { storage.remove([a, b]) }
}

extension Family where N == 3 {
    /// The instrument with these values of three labels.
    @inlinable
    public func with(_ a: String, _ b: String, _ c: String) -> Child { Child(storage.root.series(a, b, c)) }
    /// The instrument with these values of three labels, unless it would be beyond the family's limit.
    public func withinLimit(_ a: String, _ b: String, _ c: String) throws(SeriesRefused) -> Child { try storage.withinLimit([a, b, c]) }
    /// Removes the series with these values of three labels.
    @discardableResult
    public func remove(_ a: String, _ b: String, _ c: String) -> Bool { storage.remove([a, b, c]) }
}

extension Family where N == 4 {
    /// The instrument with these values of four labels.
    @inlinable
    public func with(_ a: String, _ b: String, _ c: String, _ d: String) -> Child { Child(storage.root.series(a, b, c, d)) }
    /// The instrument with these values of four labels, unless it would be beyond the family's limit.
    public func withinLimit(_ a: String, _ b: String, _ c: String, _ d: String) throws(SeriesRefused) -> Child {
        try storage.withinLimit([a, b, c, d])
    }
    /// Removes the series with these values of four labels.
    @discardableResult
    public func remove(_ a: String, _ b: String, _ c: String, _ d: String) -> Bool { storage.remove([a, b, c, d]) }
}

extension Family where N == 5 {
    /// The instrument with these values of five labels.
    @inlinable
    public func with(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String) -> Child { Child(storage.root.series(a, b, c, d, e)) }
    /// The instrument with these values of five labels, unless it would be beyond the family's limit.
    public func withinLimit(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String) throws(SeriesRefused) -> Child {
        try storage.withinLimit([a, b, c, d, e])
    }
    /// Removes the series with these values of five labels.
    @discardableResult
    public func remove(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String) -> Bool { storage.remove([a, b, c, d, e]) }
}

extension Family where N == 6 {
    /// The instrument with these values of six labels.
    @inlinable
    public func with(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String) -> Child {
        Child(storage.root.series(a, b, c, d, e, f))
    }
    /// The instrument with these values of six labels, unless it would be beyond the family's limit.
    public func withinLimit(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String) throws(SeriesRefused) -> Child {
        try storage.withinLimit([a, b, c, d, e, f])
    }
    /// Removes the series with these values of six labels.
    @discardableResult
    public func remove(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String) -> Bool {
        storage.remove([a, b, c, d, e, f])
    }
}
