/// The native part of a histogram.
///
/// Source: Prometheus, "Native Histograms", "Exposition formats".
extension ProtobufEncoder {
    /// Buckets as close to each other as this stand in one span, with empty ones between them: that takes less than another span.
    private static let widestGap = 2

    static func append(_ native: HistogramValue.Native, to text: inout TextBuffer) {
        text.append(field: ProtobufField.Histogram.schema, signed: Int64(native.schema))
        text.append(field: ProtobufField.Histogram.zeroThreshold, double: native.zeroThreshold)
        text.append(field: ProtobufField.Histogram.zeroCount, varint: native.zeroCount)
        append(native.negative, spans: ProtobufField.Histogram.negativeSpan, deltas: ProtobufField.Histogram.negativeDelta, to: &text)
        append(native.positive, spans: ProtobufField.Histogram.positiveSpan, deltas: ProtobufField.Histogram.positiveDelta, to: &text)
        if native.zeroThreshold == 0, native.zeroCount == 0, native.positive.isEmpty, native.negative.isEmpty {
            // Nothing else says that it is native.
            appendSpan(field: ProtobufField.Histogram.positiveSpan, offset: 0, length: 0, to: &text)
        }
    }

    private static func append(
        _ buckets: [HistogramValue.Native.Bucket], spans: UInt64, deltas: UInt64, to text: inout TextBuffer
    ) {
        var rest = buckets[...]
        /// The index behind the span before.
        var end = 0
        while let first = rest.popFirst() {
            var last = first.index
            while let next = rest.first, next.index - last <= widestGap + 1 {
                last = next.index
                rest = rest.dropFirst()
            }
            appendSpan(field: spans, offset: Int64(first.index - end), length: UInt64(last - first.index + 1), to: &text)
            end = last + 1
        }
        var last: (index: Int, count: Int64)?
        for bucket in buckets {
            // Below 2^63, all of them together.
            let count = Int64(truncatingIfNeeded: bucket.count)
            if let before = last, case let gap = bucket.index - before.index - 1, 1...widestGap ~= gap {
                text.append(field: deltas, signed: -before.count)
                for _ in 1..<gap { text.append(field: deltas, signed: 0) }
                last = (bucket.index, 0)
            }
            text.append(field: deltas, signed: count &- (last?.count ?? 0))
            last = (bucket.index, count)
        }
    }

    /// `offset` is from the span before, or for the first one from 0.
    private static func appendSpan(field number: UInt64, offset: Int64, length: UInt64, to text: inout TextBuffer) {
        text.appendMessage(field: number) { text in
            text.append(field: ProtobufField.Span.offset, signed: offset)
            text.append(field: ProtobufField.Span.length, varint: length)
        }
    }
}
