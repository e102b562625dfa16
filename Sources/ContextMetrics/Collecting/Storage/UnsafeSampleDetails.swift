// Invariants.
// - The details of a record stand behind its labels, at a multiple of 8 bytes. Byte 5 of the record's header says whether there are any.
// - Layout: 8 bytes when the series began (NaN where nobody said); 8 bytes number of exemplars; 8 bytes timestamp (NaN where there is
//   none); then, for each exemplar: 4 bytes bucket, 4 bytes number of labels, 8 bytes value, 8 bytes timestamp (NaN where there is none), for
//   each label the lengths of its name and its value in 4 bytes each; then all names and values, up to a multiple of 8 bytes.

extension SampleDetails {
    private static let headerSize = 24

    /// How many bytes they take in a record; 0 when there are none.
    var size: Int { isEmpty ? 0 : exemplars.reduce(SampleDetails.headerSize) { $0 + SampleDetails.size(of: $1.exemplar) } }

    /// More bytes than an exemplar has as text: 128 code points, each of them escaped and a label name at the worst, and two numbers.
    static let mostExemplarBytes = 2_048

    private static func size(of exemplar: Exemplar) -> Int {
        let text = exemplar.labels.all.reduce(0) { $0 + 8 + $1.name.text.utf8.count + $1.value.utf8.count }
        return 24 + (text + 7) & ~7
    }

    func write(to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: created ?? .nan, as: Double.self)
        memory.storeBytes(of: exemplars.count, toByteOffset: 8, as: Int.self)
        memory.storeBytes(of: timestamp ?? .nan, toByteOffset: 16, as: Double.self)
        var next = memory + SampleDetails.headerSize
        for placed in exemplars {
            let exemplar = placed.exemplar
            next.storeBytes(of: UInt32(truncatingIfNeeded: placed.bucket), as: UInt32.self)
            next.storeBytes(of: UInt32(truncatingIfNeeded: exemplar.labels.count), toByteOffset: 4, as: UInt32.self)
            next.storeBytes(of: exemplar.value, toByteOffset: 8, as: Double.self)
            next.storeBytes(of: exemplar.timestamp ?? .nan, toByteOffset: 16, as: Double.self)
            LabelBytes(exemplar.labels.all.flatMap { [$0.name.text, $0.value] }).write(to: next + 24)
            next += SampleDetails.size(of: exemplar)
        }
    }

    /// The timestamp alone.
    static func timestamp(at memory: UnsafeRawPointer) -> Double? {
        let timestamp = memory.load(fromByteOffset: 16, as: Double.self)
        return timestamp.isNaN ? nil : timestamp
    }

    init(at memory: UnsafeRawPointer) {
        let start = memory.load(as: Double.self)
        if !start.isNaN { created = start }
        timestamp = SampleDetails.timestamp(at: memory)
        var next = memory + SampleDetails.headerSize
        for _ in 0..<memory.load(fromByteOffset: 8, as: Int.self) {
            let bucket = Int(next.load(as: UInt32.self))
            let value = next.load(fromByteOffset: 8, as: Double.self)
            let timestamp = next.load(fromByteOffset: 16, as: Double.self)
            let count = Int(next.load(fromByteOffset: 4, as: UInt32.self))
            let lengths = next + 24
            var bytes = lengths + 8 * count
            func text(_ index: Int) -> String {
                let length = Int(lengths.load(fromByteOffset: 4 * index, as: UInt32.self))
                defer { bytes += length }
                return String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
            }
            let labels = Labels(unchecked: (0..<count).map { (name: text(2 * $0), value: text(2 * $0 + 1)) })
            let exemplar = Exemplar(unchecked: value, labels: labels, at: timestamp.isNaN ? nil : timestamp)
            exemplars.append(PlacedExemplar(bucket: bucket, exemplar: exemplar))
            next += SampleDetails.size(of: exemplar)
        }
    }
}
