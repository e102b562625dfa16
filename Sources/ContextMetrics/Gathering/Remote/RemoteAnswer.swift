/// Takes what a target answers, as it comes, and reads it.
///
/// It may be used from any thread, by one at a time.
public final class RemoteAnswer: Sendable {
    fileprivate enum Coding {
        case identity
        case gzip(Inflater)
    }

    fileprivate struct Reading {
        var parser: ExpositionParser
        var families = FamilyBuilder()
        let coding: Coding
        let encoding: String
        /// After decompression.
        var bytes = 0
    }

    private enum State {
        case waiting
        case reading(Reading)
        case failed(RemoteFailure)
        /// Somebody reads a piece at this moment, or there is nothing more to be read.
        case taken
    }

    private let limit: Int
    private let samples: Int
    private let state = Locked(State.waiting)

    /// - Parameters:
    ///   - limit: So many bytes it may have, after decompression.
    ///   - samples: So many samples: a few bytes of text are many in memory, and those of gzip far more.
    init(limit: Int, samples: Int) {
        self.limit = limit
        self.samples = samples
    }

    /// The head of the answer: to be told once, before the body.
    ///
    /// - Throws: What is wrong with it; then nothing more is to be read.
    public func begin(status: Int, contentType: String?, contentEncoding: String?) throws(RemoteFailure) {
        guard case .waiting = take() else { throw fail(.transport) }
        if status != 200 { throw fail(.status(status)) }
        let type = contentType.flatMap { MediaRange(Array($0.utf8)[...]) }.map { $0.type + "/" + $0.subtype }
        let grammar: ExpositionParser.Grammar
        switch type {
        case "text/plain": grammar = .text
        case "application/openmetrics-text": grammar = .openMetrics
        default: throw fail(.contentType(contentType))
        }
        let encoding = contentEncoding?.lowercased() ?? ""
        let coding: Coding
        switch encoding {
        case "", "identity": coding = .identity
        case "gzip", "x-gzip":
            guard let inflater = Inflater() else { throw fail(.contentEncoding(encoding)) }
            coding = .gzip(inflater)
        default: throw fail(.contentEncoding(encoding))
        }
        put(.reading(Reading(parser: ExpositionParser(grammar), coding: coding, encoding: encoding)))
    }

    /// The next bytes of the body, compressed or not, cut anywhere.
    ///
    /// - Throws: What is wrong with them; then nothing more is to be read.
    public func read(_ bytes: Span<UInt8>) throws(RemoteFailure) {
        var reading = try takeReading()
        do throws(RemoteFailure) { try reading.read(bytes, limit: limit, samples: samples) } catch { throw fail(error) }
        put(.reading(reading))
    }

    /// The same for bytes in an array.
    public func read(_ bytes: [UInt8]) throws(RemoteFailure) { try read(bytes.span) }

    /// The families, once the body is complete.
    func finish() throws(RemoteFailure) -> [MetricFamily] {
        var reading = try takeReading()
        if case .gzip(let inflater) = reading.coding, !inflater.hasEnded { throw fail(.contentEncoding(reading.encoding)) }
        do throws(InvalidExposition) { try reading.parser.finish(&reading.families) } catch { throw fail(.malformed(error)) }
        return reading.families.families
    }

    /// What was wrong with the answer, whatever the transport made of it.
    var failure: RemoteFailure? {
        state.withLock { if case .failed(let failure) = $0 { failure } else { nil } }
    }

    // Taken out while somebody reads: the lock is held for moments, and a second reader finds nothing.

    private func take() -> State {
        state.withLock { state in
            if case .failed = state { return state }
            defer { state = .taken }
            return state
        }
    }

    private func takeReading() throws(RemoteFailure) -> Reading {
        switch take() {
        case .reading(let reading): return reading
        case .failed(let failure): throw failure
        case .waiting, .taken: throw fail(.transport)
        }
    }

    private func put(_ new: State) { state.withLock { $0 = new } }

    private func fail(_ failure: RemoteFailure) -> RemoteFailure {
        put(.failed(failure))
        return failure
    }
}

extension RemoteAnswer.Reading {
    fileprivate mutating func read(_ piece: Span<UInt8>, limit: Int, samples: Int) throws(RemoteFailure) {
        switch coding {
        case .identity: try parse(piece, limit: limit, samples: samples)
        case .gzip(let inflater):
            try inflater.read(piece) { piece throws(RemoteFailure) in try parse(piece, limit: limit, samples: samples) }
            if inflater.isInvalid { throw .contentEncoding(encoding) }
        }
    }

    private mutating func parse(_ piece: Span<UInt8>, limit: Int, samples: Int) throws(RemoteFailure) {
        bytes += piece.count
        if bytes > limit { throw .tooLarge(limit: limit) }
        do throws(InvalidExposition) { try parser.push(piece, to: &families) } catch { throw .malformed(error) }
        if families.samples > samples { throw .tooMany(limit: samples) }
    }
}
