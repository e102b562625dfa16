// Invariant: what is answered is memory of the family: see `UnsafeFamilyCore.swift`. The bytes of the values are used only within the calls
// that lend them.

// One form for each number of labels: nothing is put into an array, nothing allocated, and no lock taken, unless the series is new.
extension FamilyCore {
    @usableFromInline
    func series(_ a: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a -> UnsafeMutableRawPointer? in
            let key: InlineArray<1, UnsafeRawBufferPointer> = [a]
            return find(key.span)
        }
        return found ?? findOrMake([a])
    }

    @usableFromInline
    func series(_ a: String, _ b: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b -> UnsafeMutableRawPointer? in
                let key: InlineArray<2, UnsafeRawBufferPointer> = [a, b]
                return find(key.span)
            }
        }
        return found ?? findOrMake([a, b])
    }

    @usableFromInline
    func series(_ a: String, _ b: String, _ c: String) -> UnsafeMutableRawPointer {
        let found = a.withBytes { a in
            b.withBytes { b in
                c.withBytes { c -> UnsafeMutableRawPointer? in
                    let key: InlineArray<3, UnsafeRawBufferPointer> = [a, b, c]
                    return find(key.span)
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
                        let key: InlineArray<4, UnsafeRawBufferPointer> = [a, b, c, d]
                        return find(key.span)
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
                            let key: InlineArray<5, UnsafeRawBufferPointer> = [a, b, c, d, e]
                            return find(key.span)
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
                                let key: InlineArray<6, UnsafeRawBufferPointer> = [a, b, c, d, e, f]
                                return find(key.span)
                            }
                        }
                    }
                }
            }
        }
        return found ?? findOrMake([a, b, c, d, e, f])
    }
}
