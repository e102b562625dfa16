import ContextMetrics

extension ReadingCase {
    /// What is wrong with a line, whatever family it is of.
    static let invalidLines = invalid(
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
        ])
}
