@testable import ContextMetrics
@testable import ContextMetricsSystem

extension ProcessCollector {
    /// The numbers that one collection writes, by the name of their family.
    func collected() -> [String: Double] {
        let buffer = SampleBuffer(caps: SampleCaps())
        var sink = SampleSink(buffer: buffer)
        collect(into: &sink)
        var numbers: [String: Double] = [:]
        for family in buffer.families(upTo: buffer.watermark) {
            family.forEachSample { numbers[family.descriptor.name.text] = $0.number }
        }
        return numbers
    }
}

extension ProcText {
    init(_ text: String) { self.init(bytes: Array(text.utf8)) }
}
