/// A registered instrument, with the text around its values: it is rendered once for each format, and kept.
final class InstrumentFamily: Sendable {
    let instrument: any Instrument
    private let text = Locked<SeriesPlan?>(nil)
    private let openMetrics = Locked<SeriesPlan?>(nil)

    init(_ instrument: any Instrument) { self.instrument = instrument }

    var descriptor: FamilyDescriptor { instrument.descriptor }
    var isEmpty: Bool { instrument.seriesCount == 0 }

    /// The lines of all series as they are now, without their values; nil for more text than a plan can hold.
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
        let kept = store.withLock { $0 }
        if let kept, kept.generation == instrument.generation { return kept }
        let plan = SeriesPlan(instrument, encoder)
        store.withLock { kept in
            // Another scrape may have been faster, and may know more series.
            if (kept?.generation ?? 0) <= (plan?.generation ?? .max) { kept = plan }
        }
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
