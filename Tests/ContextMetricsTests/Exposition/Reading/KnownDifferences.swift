import ContextMetrics

/// Where a judge says something else about an exposition than this parser does, on purpose.
enum KnownDifferences {
    /// What PyPI's `prometheus-client` says otherwise of OpenMetrics, by the text that shows it.
    static let prometheusClient: [(text: String, reason: String)] = [
        ("#  TYPE a gauge⏎# EOF⏎", "it takes several blanks between the words of metadata for one"),
        ("# TYPE  a gauge⏎# EOF⏎", "it takes several blanks between the words of metadata for one"),
        ("# TYPE a  gauge⏎# EOF⏎", "it takes several blanks between the words of metadata for one"),
        ("# UNIT a  ⏎# EOF⏎", "it takes several blanks between the words of metadata for one"),
        ("a 1e309⏎# EOF⏎", "a number beyond a double is infinite to Python; Prometheus refuses it"),
        ("a -1e999999999999999999999⏎# EOF⏎", "a number beyond a double is infinite to Python; Prometheus refuses it"),
        ("a -nan⏎# EOF⏎", "Python reads a sign before NaN; Prometheus refuses it"),
        ("a ١⏎# EOF⏎", "Python reads the digits of all scripts"),
        ("a{ b=\"1\"} 1⏎# EOF⏎", "it trims blanks between braces"),
        ("a{ } 1⏎# EOF⏎", "it trims blanks between braces"),
        ("a{b=\"1\", c=\"1\"} 1⏎# EOF⏎", "it trims blanks between braces"),
        ("a{b=\"1\" } 1⏎# EOF⏎", "it trims blanks between braces"),
        ("a{b= \"1\"} 1⏎# EOF⏎", "it trims blanks between braces"),
        ("a{b =\"1\"} 1⏎# EOF⏎", "it trims blanks between braces"),
        ("{\"a\" } 1⏎# EOF⏎", "it trims blanks between braces"),
        ("a{b:c=\"1\"} 1⏎# EOF⏎", "it takes label names for metric names, which may have colons"),
        ("{__name__=\"a\"} 1⏎# EOF⏎", "it takes a label for the metric's name"),
        ("a{b=\"c\"}⇥1⏎# EOF⏎", "it doesn't look at the byte behind the closing brace"),
        ("a {b=\"c\"} 1⏎# EOF⏎", "it takes a blank before the braces for a part of the name, and leaves it out"),
        ("a{\"\"=\"1\"} 1⏎# EOF⏎", "it looks for names that are empty only where they have no quotation marks"),
        // What it refuses.
        ("{\"a.b\"} 1⏎# EOF⏎", "it takes a name in quotation marks for one without, unless metadata had it before"),
        ("{\"a.b\",c=\"d\"} 1⏎# EOF⏎", "it takes a name in quotation marks for one without, unless metadata had it before"),
        ("{\"a.b\",\"c.d\"=\"e\"} 1⏎# EOF⏎", "it takes a name in quotation marks for one without, unless metadata had it before"),
        ("{\"花火\"} 1⏎# EOF⏎", "it takes a name in quotation marks for one without, unless metadata had it before"),
        (
            "# TYPE a counter⏎a_total{a=\"# {\"} 1 # {a=\"}\",b=\"\\\" # {\"} 1⏎# EOF⏎",
            "it doesn't know escaped quotation marks in exemplars"
        ),
    ]
}

extension KnownDifferences {
    /// Whether `prometheus-client` accepts a page that is refused for this, because it looks less closely.
    ///
    /// By what was expected, and where that isn't narrow enough, by what was found.
    static func isLaxity(_ error: InvalidExposition, of page: String) -> Bool {
        switch error.expected {
        // It skips blanks between the words of metadata and within braces, and takes any first word that begins with a number sign.
        case .keyword, .labelName, .equalsSign, .openingQuote, .commaOrBrace: true
        // It trims the names of metadata.
        case .metricName, .familyType, .help, .unit: error.found.isEmpty || error.found.contains(" ")
        // Python's numbers may have underscores, digits of any script, and blanks around them.
        case .bucketBound, .quantile: true
        // It doesn't look at the byte behind the closing brace, and reads native histograms.
        case .blank, .value: true
        // It takes two blanks before an exemplar for one.
        case .timestamp: error.found.hasPrefix(" #")
        // A series that is there twice is once there for it: a bucket's bound isn't compared with itself. A backslash before any other
        // character is to it what two of them are.
        case .higherBound: isSeriesRepeated(inLine: error.line, of: page)
        default: false
        }
    }

    private static func isSeriesRepeated(inLine number: Int, of page: String) -> Bool {
        let lines = page.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // As far as a brace behind a label's value; there may be others within values.
        let series = lines.map { line in
            let line = Array(line)
            let end = line.indices.first { line[$0...].starts(with: "\"}".utf8) && line[..<$0].last != UInt8(ascii: "\\") }
            return line[..<(end ?? line.endIndex)].filter { $0 != UInt8(ascii: "\\") }
        }
        return series.indices.contains(number - 1) && series.count { $0 == series[number - 1] } > 1
    }

    /// Whether a page has what `prometheus-client` refuses in text format and Prometheus doesn't.
    static func isTextStrictness(_ page: String) -> Bool {
        // Labels that begin with two underscores; a number sign anywhere in metadata.
        page.contains("__")
    }
}
