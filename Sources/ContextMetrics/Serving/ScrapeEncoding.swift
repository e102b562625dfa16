extension ScrapeHandler {
    /// Encodes what was gathered as the request asks for it.
    func respond(to request: ScrapeRequest, of trace: TraceID?, with result: GatherResult) -> ScrapeResponse {
        let start = now
        let format = NegotiatedFormat.negotiated(accept: request.header("accept")) ?? .standard
        let coding = coding(for: request)
        // JSON is for people, who don't come every few seconds: what it takes says nothing of scrapes.
        let time = format.format == .json ? nil : time(of: coding)
        let response = encode(result, of: trace, as: format, coding, start: start, time)
        let spent = start.duration(to: now)
        // Of a long body most is yet to come; who reads it tells.
        if response.body.count == nil { time?.noteAtLeast(spent) } else { time?.note(spent) }
        return response
    }

    func coding(for request: ScrapeRequest) -> ContentCoding {
        options.compression == .none ? .identity : .negotiated(acceptEncoding: request.header("accept-encoding"))
    }

    /// How long encoding took lately: with compression it is much longer, and the others needn't leave room for that.
    func time(of coding: ContentCoding) -> EncodingTime { coding == .gzip ? compressingTime : encodingTime }

    private func encode(
        _ result: GatherResult, of trace: TraceID?, as format: NegotiatedFormat, _ coding: ContentCoding, start: MonotonicInstant,
        _ time: EncodingTime?
    ) -> ScrapeResponse {
        if result.ending == .callerCancelled { return .clientGone }
        if result.ending == .shutdown { return .shuttingDown }
        if result.ending == .nested {
            metrics?.failed(.gathering)
            return .nested
        }
        let merged = result.merged(counts: true)
        let failures = result.failures
        if !failures.isEmpty || !merged.conflicts.isEmpty { metrics?.failed(.gathering) }
        if let events { tell(events, of: result, merged.conflicts, trace) }
        if fails(result, merged, failures) { return .failed(failures, merged.conflicts) }
        var shown = result.escaped(merged, by: format.escaping)
        metrics?.nameCollisions.increment(by: UInt64(clamping: shown.collisions.count))
        if let events, !shown.collisions.isEmpty {
            let collisions = shown.collisions.map { (name: "\($0.family)\n\($0.escaped)", item: $0) }
            events.sendChanges(of: trace) { $0.collisions(collisions) }
        }
        let missing = shown.collisions.filter { $0.shown == nil }
        if options.errorPolicy == .strict, !missing.isEmpty { return .failed(failures, merged.conflicts, missing) }
        if format.format == .json { shown.families.outcomes = result.exposedOutcomes(merged.conflicts) }
        return encode(shown.families, of: trace, as: format, coding, start: start, time)
    }

    private func encode(
        _ families: ExposedFamilies, of trace: TraceID?, as format: NegotiatedFormat, _ coding: ContentCoding, start: MonotonicInstant,
        _ time: EncodingTime?
    ) -> ScrapeResponse {
        let level = coding == .gzip ? options.compression.level : nil
        var coded = coding
        let body: ScrapeResponse.Body
        switch EncodedExposition(families, as: format.format, limit: options.maxResponseBytes, in: spare) {
        case .complete(let blocks):
            let compressed = level.flatMap { EncodedExposition.compressed(blocks, level: $0) }
            coded = compressed == nil ? .identity : .gzip
            body = ScrapeResponse.Body(compressed ?? blocks)
        case .streamed:
            let meter = BodyMeter(
                timer: engine.timer, bytes: metrics?.responseBytes, time: time, spent: start.duration(to: now))
            body = ScrapeResponse.Body(families, as: format.format, level: level, meter: meter, in: spare)
        case .overLimit:
            metrics?.failed(.encoding)
            events?.send([.responseTooLarge(limit: options.maxResponseBytes)], of: trace)
            return .tooLarge(options.maxResponseBytes)
        }
        return ScrapeResponse(status: 200, headers: headers.of(format, coded, count: body.count), body: body)
    }

    /// Everything is made before a lock is taken.
    private func tell(_ events: EventDelivery, of result: GatherResult, _ conflicts: [GatherResult.Conflict], _ trace: TraceID?) {
        let reports = result.reports
        let dropped = result.dropped.map { (name: $0.collector, item: $0) }
        let named = conflicts.map { (name: "\($0.collector)\n\($0.family)\n\($0.reason.rawValue)", item: $0) }
        events.sendChanges(of: trace) { $0.collectors(reports) + $0.dropped(dropped) + $0.conflicts(named) }
    }

    /// Whether the scrape as a whole fails. (G14)
    private func fails(_ result: GatherResult, _ merged: GatherResult.Merged, _ failures: [GatherResult.Report]) -> Bool {
        switch options.errorPolicy {
        case .continueOnError:
            !failures.isEmpty && merged.families.isEmpty && result.hasFailedOnly
        case .failOnError: !failures.isEmpty
        case .strict: !failures.isEmpty || !merged.conflicts.isEmpty
        }
    }
}

extension GatherResult {
    /// No collector succeeded, and at least one ran, or runs: otherwise nothing has failed. (G10)
    fileprivate var hasFailedOnly: Bool {
        let reports = reports
        return reports.allSatisfy { $0.outcome != .success } && reports.contains { $0.outcome.isVerdict }
    }
}
