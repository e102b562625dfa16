/// A registered instrument, with the text around its values: it is rendered once for each format, and kept.
final class InstrumentFamily: Sendable {
    let instrument: any Instrument
    private let text = Locked<SeriesPlan?>(nil)
    private let openMetrics = Locked<SeriesPlan?>(nil)

    init(_ instrument: any Instrument) { self.instrument = instrument }

    var descriptor: FamilyDescriptor { instrument.descriptor }
    /// Linear in the series.
    var isEmpty: Bool {
        var isEmpty = true
        _ = instrument.visitReferences(from: 0) { _, _ in isEmpty = false }
        return isEmpty
    }

    /// The lines of all series as they are now, without their values; nil where there can't be a plan.
    ///
    /// Constant time unless series have come or gone since the last call.
    func plan<Encoder: ExpositionEncoder & ~Copyable>(_ encoder: Encoder.Type) -> SeriesPlan? {
        switch Encoder.format {
        case .text: plan(in: text, encoder)
        case .openMetrics: plan(in: openMetrics, encoder)
        }
    }

    private func plan<Encoder: ExpositionEncoder & ~Copyable>(
        in store: borrowing Locked<SeriesPlan?>, _ encoder: Encoder.Type
    ) -> SeriesPlan? {
        let wanted = instrument.generation
        // One that is to be changed is taken out, so that it is changed in place, and nothing is rendered under the lock.
        let found = store.withLock { kept in
            defer { if kept?.generation != wanted { kept = nil } }
            return kept
        }
        if let found, found.generation == wanted { return found }
        var plan = found ?? SeriesPlan(of: descriptor, encoder)
        if !plan.update(from: instrument, encoder) { return nil }
        // Another scrape may have been faster; whichever is older is brought up to date by the next.
        store.withLock { $0 = plan }
        return plan
    }

    /// The samples of now, as a collector would have written them; nil where there are none.
    func sealed() -> SealedFamily? {
        let buffer = SampleBuffer(caps: .none)
        buffer.openFamily(descriptor)
        instrument.visit { labels, reading in
            switch reading {
            case .number(let value): buffer.append(value, LabelBytes(labels))
            case .histogram(let value): buffer.append(value, LabelBytes(labels))
            }
        }
        buffer.commitFamily()
        return buffer.families(upTo: buffer.watermark).first
    }
}
