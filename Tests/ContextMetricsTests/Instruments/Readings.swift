@testable import ContextMetrics

/// One series as a registry sees it.
struct Series: Hashable {
    let labels: [String]
    let reading: InstrumentReading

    init(_ labels: [String], _ reading: InstrumentReading) {
        self.labels = labels
        self.reading = reading
    }

    init(_ labels: String..., number: Double) { self.init(labels, .number(number)) }
}

extension FamilyCore {
    /// What a scrape would see now.
    var series: [Series] {
        var all: [Series] = []
        visit { all.append(Series($0, $1)) }
        return all
    }
}

extension FamilyStorage {
    /// What a scrape would see now.
    var series: [Series] { core.series }
}

extension HistogramValue {
    /// Observations of each bucket alone.
    var counts: [UInt64] {
        zip(cumulativeCounts, [0] + cumulativeCounts).map { $0 - $1 }
    }
}
