// Invariant: what the table leads to is used only when the table led there after the family was pinned: see `UnsafeFamilyKeeper.swift`. The
// bytes of the values are used only within the calls that lend them.

// One form for each number of labels: nothing is put into an array, nothing allocated, and no lock taken, unless the series is new.
extension FamilyRoot {
    /// The series that exists already, `nil` when that takes a closer look.
    ///
    /// Sought before the pin, and confirmed after it: a processor begins with what follows a counted reference only when that is done, and
    /// does what comes before at the same time.
    @inline(__always)
    private func find(_ key: some LabelKey) -> SeriesHandle? {
        guard let candidate = core.candidate(key) else { return nil }
        let keeper = pin()
        guard let place = core.confirm(candidate, key) else { return nil }
        return SeriesHandle(keeper, place)
    }

    @usableFromInline
    func findOrMake(_ labels: [String]) -> SeriesHandle {
        let keeper = pin()
        return SeriesHandle(keeper, core.findOrMake(labels))
    }

    @usableFromInline
    func series(_ a: String) -> SeriesHandle {
        let found = a.withBytes { a -> SeriesHandle? in
            find(NoLabels().and(a))
        }
        return found ?? findOrMake([a])
    }

    @usableFromInline
    func series(_ a: String, _ b: String) -> SeriesHandle {
        let found = a.withBytes { a in
            b.withBytes { b -> SeriesHandle? in
                find(NoLabels().and(a).and(b))
            }
        }
        return found ?? findOrMake([a, b])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String) -> SeriesHandle {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c -> SeriesHandle? in
                    find(NoLabels().and(a).and(b).and(c))
                }
            }
        }
        return found ?? findOrMake([a, b, c])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String, _ d: String) -> SeriesHandle {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c in
                    d.withBytes { d -> SeriesHandle? in
                        find(NoLabels().and(a).and(b).and(c).and(d))
                    }
                }
            }
        }
        return found ?? findOrMake([a, b, c, d])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String) -> SeriesHandle {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c in
                    d.withBytes { d in
                        e.withBytes { e -> SeriesHandle? in
                            find(NoLabels().and(a).and(b).and(c).and(d).and(e))
                        }
                    }
                }
            }
        }
        return found ?? findOrMake([a, b, c, d, e])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String) -> SeriesHandle {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c in
                    d.withBytes { d in
                        e.withBytes { e in
                            f.withBytes { f -> SeriesHandle? in
                                find(NoLabels().and(a).and(b).and(c).and(d).and(e).and(f))
                            }
                        }
                    }
                }
            }
        }
        return found ?? findOrMake([a, b, c, d, e, f])
    }
}
