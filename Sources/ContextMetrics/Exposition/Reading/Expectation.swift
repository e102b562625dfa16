extension InvalidExposition {
    /// What should have stood where something else does.
    ///
    /// Sources: Prometheus, "Exposition formats"; OpenMetrics 1.0, "ABNF" and "Metric types".
    public enum Expectation: Hashable, Sendable, CaseIterable {
        // The grammar of lines.
        case utf8, metricName, labelName, unreservedLabel, otherLabel, equalsSign, openingQuote, closingQuote, commaOrBrace, escape
        case blank, value, timestamp, integerTimestamp, endOfLine, newline, keyword, familyType, help, unit, sampleOrMetadata
        case exemplar, exemplarOfCounterOrBucket, shorterExemplar
        // The order of lines.
        case firstMetadata, metadataBeforeSamples, endMark, nothingAfterEnd, otherFamilyName, samplesInOneGroup, sameTimestamps
        case laterTimestamp
        // What a family's type asks for.
        case unitInName, noUnit, stateLabel, state, infoValue, bucketBound, quantile, integer, number, notNegative
        case higherBound, higherCount, infinityBucket, countOfInfinityBucket, sumBesideCount, countBesideSum, noSumOfNegativeBounds
        // What the reader has room for.
        case shorterLine, fewerFamilies, fewerSeries
    }
}

extension InvalidExposition.Expectation: CustomStringConvertible {
    /// In words.
    public var description: String {
        switch self {
        case .utf8: "UTF-8"
        case .metricName: "a metric name: [a-zA-Z_:][a-zA-Z0-9_:]*, or any other in quotation marks within the braces"
        case .labelName: "a label name: [a-zA-Z_][a-zA-Z0-9_]*, or any other in quotation marks"
        case .unreservedLabel: "a label name that isn't reserved"
        case .otherLabel: "a label that the sample doesn't have yet"
        case .equalsSign: "an equals sign"
        case .openingQuote: "a quotation mark"
        case .closingQuote: "the closing quotation mark"
        case .commaOrBrace: "a comma or a closing brace"
        case .escape: "a backslash, n or a quotation mark behind the backslash"
        case .blank: "one blank"
        case .value: "a decimal number within the range of a double, +Inf, -Inf or NaN"
        case .timestamp: "a timestamp in seconds"
        case .integerTimestamp: "a timestamp in integral milliseconds"
        case .endOfLine: "the end of the line"
        case .newline: "a line feed at the end of the last line"
        case .keyword: "# TYPE, # HELP, # UNIT or # EOF"
        case .familyType: "a type of metric that the format has"
        case .help: "a blank and the help"
        case .unit: "a blank and the unit"
        case .sampleOrMetadata: "a sample or metadata: blank lines are not allowed"
        case .exemplar: "an exemplar: # {labels} value timestamp"
        case .exemplarOfCounterOrBucket: "an exemplar only on a counter's _total or a histogram's _bucket"
        case .shorterExemplar: "at most 128 characters in the labels of an exemplar"
        case .firstMetadata: "each kind of metadata once for a family"
        case .metadataBeforeSamples: "metadata before the samples of their family"
        case .endMark: "# EOF as the last line"
        case .nothingAfterEnd: "nothing after # EOF"
        case .otherFamilyName: "a family whose names no family before it has: each stands in one piece"
        case .samplesInOneGroup: "the samples of a metric side by side"
        case .sameTimestamps: "timestamps on all samples of a metric or on none"
        case .laterTimestamp: "timestamps of a metric in ascending order"
        case .unitInName: "a family name that ends in its unit"
        case .noUnit: "no unit: info and stateset families have none"
        case .stateLabel: "a label named like the family, with the state"
        case .state: "0 or 1, for a state"
        case .infoValue: "1, the value of every info"
        case .bucketBound: "a label le with the bucket's bound: a number, and +Inf for infinity"
        case .quantile: "a label quantile with a number from 0 to 1"
        case .integer: "an integer, for a count"
        case .number: "a number other than NaN"
        case .notNegative: "a number that isn't negative"
        case .higherBound: "buckets in ascending order of their bounds"
        case .higherCount: "counts of buckets that don't decrease: they are cumulative"
        case .infinityBucket: "a last bucket with the bound +Inf"
        case .countOfInfinityBucket: "a count equal to that of the bucket +Inf"
        case .sumBesideCount: "a sum beside the count"
        case .countBesideSum: "a count beside the sum"
        case .noSumOfNegativeBounds: "no sum: one of the bounds is negative"
        case .shorterLine: "a line within the limit on its length"
        case .fewerFamilies: "no more families than the reader's limit"
        case .fewerSeries: "no more series of one family than the reader's limit"
        }
    }
}
