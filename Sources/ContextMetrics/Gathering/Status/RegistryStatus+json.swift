extension RegistryStatus {
    /// The status as JSON: an object with the members of ``RegistryStatus``, times in seconds, ends with a line feed.
    ///
    /// ```json
    /// {"version":1,"gathers":0,"late_results":0,"shut_down":false,"collectors":[
    /// {"collector":"queues","last_outcome":"success","last_duration_seconds":0.012,"runs":{"success":7},"orphans":0,"waiting":0}
    /// ]}
    /// ```
    /// Members that are `nil` are absent. Source of the syntax: RFC 8259.
    public var json: [UInt8] {
        var text = TextBuffer()
        text.append("{\"version\":1,\"gathers\":")
        text.append(decimal: Int64(gathers))
        text.append(",\"late_results\":")
        text.append(decimal: Int64(lateResults))
        text.append(isShutDown ? ",\"shut_down\":true" : ",\"shut_down\":false")
        text.append(",\"collectors\":[")
        for (place, collector) in collectors.enumerated() {
            text.append(place == 0 ? "\n" : ",\n")
            text.append(collector)
        }
        text.append("\n]}\n")
        return text.bytes
    }
}

extension TextBuffer {
    fileprivate mutating func append(_ collector: RegistryStatus.Collector) {
        append("{\"collector\":")
        append(json: collector.name)
        if let outcome = collector.lastOutcome {
            append(",\"last_outcome\":")
            append(json: outcome.rawValue)
        }
        append(",\"last_duration_seconds\":", collector.lastDuration)
        append(",\"mean_duration_seconds\":", collector.meanDuration)
        append(",\"runs\":{")
        var isFirst = true
        for outcome in CollectorOutcome.allCases {
            guard let count = collector.runs[outcome] else { continue }
            if !isFirst { append(",") }
            isFirst = false
            append(json: outcome.rawValue)
            append(":")
            append(decimal: count)
        }
        append("},\"orphans\":")
        append(decimal: Int64(collector.orphans))
        append(",\"orphaned_for_seconds\":", collector.orphanedFor)
        append(",\"waiting\":")
        append(decimal: Int64(collector.waiting))
        append(",\"cache_age_seconds\":", collector.cacheAge)
        if let breaker = collector.breaker {
            append(",\"breaker\":")
            append(json: breaker.rawValue)
        }
        append("}")
    }

    private mutating func append(_ name: StaticString, _ duration: Duration?) {
        guard let duration else { return }
        append(name)
        append(json: duration.seconds)
    }
}
