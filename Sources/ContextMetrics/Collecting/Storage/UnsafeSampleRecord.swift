// Invariants.
// - `pointer` is the start of a record that a `SampleBuffer` wrote completely, and the buffer is alive. Views of records are
//   handed to closures and not kept.
// - Layout: 4 bytes size (a multiple of 8, with this header), 1 byte kind, 1 byte whether there are details, 2 bytes number of label
//   values; then 8 bytes of payload (a number, a descriptor, the next chunk, a count); then what the kind adds; then the labels: 4 bytes
//   length each, then their bytes; then the details.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One record of a ``SampleBuffer``: a family, or a sample of the family before it.
struct SampleRecord {
    enum Kind: UInt8 {
        case end, family, number, histogram, summary, decimal
    }

    static let headerSize = 16
    static let familySize = 24

    let pointer: UnsafeRawPointer
    /// What the label names of its exemplars are shown by.
    var escaping = NameEscaping.allowUTF8

    var size: Int { Int(pointer.load(as: UInt32.self)) }
    var kind: Kind { Kind(rawValue: pointer.load(fromByteOffset: 4, as: UInt8.self)) ?? .end }
    var labelCount: Int { Int(pointer.load(fromByteOffset: 6, as: UInt16.self)) }

    // MARK: Families and chunks

    var descriptor: FamilyDescriptor {
        let raw = pointer.load(fromByteOffset: 8, as: UnsafeRawPointer.self)
        return Unmanaged<FamilyDescriptor>.fromOpaque(raw).takeUnretainedValue()
    }

    var sampleCount: Int { pointer.load(fromByteOffset: 16, as: Int.self) }
    var nextChunk: UnsafeRawPointer { pointer.load(fromByteOffset: 8, as: UnsafeRawPointer.self) }

    /// The descriptor is kept alive by the buffer.
    static func writeFamily(_ record: UnsafeMutableRawPointer, _ descriptor: FamilyDescriptor) {
        writeHeader(record, size: familySize, .family, labels: 0)
        record.storeBytes(of: UnsafeRawPointer(Unmanaged.passUnretained(descriptor).toOpaque()), toByteOffset: 8, as: UnsafeRawPointer.self)
        setSampleCount(record, 0)
    }

    static func setSampleCount(_ record: UnsafeMutableRawPointer, _ count: Int) {
        record.storeBytes(of: count, toByteOffset: 16, as: Int.self)
    }

    static func writeEnd(_ record: UnsafeMutableRawPointer, next chunk: UnsafeMutableRawPointer) {
        writeHeader(record, size: headerSize, .end, labels: 0)
        record.storeBytes(of: UnsafeRawPointer(chunk), toByteOffset: 8, as: UnsafeRawPointer.self)
    }

    private static func writeHeader(_ record: UnsafeMutableRawPointer, size: Int, _ kind: Kind, labels: Int) {
        record.storeBytes(of: UInt32(truncatingIfNeeded: size), as: UInt32.self)
        record.storeBytes(of: kind.rawValue, toByteOffset: 4, as: UInt8.self)
        record.storeBytes(of: 0, toByteOffset: 5, as: UInt8.self)
        record.storeBytes(of: UInt16(truncatingIfNeeded: labels), toByteOffset: 6, as: UInt16.self)
    }

    // MARK: Samples

    /// The value of a `number` record.
    var number: Double { pointer.load(fromByteOffset: 8, as: Double.self) }

    /// The value of a `histogram` record.
    var histogram: HistogramValue {
        let buckets = bucketCount
        let body = pointer + SampleRecord.headerSize
        let bounds = (0..<buckets).map { body.load(fromByteOffset: 8 + 8 * $0, as: Double.self) }
        let counts = (0...buckets).map { body.load(fromByteOffset: 8 + 8 * (buckets + $0), as: UInt64.self) }
        return HistogramValue(unchecked: bounds, cumulativeCounts: counts, sum: body.load(as: Double.self), native: native)
    }

    /// The number of bounds of a `histogram` record.
    private var bucketCount: Int { Int(pointer.load(fromByteOffset: 8, as: UInt32.self)) }
    /// The words that its native buckets take, behind the counts; 0 where it has none.
    private var nativeWords: Int { Int(pointer.load(fromByteOffset: 12, as: UInt32.self)) }

    private var native: HistogramValue.Native? {
        if nativeWords == 0 { return nil }
        let words = pointer + SampleRecord.headerSize + (16 + 16 * bucketCount)
        let positive = words.load(fromByteOffset: 24, as: Int.self)
        let buckets = (0..<(nativeWords - 4) / 2).map { place in
            HistogramValue.Native.Bucket(
                index: words.load(fromByteOffset: 32 + 16 * place, as: Int.self),
                count: words.load(fromByteOffset: 40 + 16 * place, as: UInt64.self))
        }
        return HistogramValue.Native(
            unchecked: words.load(as: Int.self), zeroThreshold: words.load(fromByteOffset: 8, as: Double.self),
            zeroCount: words.load(fromByteOffset: 16, as: UInt64.self), positive: Array(buckets.prefix(positive)),
            negative: Array(buckets.dropFirst(positive)))
    }

    /// The value of a `summary` record.
    var summary: SummaryValue {
        let quantiles = pointer.load(fromByteOffset: 8, as: Int.self)
        let body = pointer + SampleRecord.headerSize
        return SummaryValue(
            unchecked: (0..<quantiles).map {
                .init(body.load(fromByteOffset: 16 + 16 * $0, as: Double.self), body.load(fromByteOffset: 24 + 16 * $0, as: Double.self))
            },
            count: body.load(fromByteOffset: 8, as: UInt64.self), sum: body.load(as: Double.self))
    }

    /// The value of a `decimal` record.
    var decimal: ExactDecimal {
        let body = pointer + SampleRecord.headerSize
        return ExactDecimal(
            body.loadUnaligned(as: UInt128.self), decimals: pointer.load(fromByteOffset: 8, as: Int.self))
    }

    /// Bytes of payload between the header and the labels.
    private var extraSize: Int {
        switch kind {
        case .histogram: 16 + 16 * bucketCount + 8 * nativeWords
        case .summary: 16 + 16 * pointer.load(fromByteOffset: 8, as: Int.self)
        case .decimal: 16
        case .number, .family, .end: 0
        }
    }

    /// No fewer lines than a sample has in any format.
    var mostLines: Int { (kind == .histogram || kind == .summary ? extraSize / 16 + 3 : 1) + (hasDetails ? 1 : 0) }
    /// No fewer bytes than its label values have.
    var labelSize: Int { (hasDetails ? detailsStart : size) - SampleRecord.headerSize - extraSize }

    // MARK: Details

    /// Whether it carries anything beside its labels and its value.
    var hasDetails: Bool { pointer.load(fromByteOffset: 5, as: UInt8.self) != 0 }
    /// What it carries beside its labels and its value.
    var details: SampleDetails { hasDetails ? SampleDetails(at: pointer + detailsStart).escaped(by: escaping) : SampleDetails() }
    /// When the value was measured, in seconds since 1970.
    var timestamp: Double? { hasDetails ? SampleDetails.timestamp(at: pointer + detailsStart) : nil }
    /// How many exemplars it carries.
    var exemplarCount: Int { hasDetails ? pointer.load(fromByteOffset: detailsStart + 8, as: Int.self) : 0 }
    private var detailsStart: Int {
        SampleRecord.headerSize + extraSize + withLabelBytes { ($0.count + 7) & ~7 }
    }

    /// Writes the details of a record of this size, which has room for them at its end.
    static func write(_ details: SampleDetails, to record: UnsafeMutableRawPointer, size: Int) {
        if details.isEmpty { return }
        record.storeBytes(of: 1, toByteOffset: 5, as: UInt8.self)
        details.write(to: record + (size - details.size))
    }

    private var labels: UnsafeRawPointer { pointer + (SampleRecord.headerSize + extraSize) }

    /// The label values in the order of the descriptor's names; a state set's state comes last.
    func forEachLabel(_ body: (_ index: Int, _ utf8: Span<UInt8>) -> Void) {
        let count = labelCount
        let lengths = labels
        var text = lengths + 4 * count
        for index in 0..<count {
            let length = Int(lengths.load(fromByteOffset: 4 * index, as: UInt32.self))
            let bytes = UnsafeBufferPointer(start: text.assumingMemoryBound(to: UInt8.self), count: length)
            body(index, Span(_unsafeElements: bytes))
            text += length
        }
    }

    /// All label values as one run of bytes: equal for two samples of a family exactly when the values are.
    func withLabelBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let count = labelCount
        let lengths = labels
        var total = 4 * count
        for index in 0..<count { total += Int(lengths.load(fromByteOffset: 4 * index, as: UInt32.self)) }
        return body(UnsafeRawBufferPointer(start: lengths, count: total))
    }

    /// Whether its label values come before those of another sample of the family, in an order of all that there can be.
    func hasLabels(before other: SampleRecord) -> Bool {
        withLabelBytes { bytes in
            other.withLabelBytes { others in
                if bytes.count != others.count { return bytes.count < others.count }
                guard let bytes = bytes.baseAddress, let start = others.baseAddress else { return false }
                return memcmp(bytes, start, others.count) < 0
            }
        }
    }

    // MARK: Writing samples

    /// The size of a sample with `extra` bytes of payload and these label values.
    static func size(extra: Int, labels: LabelBytes) -> Int {
        headerSize + extra + (4 * labels.count + labels.bytes + 7) & ~7
    }

    /// The size of a number with one label.
    static func size(label: String) -> Int { headerSize + (4 + label.utf8.count + 7) & ~7 }

    static func writeNumber(_ record: UnsafeMutableRawPointer, size: Int, _ value: Double, label: String) {
        writeHeader(record, size: size, .number, labels: 1)
        record.storeBytes(of: value, toByteOffset: 8, as: Double.self)
        _ = LabelBytes.write(label, to: record + (headerSize + 4), length: record + headerSize)
    }

    static func writeNumber(_ record: UnsafeMutableRawPointer, size: Int, _ value: Double, labels: LabelBytes) {
        writeHeader(record, size: size, .number, labels: labels.count)
        record.storeBytes(of: value, toByteOffset: 8, as: Double.self)
        labels.write(to: record + headerSize)
    }

    static func extraSize(_ value: HistogramValue) -> Int { 16 + 16 * value.bounds.count + 8 * nativeWords(value.native) }
    /// Schema, threshold, count of the zero bucket and number of positive buckets; then index and count of each bucket.
    private static func nativeWords(_ native: HistogramValue.Native?) -> Int {
        native.map { 4 + 2 * ($0.positive.count + $0.negative.count) } ?? 0
    }
    static func extraSize(_ value: SummaryValue) -> Int { 16 + 16 * value.quantiles.count }
    static func extraSize(_ value: ExactDecimal) -> Int { 16 }

    static func writeDecimal(_ record: UnsafeMutableRawPointer, size: Int, _ value: ExactDecimal, labels: LabelBytes) {
        writeHeader(record, size: size, .decimal, labels: labels.count)
        record.storeBytes(of: value.decimals, toByteOffset: 8, as: Int.self)
        record.storeBytes(of: value.significand, toByteOffset: headerSize, as: UInt128.self)
        labels.write(to: record + (headerSize + extraSize(value)))
    }

    static func writeHistogram(_ record: UnsafeMutableRawPointer, size: Int, _ value: HistogramValue, labels: LabelBytes) {
        writeHeader(record, size: size, .histogram, labels: labels.count)
        record.storeBytes(of: UInt32(truncatingIfNeeded: value.bounds.count), toByteOffset: 8, as: UInt32.self)
        record.storeBytes(of: UInt32(truncatingIfNeeded: nativeWords(value.native)), toByteOffset: 12, as: UInt32.self)
        var next = record + headerSize
        func put<Word: BitwiseCopyable>(_ word: Word) {
            next.storeBytes(of: word, as: Word.self)
            next += 8
        }
        put(value.sum)
        for bound in value.bounds { put(bound) }
        for count in value.cumulativeCounts { put(count) }
        if let native = value.native {
            put(native.schema)
            put(native.zeroThreshold)
            put(native.zeroCount)
            put(native.positive.count)
            for bucket in native.positive + native.negative {
                put(bucket.index)
                put(bucket.count)
            }
        }
        labels.write(to: record + (headerSize + extraSize(value)))
    }

    static func writeSummary(_ record: UnsafeMutableRawPointer, size: Int, _ value: SummaryValue, labels: LabelBytes) {
        writeHeader(record, size: size, .summary, labels: labels.count)
        record.storeBytes(of: value.quantiles.count, toByteOffset: 8, as: Int.self)
        var next = record + headerSize
        func put<Word: BitwiseCopyable>(_ word: Word) {
            next.storeBytes(of: word, as: Word.self)
            next += 8
        }
        put(value.sum)
        put(value.count)
        for quantile in value.quantiles {
            put(quantile.quantile)
            put(quantile.value)
        }
        labels.write(to: record + (headerSize + extraSize(value)))
    }
}

/// Label values on their way into a record.
struct LabelBytes {
    private let values: (String, String, String)
    private let more: [String]
    let count: Int
    let bytes: Int

    init() { self.init(("", "", ""), count: 0) }
    init(_ a: String, _ b: String) { self.init((a, b, ""), count: 2) }
    init(_ a: String, _ b: String, _ c: String) { self.init((a, b, c), count: 3) }

    init(_ all: [String], _ last: String? = nil) {
        let values = last.map { all + [$0] } ?? all
        self.values = (values.first ?? "", values.count > 1 ? values[1] : "", values.count > 2 ? values[2] : "")
        more = values.count > 3 ? Array(values[3...]) : []
        count = values.count
        bytes = values.reduce(0) { $0 + $1.utf8.count }
    }

    private init(_ values: (String, String, String), count: Int) {
        self.values = values
        self.count = count
        more = []
        bytes = values.0.utf8.count + values.1.utf8.count + values.2.utf8.count
    }

    /// Writes the lengths, and behind them the bytes.
    func write(to lengths: UnsafeMutableRawPointer) {
        var text = lengths + 4 * count
        if count > 0 { text = LabelBytes.write(values.0, to: text, length: lengths) }
        if count > 1 { text = LabelBytes.write(values.1, to: text, length: lengths + 4) }
        if count > 2 { text = LabelBytes.write(values.2, to: text, length: lengths + 8) }
        for (index, value) in more.enumerated() { text = LabelBytes.write(value, to: text, length: lengths + 4 * (index + 3)) }
    }

    /// Returns where the next value goes.
    ///
    /// Not a nested function: its captures would be checked for exclusivity at run time.
    fileprivate static func write(
        _ value: String, to text: UnsafeMutableRawPointer, length: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        value.utf8.span.withUnsafeBytes { utf8 in
            length.storeBytes(of: UInt32(truncatingIfNeeded: utf8.count), as: UInt32.self)
            if let start = utf8.baseAddress { text.copyMemory(from: start, byteCount: utf8.count) }
            return text + utf8.count
        }
    }
}
