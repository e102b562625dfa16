// Invariant: the address of a local variable is looked at as a number, and never followed.

/// Which of several equal places a thread begins at.
@usableFromInline
enum ThreadStripe {
    /// 0 to 7, by where the thread's stack stands: different for neighbouring stacks of 8 MB, 512 KB or 64 KB, and free to obtain.
    @inlinable @inline(__always)
    static var index: Int {
        var here: UInt8 = 0
        let address = withUnsafeMutablePointer(to: &here) { UInt64(UInt(bitPattern: $0)) }
        return Int(truncatingIfNeeded: ((address >> 23) ^ (address >> 19) ^ (address >> 16)) & 7)
    }
}
