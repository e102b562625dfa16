// Invariant: `address` is zero or that of memory for `capacity` bytes, which nobody else has: it is taken out, and put in, under the lock.

/// The memory of one block, kept from one exposition for the next.
///
/// Where several are encoded at a time, the others make their own and give it back to the system.
final class SpareBlock: @unchecked Sendable {
    /// Room for a block, and for the line that fills it, so that it rarely has to be moved.
    static let capacity = TextBuffer.blockSize + (4 << 10)

    private let address = Locked<UInt>(0)

    deinit { memory(address.withLock { $0 })?.deallocate() }

    /// Memory for ``capacity`` bytes, which belongs to the caller.
    func take() -> UnsafeMutablePointer<UInt8> {
        let kept = address.withLock { address in
            defer { address = 0 }
            return address
        }
        return memory(kept) ?? .allocate(capacity: SpareBlock.capacity)
    }

    /// Takes memory over that came from ``take()``.
    func keep(_ memory: UnsafeMutablePointer<UInt8>) {
        let isKept = address.withLock { address in
            if address != 0 { return false }
            address = UInt(bitPattern: memory)
            return true
        }
        if !isKept { memory.deallocate() }
    }

    private func memory(_ address: UInt) -> UnsafeMutablePointer<UInt8>? { UnsafeMutablePointer(bitPattern: address) }
}
