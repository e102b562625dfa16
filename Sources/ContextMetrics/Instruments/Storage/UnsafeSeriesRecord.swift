// Invariant: a record's memory is the header, the lengths of the label values, and their bytes. It is written before others see the record,
// never changed but for `place`, which belongs to the lock of the family, and freed with the family.

/// What the look-up finds: the label values of one series, and where its value stands.
struct SeriesRecord: @unchecked Sendable {
    private struct Header {
        let payload: UnsafeMutableRawPointer
        let hash: UInt64
        /// Among the family's series, in the order in which they were made.
        var place: Int
    }

    let base: UnsafeMutableRawPointer
    private var header: UnsafeMutablePointer<Header> { base.assumingMemoryBound(to: Header.self) }
    private var lengths: UnsafeMutablePointer<Int> { (base + MemoryLayout<Header>.size).assumingMemoryBound(to: Int.self) }

    /// Where the value stands: apart, because it changes and this doesn't.
    var payload: UnsafeMutableRawPointer { header.pointee.payload }
    var hash: UInt64 { header.pointee.hash }
    /// Under the family's lock.
    var place: Int {
        get { header.pointee.place }
        nonmutating set { header.pointee.place = newValue }
    }

    init(at base: UnsafeMutableRawPointer) { self.base = base }

    init(_ key: LabelBytesKey, hash: UInt64, payload: UnsafeMutableRawPointer, place: Int) {
        var size = MemoryLayout<Header>.size + key.count * MemoryLayout<Int>.size
        var next = size
        for index in key.indices { size += key[unchecked: index].count }
        base = .allocate(byteCount: size, alignment: 16)
        base.bindMemory(to: Header.self, capacity: 1).initialize(to: Header(payload: payload, hash: hash, place: place))
        (base + MemoryLayout<Header>.size).bindMemory(to: Int.self, capacity: key.count)
        for index in key.indices {
            (lengths + index).initialize(to: key[unchecked: index].count)
            UnsafeMutableRawBufferPointer(start: base + next, count: key[unchecked: index].count).copyBytes(from: key[unchecked: index])
            next += key[unchecked: index].count
        }
    }

    func deallocate() { base.deallocate() }

    @inline(__always)
    func matches(_ key: LabelBytesKey) -> Bool {
        var bytes = UnsafeRawPointer(lengths + key.count)
        for index in key.indices {
            if lengths[index] != key[unchecked: index].count || !equal(bytes, key[unchecked: index]) { return false }
            bytes += key[unchecked: index].count
        }
        return true
    }

    /// Beside each other in words of 8 bytes, the last of which overlaps the one before: no call, and no loop over bytes.
    @inline(__always)
    private func equal(_ own: UnsafeRawPointer, _ given: UnsafeRawBufferPointer) -> Bool {
        let count = given.count
        guard let base = given.baseAddress, count > 0 else { return true }
        if count < 8 { return own.fewBytes(count) == base.fewBytes(count) }
        var offset = 0
        while offset < count - 8 {
            if differ(own, base, offset) { return false }
            offset += 8
        }
        return !differ(own, base, count - 8)
    }

    @inline(__always)
    private func differ(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ offset: Int) -> Bool {
        a.loadUnaligned(fromByteOffset: offset, as: UInt64.self) != b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}
