import Foundation

/// What `prometheus-client` read from one exposition.
package struct ReadExposition: Decodable, Sendable {
    package struct Family: Decodable, Sendable {
        package let name: String
        package let type: String
        package let help: String
        package let unit: String
        package let samples: [Sample]
    }

    package struct Sample: Decodable, Sendable {
        package let name: String
        package let labels: [String: String]
        /// Integers in decimal, others in hexadecimal, so that no digit is lost on the way.
        package let value: String
        package let exemplar: Exemplar?
        /// In seconds since 1970.
        package let timestamp: Double?
    }

    package struct Exemplar: Decodable, Sendable {
        package let labels: [String: String]
        package let value: String
        /// In seconds since 1970.
        package let timestamp: Double?
    }

    /// Why the judge refused, `nil` when it didn't.
    package let error: String?
    package let families: [Family]
}

extension Judge {
    package enum Grammar: String, Sendable {
        case text
        case openMetrics = "openmetrics"
    }

    /// Lets `prometheus-client` read expositions, all of them in one run.
    package static func read(_ expositions: [String], as grammar: Grammar) throws -> [ReadExposition] {
        let verdict = try prometheusClient.verdict(on: try JSONEncoder().encode(expositions), grammar.rawValue)
        if verdict.status != 0 { throw Missing(description: "prometheus-client failed: \(verdict.errors)") }
        return try JSONDecoder().decode([ReadExposition].self, from: verdict.output)
    }
}

/// Reads a list of expositions as JSON and writes a list of what they hold.
let prometheusClientScript = """
    import json, math, sys
    if sys.argv[1] == "openmetrics":
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
    else:
        from prometheus_client.parser import text_string_to_metric_families as parse

    def number(value):
        return str(value) if isinstance(value, int) else float(value).hex()

    def time(timestamp):
        # JSON has only finite numbers.
        return None if timestamp is None or not math.isfinite(float(timestamp)) else float(timestamp)

    def exemplar(sample):
        e = getattr(sample, "exemplar", None)
        return e and {
            "labels": e.labels, "value": number(e.value), "timestamp": time(e.timestamp)}

    def read(text):
        families = []
        try:
            for family in parse(text):
                families.append({
                    "name": family.name, "type": family.type, "help": family.documentation, "unit": family.unit,
                    "samples": [
                        {"name": s.name, "labels": s.labels, "value": number(s.value), "exemplar": exemplar(s),
                         "timestamp": time(s.timestamp)}
                        for s in family.samples]})
            return {"error": None, "families": families}
        except Exception as error:
            return {"error": repr(error), "families": families}

    json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
    """
