// Invariant: what is answered is memory of the family, which the caller has pinned: see `UnsafeFamilyCore.swift`. The bytes of the values
// are used only within the calls that lend them.

// One form for each number of labels: nothing is put into an array, nothing allocated, and no lock taken, unless the series is new.
extension FamilyCore {
    @usableFromInline
    func series(_ a: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a -> UnsafeMutableRawPointer? in
            find(NoLabels().and(a))
        }
        return found ?? findOrMake([a])
    }

    @usableFromInline
    func series(_ a: String, _ b: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b -> UnsafeMutableRawPointer? in
                find(NoLabels().and(a).and(b))
            }
        }
        return found ?? findOrMake([a, b])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c -> UnsafeMutableRawPointer? in
                    find(NoLabels().and(a).and(b).and(c))
                }
            }
        }
        return found ?? findOrMake([a, b, c])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String, _ d: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c in
                    d.withBytes { d -> UnsafeMutableRawPointer? in
                        find(NoLabels().and(a).and(b).and(c).and(d))
                    }
                }
            }
        }
        return found ?? findOrMake([a, b, c, d])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c in
                    d.withBytes { d in
                        e.withBytes { e -> UnsafeMutableRawPointer? in
                            find(NoLabels().and(a).and(b).and(c).and(d).and(e))
                        }
                    }
                }
            }
        }
        return found ?? findOrMake([a, b, c, d, e])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c in
                    d.withBytes { d in
                        e.withBytes { e in
                            f.withBytes { f -> UnsafeMutableRawPointer? in
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
