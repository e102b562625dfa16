/// The exemplars of one native histogram: a few, from as far apart as can be.
///
/// A new one takes the place of the oldest, if that is five minutes older; otherwise of the older of those two that are closest to each
/// other, by the ratio of their values.
///
/// Source: as client_golang keeps them.
struct NativeExemplars: Sendable {
    static let most = 10
    /// In seconds.
    static let lifetime = 300.0

    /// By their values.
    private(set) var all: [Exemplar] = []

    mutating func keep(_ new: Exemplar) {
        if all.count >= NativeExemplars.most, let oldest = all.indices.min(by: { time(all[$0]) < time(all[$1]) }),
            time(new) - time(all[oldest]) > NativeExemplars.lifetime
        {
            all.remove(at: oldest)
        }
        all.insert(new, at: all.firstIndex { $0.value > new.value } ?? all.count)
        if all.count <= NativeExemplars.most { return }
        let scales = all.map { NativeExemplars.scale($0.value) }
        guard let closest = scales.indices.dropLast().min(by: { scales[$0 + 1] - scales[$0] < scales[$1 + 1] - scales[$1] }) else { return }
        all.remove(at: time(all[closest + 1]) < time(all[closest]) ? closest + 1 : closest)
    }

    private func time(_ exemplar: Exemplar) -> Double { exemplar.timestamp ?? 0 }

    /// About the binary logarithm of a number, upwards from the least; as much downwards for negative ones.
    private static func scale(_ value: Double) -> Double {
        if value == 0 { return 0 }
        let logarithm = Double(value.magnitude.exponent) + value.magnitude.significand + 1_080
        return value < 0 ? -logarithm : logarithm
    }
}
