import ContextMetrics

extension ReadingCase {
    /// What is wrong with the numbers of counters, histograms and summaries.
    static let invalidNumbers = invalid(
        .openMetrics,
        [
            .bucketBound: #"""
            # TYPE a histogram⏎a_bucket 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{a="b"} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="NaN"} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="a"} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le=""} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+INF"} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="Inf"} 0⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket 0⏎# EOF⏎
            """#,
            .quantile: #"""
            # TYPE a summary⏎a 0⏎# EOF⏎
            # TYPE a summary⏎a{quantile="-1"} 0⏎# EOF⏎
            # TYPE a summary⏎a{quantile="foo"} 0⏎# EOF⏎
            # TYPE a summary⏎a{quantile="1.01"} 0⏎# EOF⏎
            # TYPE a summary⏎a{quantile="NaN"} 0⏎# EOF⏎
            # TYPE a summary⏎a{b="1"} 0⏎# EOF⏎
            """#,
            .integer: #"""
            # TYPE a histogram⏎a_bucket{le="+Inf"} 0.5⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_count 1.5⏎a_sum 1⏎# EOF⏎
            # TYPE a summary⏎a_count 0.5⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="+Inf"} 1⏎a_gcount 0.5⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+Inf"} NaN⏎# EOF⏎
            # TYPE a summary⏎a_count NaN⏎# EOF⏎
            # TYPE a summary⏎a_count +Inf⏎# EOF⏎
            """#,
            .number: #"""
            # TYPE a counter⏎a_total NaN⏎# EOF⏎
            # TYPE a histogram⏎a_sum NaN⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_gsum NaN⏎# EOF⏎
            # TYPE a summary⏎a_sum NaN⏎# EOF⏎
            """#,
            .notNegative: #"""
            # TYPE a counter⏎a_total -1⏎# EOF⏎
            # TYPE a counter⏎a_total -Inf⏎# EOF⏎
            # TYPE a histogram⏎a_sum -1⏎# EOF⏎
            # TYPE a histogram⏎a_count -1⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+Inf"} -1⏎# EOF⏎
            # TYPE a summary⏎a_sum -1⏎# EOF⏎
            # TYPE a summary⏎a_count -1⏎# EOF⏎
            # TYPE a summary⏎a{quantile="0.5"} -1⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_gcount -1⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="+Inf"} 1⏎a_gsum -1⏎a_gcount 1⏎# EOF⏎
            """#,
            .higherBound: #"""
            # TYPE a histogram⏎a_bucket{le="2"} 0⏎a_bucket{le="1"} 0⏎a_bucket{le="+Inf"} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="1"} 0⏎a_bucket{le="1.0"} 0⏎a_bucket{le="+Inf"} 0⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+Inf"} 3⏎a_bucket{le="2"} 3⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="2"} 0⏎a_bucket{le="1"} 0⏎# EOF⏎
            """#,
            .higherCount: #"""
            # TYPE a histogram⏎a_bucket{le="1"} 3⏎a_bucket{le="2"} 2⏎a_bucket{le="+Inf"} 3⏎# EOF⏎
            """#,
            .infinityBucket: #"""
            # TYPE a histogram⏎a_bucket{le="9"} 3⏎# EOF⏎
            # TYPE a histogram⏎a_sum 1⏎a_count 1⏎# EOF⏎
            # TYPE a histogram⏎a_created 1⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{b="1",le="9"} 3⏎a_bucket{b="2",le="+Inf"} 3⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="9"} 3⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="9"} 3 1⏎a_bucket{le="+Inf"} 3 2⏎# EOF⏎
            """#,
            .countOfInfinityBucket: #"""
            # TYPE a histogram⏎a_bucket{le="+Inf"} 3⏎a_count 2⏎a_sum 1⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="+Inf"} 3⏎a_gcount 2⏎a_gsum 1⏎# EOF⏎
            """#,
            .sumBesideCount: #"""
            # TYPE a histogram⏎a_bucket{le="+Inf"} 3⏎a_count 3⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="+Inf"} 3⏎a_gcount 3⏎# EOF⏎
            """#,
            .countBesideSum: #"""
            # TYPE a histogram⏎a_bucket{le="+Inf"} 3⏎a_sum 3⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_bucket{le="+Inf"} 3⏎a_gsum 3⏎# EOF⏎
            """#,
            .noSumOfNegativeBounds: #"""
            # TYPE a histogram⏎a_bucket{le="-1"} 1⏎a_bucket{le="+Inf"} 3⏎a_sum 1⏎a_count 3⏎# EOF⏎
            """#,
        ])
}
