import ContextMetrics

extension ReadingCase {
    /// What is wrong with the order of lines, or with a family's type.
    static let invalidFamilies = invalid(
        .openMetrics,
        [
            .unitInName: #"""
            # UNIT a seconds⏎# EOF⏎
            # UNIT a_seconds seconds ⏎# EOF⏎
            # UNIT seconds seconds⏎# EOF⏎
            # UNIT a_s seconds⏎# EOF⏎
            # TYPE aseconds gauge⏎# UNIT aseconds seconds⏎aseconds 1⏎# EOF⏎
            # UNIT a_seconds second⏎# EOF⏎
            # UNIT a  ⏎# EOF⏎
            """#,
            .noUnit: #"""
            # TYPE x_u info⏎# UNIT x_u u⏎# EOF⏎
            # TYPE x_u stateset⏎# UNIT x_u u⏎# EOF⏎
            """#,
            .firstMetadata: #"""
            # HELP a x⏎# HELP a x⏎# EOF⏎
            # TYPE a gauge⏎# TYPE a gauge⏎# EOF⏎
            # UNIT a_s s⏎# UNIT a_s s⏎# EOF⏎
            # TYPE a info⏎# TYPE a counter⏎# EOF⏎
            # TYPE a gauge⏎# HELP a x⏎# TYPE a gauge⏎# EOF⏎
            """#,
            .metadataBeforeSamples: #"""
            a 1⏎# HELP a x⏎# EOF⏎
            # TYPE a gauge⏎a 1⏎# HELP a x⏎# EOF⏎
            # TYPE a counter⏎a_total 1⏎# UNIT a x⏎# EOF⏎
            # TYPE a gauge⏎a 1⏎# TYPE a gauge⏎# EOF⏎
            """#,
            .exemplarOfCounterOrBucket: #"""
            a 1 # {} 1⏎# EOF⏎
            # TYPE a gauge⏎a 1 # {a="b"} 1⏎# EOF⏎
            # TYPE a info⏎a_info 1 # {} 1⏎# EOF⏎
            # TYPE a stateset⏎a{a="b"} 1 # {} 1⏎# EOF⏎
            # TYPE a summary⏎a{quantile="0"} 1 # {} 1⏎# EOF⏎
            # TYPE a summary⏎a_sum 1 # {} 1⏎# EOF⏎
            # TYPE a summary⏎a_count 1 # {} 1⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_count 1 # {} 1⏎# EOF⏎
            # TYPE a histogram⏎a_sum 1 # {} 1⏎# EOF⏎
            # TYPE a counter⏎a_created 1 # {} 1⏎# EOF⏎
            # TYPE a gaugehistogram⏎a_gsum 1 # {} 1⏎# EOF⏎
            """#,
            .otherFamilyName: #"""
            a 1⏎b 1⏎a 1⏎# EOF⏎
            # TYPE a gauge⏎a 1⏎# TYPE b gauge⏎# TYPE a gauge⏎# EOF⏎
            # TYPE a counter⏎a 1⏎# EOF⏎
            # TYPE a info⏎a 1⏎# EOF⏎
            # TYPE a histogram⏎a 1⏎# EOF⏎
            # TYPE a summary⏎a_sum 1⏎# TYPE a_count gauge⏎a_count 1⏎# EOF⏎
            # TYPE a_created gauge⏎a_created 1⏎# TYPE a counter⏎a_total 1⏎# EOF⏎
            # TYPE a gauge⏎# TYPE b gauge⏎a 1⏎# EOF⏎
            # TYPE a counter⏎# TYPE a_total gauge⏎# EOF⏎
            # TYPE a_bucket gauge⏎# TYPE a histogram⏎# EOF⏎
            a_info 1⏎# TYPE a info⏎a_info 1⏎# EOF⏎
            # TYPE a gauge⏎# TYPE a_total counter⏎# TYPE a counter⏎# EOF⏎
            """#,
            .samplesInOneGroup: #"""
            a{b="1"} 1⏎a{b="2"} 1⏎a{b="1"} 1⏎# EOF⏎
            # TYPE a counter⏎a_total{b="1"} 1⏎a_total{b="2"} 1⏎a_created{b="1"} 1⏎# EOF⏎
            # TYPE a summary⏎a{quantile="0"} 1⏎a_sum{b="1"} 1⏎a{quantile="1"} 1⏎# EOF⏎
            # TYPE a stateset⏎a{a="x",b="1"} 1⏎a{a="x",b="2"} 1⏎a{b="1",a="y"} 1⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{b="1",le="+Inf"} 1⏎a_bucket{b="2",le="+Inf"} 1⏎a_count{b="1"} 1⏎# EOF⏎
            """#,
            .sameTimestamps: #"""
            a 1⏎a 1 1⏎# EOF⏎
            a 1 1⏎a 1⏎# EOF⏎
            # TYPE a summary⏎a_sum 1 1⏎a_count 1⏎# EOF⏎
            """#,
            .laterTimestamp: #"""
            a 1 2⏎a 1 1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 1.5⏎a_created 1 1.4⏎# EOF⏎
            """#,
            .stateLabel: #"""
            # TYPE a stateset⏎a 0⏎# EOF⏎
            # TYPE a stateset⏎a{b="1"} 0⏎# EOF⏎
            """#,
            .state: #"""
            # TYPE a stateset⏎a{a="foo"} 10⏎# EOF⏎
            # TYPE a stateset⏎a{a="foo"} NaN⏎# EOF⏎
            # TYPE a stateset⏎a{a="foo"} 0.5⏎# EOF⏎
            """#,
            .infoValue: #"""
            # TYPE a info⏎a_info 2⏎# EOF⏎
            # TYPE a info⏎a_info 0⏎# EOF⏎
            # TYPE a info⏎a_info NaN⏎# EOF⏎
            """#,
        ])
}
