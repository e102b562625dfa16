import ContextMetrics

extension ReadingCase {
    /// The verdicts are those of OpenMetrics' own test data and of its specification.
    static let openMetrics =
        validOpenMetrics + invalidLines + invalidLabels + invalidFamilies + invalidNumbers + [
            exemplar(of: 128, nil), exemplar(of: 129, .shorterExemplar),
            ReadingCase(
                grammar: .openMetrics, shorthand: "a{\((0..<20).map { "b\($0)=\"\"," }.joined())b7=\"\"} 1⏎# EOF⏎", expected: .otherLabel),
        ]

    private static func exemplar(of characters: Int, _ expected: InvalidExposition.Expectation?) -> ReadingCase {
        let value = String(repeating: "é", count: characters - 1)
        return ReadingCase(
            grammar: .openMetrics, shorthand: "# TYPE a counter⏎a_total 1 # {a=\"\(value)\"} 1⏎# EOF⏎", expected: expected)
    }

    static let validOpenMetrics = valid(
        .openMetrics,
        #"""
        # EOF
        # EOF⏎
        a 1⏎# EOF
        a 1⏎# EOF⏎
        # TYPE a counter⏎# HELP a help⏎a_total 1⏎# EOF⏎
        # TYPE a counter⏎a_total 1⏎a_created 123⏎# EOF⏎
        # TYPE a counter⏎a_created 123⏎a_total 1⏎# EOF⏎
        # TYPE a counter⏎a_total 9223372036854775808⏎# EOF⏎
        # TYPE a counter⏎a_total +Inf⏎# EOF⏎
        # TYPE a counter⏎a_total 0⏎# EOF⏎
        # TYPE a counter⏎a_total 1.5⏎# EOF⏎
        # TYPE a counter⏎# EOF⏎
        # TYPE a_total counter⏎a_total_total 1⏎# EOF⏎
        # TYPE a gauge⏎a 1⏎# EOF⏎
        # TYPE a gauge⏎a -1.2e-3⏎# EOF⏎
        # TYPE a gauge⏎a NaN⏎# EOF⏎
        # TYPE a gauge⏎a -Inf⏎# EOF⏎
        # TYPE a unknown⏎a 1⏎# EOF⏎
        # HELP a help⏎a 1⏎# EOF⏎
        a 1⏎b 2⏎c 3⏎# EOF⏎
        # TYPE a info⏎a_info{foo="bar"} 1⏎# EOF⏎
        # TYPE a info⏎a_info 1.0⏎# EOF⏎
        # TYPE a info⏎a_info{b="1"} 1⏎a_info{b="2"} 1⏎a_info{b="1"} 1⏎# EOF⏎
        # TYPE a stateset⏎a{a="bar"} 0⏎a{a="foo"} 1.0⏎# EOF⏎
        # TYPE a stateset⏎a{a="bar",b="1"} 0⏎a{a="bar",b="2"} 1⏎# EOF⏎
        # TYPE a summary⏎a_count 1⏎a_sum 2⏎# EOF⏎
        # TYPE a summary⏎a_count 1⏎a_sum 2⏎a{quantile="0.5"} 0.7⏎a{quantile="1"} 0.8⏎# EOF⏎
        # TYPE a summary⏎a{quantile="0"} NaN⏎# EOF⏎
        # TYPE a summary⏎a{quantile="1e-1"} 1⏎# EOF⏎
        # TYPE a summary⏎a_sum 1⏎# EOF⏎
        # TYPE a summary⏎a_created 1⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{le="1.0"} 0⏎a_bucket{le="+Inf"} 3⏎a_count 3⏎a_sum 2⏎# EOF⏎
        # TYPE a histogram⏎a_count 3⏎a_sum 2⏎a_bucket{le="1"} 0⏎a_bucket{le="+Inf"} 3⏎a_created 5⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{le="+Inf"} 3⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{le="-1.0"} 1⏎a_bucket{le="+Inf"} 2⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{le="1e-05"} 1⏎a_bucket{le="1.1e+23"} 1⏎a_bucket{le="+Inf"} 2.0⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{a="1",le="+Inf"} 3⏎a_bucket{le="+Inf",a="2"} 3⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{le="+Inf"} 3 1⏎a_bucket{le="+Inf"} 3 2⏎# EOF⏎
        # TYPE a gaugehistogram⏎a_bucket{le="1.0"} 0⏎a_bucket{le="+Inf"} 3⏎a_gcount 3⏎a_gsum 2⏎# EOF⏎
        # TYPE a gaugehistogram⏎a_bucket{le="-1.0"} 1⏎a_bucket{le="+Inf"} 3⏎a_gcount 3⏎a_gsum -5⏎# EOF⏎
        # TYPE a gaugehistogram⏎a_bucket{le="+Inf"} 3 # {} 4⏎# EOF⏎
        # TYPE a histogram⏎a_bucket{le="1.0"} 0 # {a="b"} 0.5⏎a_bucket{le="2.0"} 2 # {a="c"} 0.5⏎\#
        a_bucket{le="+Inf"} 3 # {a="234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901\#
        2345678901234567890123456789012345678"} 4 123⏎# EOF⏎
        # TYPE a counter⏎a_total 0 123 # {a="b"} 0.5⏎# EOF⏎
        # TYPE a counter⏎a_total 0 # {} 0.5 1.5⏎# EOF⏎
        # TYPE a counter⏎a_total{a="# {"} 1 # {a="}",b="\" # {"} 1⏎# EOF⏎
        # TYPE a counter⏎a_total 1 # {a="é"} NaN⏎# EOF⏎
        # TYPE a_seconds gauge⏎# UNIT a_seconds seconds⏎# HELP a_seconds help⏎a_seconds 1⏎# EOF⏎
        # UNIT a_b b⏎# EOF⏎
        # TYPE a_seconds counter⏎# UNIT a_seconds seconds⏎a_seconds_total 1⏎# EOF⏎
        # TYPE a gauge⏎# UNIT a ⏎a 1⏎# EOF⏎
        # TYPE a info⏎# UNIT a ⏎# EOF⏎
        # HELP a help⏎# TYPE a counter⏎a_total 1⏎# EOF⏎
        # HELP a ⏎# EOF⏎
        # TYPE a counter⏎# HELP a ⏎a_total 1⏎# EOF⏎
        # HELP a \foo⏎# EOF⏎
        # HELP a foo\⏎# EOF⏎
        # HELP a \\foo\\⏎# EOF⏎
        # HELP a \n\"⏎# EOF⏎
        # HELP a \\\"⏎# EOF⏎
        # HELP a he\n\\l\tp⏎# EOF⏎
        # HELP a a "b" {c} # EOF⏎# EOF⏎
        # HELP a  two  blanks ⏎# EOF⏎
        # HELP a é🙈␁⏎# EOF⏎
        # TYPE a counter⏎# TYPE b gauge⏎# EOF⏎
        a{} 1⏎# EOF⏎
        a{b=""} 1⏎# EOF⏎
        a{b="c",d="e"} 1⏎# EOF⏎
        a{b="{c}z"} 1⏎# EOF⏎
        a{b="c,d=\""} 1⏎# EOF⏎
        a{b="\foo"} 1⏎# EOF⏎
        a{b="\\foo"} 1⏎# EOF⏎
        a{b="foo\\"} 1⏎# EOF⏎
        a{b="\\"} 1⏎# EOF⏎
        a{b="\n"} 1⏎# EOF⏎
        a{b="\\n"} 1⏎# EOF⏎
        a{b="\\\n"} 1⏎# EOF⏎
        a{b="\""} 1⏎# EOF⏎
        a{b="\\\""} 1⏎# EOF⏎
        a{b="# EOF"} 1⏎# EOF⏎
        a{b="é🙈\\"} 1⏎# EOF⏎
        a{_b="1"} 1⏎# EOF⏎
        a{b1="1",B_2="1"} 1⏎# EOF⏎
        a{b="␁⇥␡"} 1⏎# EOF⏎
        :a 1⏎# EOF⏎
        a:b:c 1⏎# EOF⏎
        _ 1⏎# EOF⏎
        A0_ 1⏎# EOF⏎
        # TYPE :a gauge⏎:a 1⏎# EOF⏎
        {"a.b"} 1⏎# EOF⏎
        {"a.b",c="d"} 1⏎# EOF⏎
        {"a.b","c.d"="e"} 1⏎# EOF⏎
        # TYPE "a.b" gauge⏎{"a.b"} 1⏎# EOF⏎
        # TYPE "a b" counter⏎{"a b_total"} 1⏎# EOF⏎
        # TYPE a counter⏎{"a_total"} 1⏎# EOF⏎
        {"花火"} 1⏎# EOF⏎
        a 1.⏎# EOF⏎
        a .5⏎# EOF⏎
        a +1⏎# EOF⏎
        a -0⏎# EOF⏎
        a 1E5⏎# EOF⏎
        a 1e+05⏎# EOF⏎
        a 1e-400⏎# EOF⏎
        a inf⏎# EOF⏎
        a INFINITY⏎# EOF⏎
        a -infinity⏎# EOF⏎
        a nan⏎# EOF⏎
        a 00012⏎# EOF⏎
        a 4.9e-324⏎# EOF⏎
        a 1.7976931348623157e308⏎# EOF⏎
        a 0.1000000000000000055511151231257827021181583404541015625⏎# EOF⏎
        a 1 0⏎# EOF⏎
        a 1 000⏎# EOF⏎
        a 1 0.0⏎# EOF⏎
        a 1 1.1⏎# EOF⏎
        a 1 -1.5⏎# EOF⏎
        a 1 1.5e3⏎# EOF⏎
        a 1 12345678901234567890.1234567890⏎# EOF⏎
        a{b="1"} 1 1⏎a{b="2"} 1 0⏎a{b="3"} 1⏎# EOF⏎
        a 1 1⏎a 2 2⏎a 3 2⏎# EOF⏎
        a 1 0.0000000000⏎a 2 0.0000000001⏎a 3 0.0000000010⏎# EOF⏎
        # TYPE a info⏎a_info{b="1"} 1 2⏎a_info{b="2"} 1 1⏎# EOF⏎
        # TYPE a summary⏎a{quantile="0"} 1⏎a_sum 1⏎a{quantile="1"} 2⏎# EOF⏎
        # TYPE a counter⏎# TYPE a_count counter⏎# EOF⏎
        # TYPE a gauge⏎# TYPE a_total gauge⏎# TYPE a_sum gauge⏎a_sum 1⏎# EOF⏎
        # TYPE a histogram⏎# TYPE a_info gauge⏎# EOF⏎
        # TYPE a histogram⏎# TYPE a_gsum gauge⏎# TYPE a_total gauge⏎# EOF⏎
        a{a="1"} 1⏎a{a="1"} 1⏎# EOF⏎
        """#)
}
