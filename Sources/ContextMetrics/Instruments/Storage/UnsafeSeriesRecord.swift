// Invariant: a record's memory is the header, the lengths of the label values, and their bytes. It is written before others see the record,
// and never changed. Who frees it, and when, says `UnsafeFamilyCore.swift`.

/// What the look-up finds: the label values of one series, and where its value stands.
struct SeriesRecord: @unchecked Sendable {
    private struct Header {
        let payload: UnsafeMutableRawPointer
        /// Among the family's series.
        let place: UInt32
        let labels: UInt32
    }

    let base: UnsafeMutableRawPointer
    private var header: UnsafeMutablePointer<Header> { base.assumingMemoryBound(to: Header.self) }
    private var lengths: UnsafeMutablePointer<UInt32> { (base + MemoryLayout<Header>.size).assumingMemoryBound(to: UInt32.self) }

    /// Where the value stands: apart, because it changes and this doesn't.
    var payload: UnsafeMutableRawPointer { header.pointee.payload }
    var place: Int { Int(header.pointee.place) }

    init(at base: UnsafeMutableRawPointer) { self.base = base }

    init(_ key: LabelBytesKey, payload: UnsafeMutableRawPointer, place: Int) {
        var size = MemoryLayout<Header>.size + key.count * MemoryLayout<UInt32>.size
        var next = size
        for index in key.indices { size += key[unchecked: index].count }
        base = .allocate(byteCount: size, alignment: 16)
        base.bindMemory(to: Header.self, capacity: 1).initialize(
            to: Header(payload: payload, place: UInt32(truncatingIfNeeded: place), labels: UInt32(truncatingIfNeeded: key.count)))
        (base + MemoryLayout<Header>.size).bindMemory(to: UInt32.self, capacity: key.count)
        for index in key.indices {
            let bytes = key[unchecked: index]
            (lengths + index).initialize(to: UInt32(truncatingIfNeeded: bytes.count))
            UnsafeMutableRawBufferPointer(start: base + next, count: bytes.count).copyBytes(from: bytes)
            next += bytes.count
        }
    }

    func deallocate() { base.deallocate() }

    // MARK: Labels

    var labelCount: Int { Int(header.pointee.labels) }

    /// Visits the label values, in the order of the descriptor's names.
    func forEachLabel(_ body: (_ index: Int, _ utf8: Span<UInt8>) -> Void) {
        var bytes = bytes.assumingMemoryBound(to: UInt8.self)
        for index in 0..<labelCount {
            let value = UnsafeBufferPointer(start: bytes, count: Int(lengths[index]))
            body(index, Span(_unsafeElements: value))
            bytes += value.count
        }
    }

    /// The bytes of all label values.
    var labelBytes: Int { (0..<labelCount).reduce(0) { $0 + Int(lengths[$1]) } }

    var labels: [String] {
        var labels: [String] = []
        forEachLabel { _, utf8 in labels.append(utf8.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }) }
        return labels
    }

    func matches(_ key: LabelBytesKey) -> Bool {
        var bytes = bytes
        for index in key.indices {
            if !hasValue(key[unchecked: index], at: index, bytes) { return false }
            bytes += key[unchecked: index].count
        }
        return true
    }

    /// The values, one after the other.
    @inline(__always)
    var bytes: UnsafeRawPointer { UnsafeRawPointer(lengths + labelCount) }

    /// Whether the value that begins at `bytes` is this one.
    @inline(__always)
    func hasValue(_ value: UnsafeRawBufferPointer, at index: Int, _ bytes: UnsafeRawPointer) -> Bool {
        Int(lengths[index]) == value.count && equal(bytes, value)
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
