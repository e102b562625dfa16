/// When a sample was measured, as its line shows it.
enum SampleTime {
    case none
    case milliseconds(Int64)
    /// Since 1970.
    case seconds(Double)
}

extension TextBuffer {
    /// Appends what stands behind the value: nothing, or a blank and the time.
    mutating func append(_ time: SampleTime) {
        switch time {
        case .none: return
        case .milliseconds(let count):
            append(UInt8(ascii: " "))
            if count < 0 { append(UInt8(ascii: "-")) }
            append(decimal: count.magnitude)
        case .seconds(let seconds):
            append(UInt8(ascii: " "))
            append(value: seconds)
        }
    }
}
