import ContextMetrics

extension ReadingCase {
    /// The verdicts are those of OpenMetrics' own test data and of its specification.
    static let openMetrics =
        validOpenMetrics + invalidOpenMetrics + [
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

    static let invalidOpenMetrics = invalid(
        .openMetrics,
        [
            .endMark: #"""

            a 1⏎
            a 1
            # TYPE a gauge⏎a 1⏎
            # HELP a EOF⏎
            """#,
            .nothingAfterEnd: #"""
            a 1⏎# EOF⏎⏎
            a 1⏎# EOF⏎blah
            # EOF⏎# EOF⏎
            # EOF⏎a 1⏎
            # EOF⏎ 
            """#,
            .sampleOrMetadata: #"""
            ⏎# EOF⏎
            a 1⏎⏎# EOF⏎
            ⏎
            # TYPE a gauge⏎⏎a 1⏎# EOF⏎
            """#,
            .keyword: #"""
            #⏎# EOF⏎
            # ⏎# EOF⏎
            # a comment⏎# EOF⏎
            #TYPE a gauge⏎# EOF⏎
            #  TYPE a gauge⏎# EOF⏎
            # TYPE⏎# EOF⏎
            # HELP⏎# EOF⏎
            # UNIT⏎# EOF⏎
            # type a gauge⏎# EOF⏎
            # EOFblah
            # EOF ⏎
            # EOF⇥
            # EOF␍⏎
            #EOF⏎
            # FOO a b⏎# EOF⏎
            # HELP⇥a b⏎# EOF⏎
            """#,
            .metricName: #"""
            # HELP ⏎# EOF⏎
            # TYPE ⏎# EOF⏎
            # UNIT ⏎# EOF⏎
            # TYPE  a gauge⏎# EOF⏎
            # TYPE 1a gauge⏎# EOF⏎
             # HELP a meh⏎# EOF⏎
            0a 1⏎# EOF⏎
             a 1⏎# EOF⏎
            -a 1⏎# EOF⏎
            {} 1⏎# EOF⏎
            {a="b"} 1⏎# EOF⏎
            {""} 1⏎# EOF⏎
            é 1⏎# EOF⏎
            ␃a 1⏎# EOF⏎
            ␀⏎# EOF⏎
            # TYPE "" gauge⏎# EOF⏎
            {"a"="b"} 1⏎# EOF⏎
            ␍⏎# EOF⏎
            """#,
            .help: #"""
            # HELP a⏎# EOF⏎
            # HELP a⇥⏎# EOF⏎
            # HELP a.b c⏎# EOF⏎
            """#,
            .familyType: #"""
            # TYPE a⏎# EOF⏎
            # TYPE a⇥⏎# EOF⏎
            # TYPE a meh⏎# EOF⏎
            # TYPE a meh ⏎# EOF⏎
            # TYPE a gauge ⏎# EOF⏎
            # TYPE a ⏎# EOF⏎
            # TYPE a untyped⏎# EOF⏎
            # TYPE a Gauge⏎# EOF⏎
            # TYPE a  gauge⏎# EOF⏎
            # TYPE a gauge␍⏎# EOF⏎
            # TYPE a.b gauge⏎# EOF⏎
            # TYPE a gauge gauge⏎# EOF⏎
            """#,
            .unit: #"""
            # UNIT a⏎# EOF⏎
            # UNIT a⇥⏎# EOF⏎
            """#,
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
            .blank: #"""
            a⏎# EOF⏎
            a.b 1⏎# EOF⏎
            a-b 1⏎# EOF⏎
            a⇥1⏎# EOF⏎
            a{b="c"}⏎# EOF⏎
            a{b="c"}1⏎# EOF⏎
            a{b="c"}⇥1⏎# EOF⏎
            a1é 1⏎# EOF⏎
            a 1⇥⏎# EOF⏎
            a 1⇥1⏎# EOF⏎
            # TYPE a histogram⏎a_bucket{le="+Inf"} 1 # {}1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {}⏎# EOF⏎
            """#,
            .value: #"""
            a ⏎# EOF⏎
            a  1⏎# EOF⏎
            a a⏎# EOF⏎
            a 1_000⏎# EOF⏎
            a 0x1p3⏎# EOF⏎
            a 1e⏎# EOF⏎
            a 1e+⏎# EOF⏎
            a .⏎# EOF⏎
            a -⏎# EOF⏎
            a --1⏎# EOF⏎
            a +-1⏎# EOF⏎
            a 1.1.1⏎# EOF⏎
            a 1,5⏎# EOF⏎
            a 1e5.5⏎# EOF⏎
            a -nan⏎# EOF⏎
            a infinit⏎# EOF⏎
            a nano⏎# EOF⏎
            a # {} 1⏎# EOF⏎
            a 1␍⏎# EOF⏎
            a 1é⏎# EOF⏎
            a ١⏎# EOF⏎
            a 1e309⏎# EOF⏎
            a -1e999999999999999999999⏎# EOF⏎
            a{} ⏎# EOF⏎
            a 1# {} 1⏎# EOF⏎
            a{b="c"}  1⏎# EOF⏎
            a {b="c"} 1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} ⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} z⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {}  1⏎# EOF⏎
            # TYPE a histogram⏎a {count:1,sum:1.0,schema:0,zero_threshold:1e-4,zero_count:0}⏎# EOF⏎
            """#,
            .timestamp: #"""
            a 1 ⏎# EOF⏎
            a 1 z⏎# EOF⏎
            a 1 1z⏎# EOF⏎
            a 1 1.1.1⏎# EOF⏎
            a 1 NaN⏎# EOF⏎
            a 1 +Inf⏎# EOF⏎
            a 1 -inf⏎# EOF⏎
            a 1 1_0⏎# EOF⏎
            a 1 0x1⏎# EOF⏎
            a 1  1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} 1 z⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} 1 NaN⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} 1 ⏎# EOF⏎
            a 1 1 ⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} 1  1⏎# EOF⏎
            """#,
            .endOfLine: #"""
            # TYPE a counter⏎a_total 1 # {} 1 1 ⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {} 1 1 1⏎# EOF⏎
            """#,
            .exemplar: #"""
            # TYPE a counter⏎a_total 1 #⏎# EOF⏎
            # TYPE a counter⏎a_total 1 #{} 1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # ⏎# EOF⏎
            # TYPE a counter⏎a_total 1 #  {} 1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 1 2⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # a⏎# EOF⏎
            a 1 #⏎# EOF⏎
            a 1 1 #{} 1⏎# EOF⏎
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
            .labelName: #"""
            a{,} 1⏎# EOF⏎
            a{,b="1"} 1⏎# EOF⏎
            a{b="1",} 1⏎# EOF⏎
            a{b="1",,c="1"} 1⏎# EOF⏎
            a{1="1"} 1⏎# EOF⏎
            a{="1"} 1⏎# EOF⏎
            a{ b="1"} 1⏎# EOF⏎
            a{ } 1⏎# EOF⏎
            a{b="1", c="1"} 1⏎# EOF⏎
            a{⏎# EOF⏎
            a{""="1"} 1⏎# EOF⏎
            a{é="1"} 1⏎# EOF⏎
            {"a",} 1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # { 1⏎# EOF⏎
            a{b="1",⏎# EOF⏎
            """#,
            .unreservedLabel: #"""
            a{__name__="b"} 1⏎# EOF⏎
            a{__b="1"} 1⏎# EOF⏎
            a{"__b"="1"} 1⏎# EOF⏎
            {__name__="a"} 1⏎# EOF⏎
            """#,
            .otherLabel: #"""
            a{b="1",b="2"} 1⏎# EOF⏎
            a{b="1",b="1"} 1⏎# EOF⏎
            a{b="1",c="",b="2"} 1⏎# EOF⏎
            a{b="1","b"="2"} 1⏎# EOF⏎
            # TYPE a counter⏎a_total 1 # {b="1",b="2"} 1⏎# EOF⏎
            """#,
            .equalsSign: #"""
            a{b} 1⏎# EOF⏎
            a{b:c="1"} 1⏎# EOF⏎
            a{b.c="1"} 1⏎# EOF⏎
            a{b ="1"} 1⏎# EOF⏎
            a{"b"} 1⏎# EOF⏎
            a{b-c="1"} 1⏎# EOF⏎
            """#,
            .openingQuote: #"""
            a{b=1} 1⏎# EOF⏎
            a{b='1'} 1⏎# EOF⏎
            a{b=} 1⏎# EOF⏎
            a{b= "1"} 1⏎# EOF⏎
            a{b=⏎# EOF⏎
            """#,
            .closingQuote: #"""
            a{b="1} 1⏎# EOF⏎
            a{b="1\"} 1⏎# EOF⏎
            a{b="1\⏎# EOF⏎
            a{b="⏎"} 1⏎# EOF⏎
            # TYPE "a gauge⏎# EOF⏎
            {"a} 1⏎# EOF⏎
            """#,
            .commaOrBrace: #"""
            a{b="1"c="2"} 1⏎# EOF⏎
            a{b="1" } 1⏎# EOF⏎
            a{b="1"⏎# EOF⏎
            a{b="1""2"} 1⏎# EOF⏎
            {"a" } 1⏎# EOF⏎
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
