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

extension KnownDifferences {
    /// A real server that scrapes.
    enum Server: Sendable {
        /// Debian's 2.42.
        case prometheus
        /// Debian's 1.79.
        case victoriaMetrics
    }

    /// Numbers that a server shows otherwise than they were written.
    struct ShownNumber: Sendable {
        let server: Server
        /// In other formats than protobuf.
        var isOfText = false
        let reason: String
        /// Whether this is one of them; nothing is shown where there is no series.
        let isKnown: @Sendable (_ written: Double, _ shown: Double?) -> Bool
    }

    static let shownNumbers = [
        ShownNumber(server: .prometheus, isOfText: true, reason: "negative zero is 0 in text, as Go's client writes it") {
            $0 == 0 && $1 == 0
        },
        ShownNumber(server: .victoriaMetrics, reason: "negative zero is 0 to it, and in text") { $0 == 0 && $1 == 0 },
        // The exponent of 17 digits as an integer is below what it has a power for.
        ShownNumber(server: .victoriaMetrics, reason: "the smallest numbers are zero to it") { $0.magnitude < 1e-290 && $1 == 0 },
        ShownNumber(server: .victoriaMetrics, reason: "it takes NaN for the end of a series") { written, shown in
            written.isNaN && shown == nil
        },
        ShownNumber(server: .victoriaMetrics, reason: "it keeps decimals of at least twelve digits, not binary numbers") { written, shown in
            guard let shown, written.isFinite else { return false }
            return (shown - written).magnitude <= written.magnitude * 1e-12
        },
    ]

    /// How far the time of a sample may be from the one that was written, in milliseconds.
    static func timeDifference(_ server: Server, isOpenMetrics: Bool) -> Double {
        // OpenMetrics' seconds are cut off to milliseconds, of which there may be one less then.
        isOpenMetrics ? 1 : 0
    }

    /// Whether a server reads a representation.
    static func canRead(_ server: Server, _ format: ExpositionFormat) -> Bool {
        switch (server, format) {
        // It reads all as lines of text, whatever the response says that it is. Of OpenMetrics it takes a bare name, a value and an exemplar
        // for a name with blanks and its labels; it asks for text.
        case (.victoriaMetrics, .openMetrics), (.victoriaMetrics, .openMetrics001), (.victoriaMetrics, .protobuf): false
        // Nobody scrapes it.
        case (_, .json): false
        default: true
        }
    }

    /// Whether Prometheus may show this for the count of a native bucket, in a histogram of so many observations.
    ///
    /// It adds up the differences of neighbours as doubles, which from 2^53 on have no place for each count.
    static func isCount(_ shown: Double, of written: UInt64, in total: UInt64) -> Bool {
        shown == Double(written) || (total > 1 << 53 && (shown - Double(written)).magnitude <= 1e-14 * Double(total))
    }

    /// Whether a family may have native histograms beside classic ones: Prometheus 2.42 takes all of them for what the first is.
    static let areHistogramsMixed = false

    /// Characters that a judge doesn't read in the labels of exemplars, though it does in others.
    static let unreadInExemplars: [(scalar: Unicode.Scalar, reason: String)] = [
        ("\"", "prometheus-client loses its way behind an escaped one"),
        ("\0", "Prometheus 2.42 takes it for the end of the exposition: exemplars can't have it here"),
    ]

    /// What names are escaped by for a server: neither of these reads names in quotation marks.
    static let escapings: [NameEscaping] = [.underscores, .dots, .values]
}
