import ContextMetrics

// Nothing but the core is imported. The numbers depend on the command line, so that the compiler can't round them itself: rounding
// and exact conversion are calls into libm, which this program finds only because the core links it.
let value = Double(CommandLine.arguments.count) * 2.5
let depth = GaugeDescriptor("queue_depth", help: "Messages waiting.", labels: "queue")
let start = MonotonicInstant(nanoseconds: UInt64(value.rounded(.up)))
let later = start.advanced(by: .seconds(value))

print("\(depth.family.name) \(start.duration(to: later)) \(Int64(exactly: value * 2) ?? -1)")
