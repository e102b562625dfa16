import ContextMetrics

extension ReadingCase {
    /// The verdicts are those of the format's description, and where that is silent of Prometheus' own parsers.
    static let text = validText + invalidText

    static let validText = valid(
        .text,
        #"""

        ⏎
        ⏎⏎ ⇥⏎
        #⏎
        # ⏎
        # a comment⏎
        #comment⏎
        # EOF⏎
        # UNIT a seconds⏎
        # TYPES a b⏎
        # HELPa b⏎
        # ␁␍⏎
        a 1⏎
        a 1⏎⏎b 2⏎
         a 1⏎
        ⇥a⇥1⇥⏎
        a 1 ⏎
        a  1   2  ⏎
        a{} 1⏎
        a {} 1⏎
        a{ } 1⏎
        a{b="c"}1⏎
        a { b = "c" , } 1⏎
        a{b="c",} 1⏎
        a{b="c" ,d="e"} 1⏎
        a{b=""} 1⏎
        a{b="\\\n\""} 1⏎
        a{b="{,}=#"} 1⏎
        a{b="é🙈␁␍"} 1⏎
        a{_b="1"} 1⏎
        a{__b="1"} 1⏎
        a:b 1⏎
        :a 1⏎
        {"a.b"} 1⏎
        { "a.b" , c="d" } 1⏎
        {"a b","c d"="e",} 1⏎
        # TYPE a counter⏎a 1⏎
        # TYPE a_total counter⏎a_total 1⏎
        # TYPE a gauge⏎# HELP a b⏎a 1⏎
        # TYPE a untyped⏎a 1⏎
        #TYPE a gauge⏎a 1⏎
        ⇥#⇥TYPE  a ⇥gauge ⏎a 1⏎
        # HELP a⏎
        # HELP a ⏎
        # HELP a b \\ \n "c" ⏎
        # HELP a é⏎
        # TYPE "a.b" gauge⏎{"a.b"} 1⏎
        # HELP "a b" c⏎
        a 1⏎# HELP a late⏎
        # TYPE a gauge⏎
        # TYPE a gauge⏎# TYPE b gauge⏎a 1⏎b 1⏎
        # TYPE a summary⏎a{quantile="0.5"} 1⏎a_sum 1⏎a_count 2⏎
        # TYPE a summary⏎a{quantile="2"} -1⏎
        # TYPE a summary⏎a_sum NaN⏎
        # TYPE a histogram⏎a_bucket{le="1"} 1⏎a_bucket{le="+Inf"} 2⏎a_sum 3⏎a_count 2⏎
        # TYPE a histogram⏎a_bucket{le="inf"} 1⏎
        # TYPE a histogram⏎a_bucket 1⏎
        # TYPE a histogram⏎a_bucket{le="2"} 1⏎a_bucket{le="1"} 0.5⏎
        # TYPE a counter⏎a -1⏎
        a_bucket{le="x"} 1⏎
        a{quantile="x"} 1⏎
        a 1⏎a 1⏎
        a 1⏎b 1⏎a 2⏎
        # TYPE a_sum gauge⏎# TYPE a histogram⏎a_sum 1⏎
        a NaN⏎
        a nan⏎
        a +Inf⏎
        a -inf⏎
        a Infinity⏎
        a +1.5e-7⏎
        a .5⏎
        a 5.⏎
        a 1E3⏎
        a 1e-999⏎
        a 9223372036854775808⏎
        a 1 0⏎
        a 1 -5⏎
        a 1 +5⏎
        a 1 9223372036854775807⏎
        a 1 -9223372036854775808⏎
        a 1 2⏎a 1 1⏎a 1⏎
        """#)

    static let invalidText = invalid(
        .text,
        [
            .newline: #"""
            a 1
            #
             
            a 1⏎# HELP a b
            ␍
            """#,
            .metricName: #"""
            1a 1⏎
            -a 1⏎
            é 1⏎
            {} 1⏎
            {b="c"} 1⏎
            {""} 1⏎
            {"a"="b"} 1⏎
            =⏎
            ␀⏎
            ␍⏎
            ␃a 1⏎
            # HELP⏎
            # TYPE⏎
            # HELP 1⏎
            # TYPE = gauge⏎
            # HELP "" a⏎
            } 1⏎
            """#,
            .blank: #"""
            a⏎
            a.b 1⏎
            a-b 1⏎
            a+1⏎
            a␍1⏎
            # HELP a.b c⏎
            # HELP "a"b⏎
            a⏎
            """#,
            .familyType: #"""
            # TYPE a⏎
            # TYPE a ⏎
            # TYPE a info⏎
            # TYPE a unknown⏎
            # TYPE a Gauge⏎
            # TYPE a gauge␍⏎
            # TYPE a gaugehistogram⏎
            """#,
            .endOfLine: #"""
            # TYPE a gauge b⏎
            a 1 2 3⏎
            a 1 2 # {} 1⏎
            """#,
            .firstMetadata: #"""
            # HELP a b⏎# HELP a b⏎
            # HELP a b⏎# HELP c d⏎# HELP a e⏎
            # TYPE a gauge⏎# TYPE a gauge⏎
            # TYPE a gauge⏎a 1⏎# TYPE a gauge⏎
            """#,
            .metadataBeforeSamples: #"""
            a 1⏎# TYPE a gauge⏎
            a 1⏎b 1⏎# TYPE a gauge⏎
            """#,
            .labelName: #"""
            a{,} 1⏎
            a{,b="c"} 1⏎
            a{b="c",,} 1⏎
            a{="c"} 1⏎
            a{1="c"} 1⏎
            a{é="c"} 1⏎
            a{⏎
            a{""="c"} 1⏎
            a{:="c"} 1⏎
            """#,
            .unreservedLabel: #"""
            a{__name__="b"} 1⏎
            {__name__="b"} 1⏎
            """#,
            .otherLabel: #"""
            a{b="c",b="d"} 1⏎
            a{b="c","b"="d"} 1⏎
            """#,
            .equalsSign: #"""
            a{b} 1⏎
            a{b:c="d"} 1⏎
            a{"b"} 1⏎
            a{b⏎
            """#,
            .openingQuote: #"""
            a{b=c} 1⏎
            a{b='c'} 1⏎
            a{b=} 1⏎
            """#,
            .closingQuote: #"""
            a{b="c} 1⏎
            a{b="c\"} 1⏎
            a{b="c\⏎
            {"a 1⏎
            """#,
            .commaOrBrace: #"""
            a{b="c"d="e"} 1⏎
            a{b="c"⏎
            {"a" b="c"} 1⏎
            """#,
            .escape: #"""
            a{b="\t"} 1⏎
            a{b="\x"} 1⏎
            # HELP a \"⏎
            # HELP a \t⏎
            # HELP a \⏎
            {"\q"} 1⏎
            """#,
            .value: #"""
            a ⏎
            a x⏎
            a 1_000⏎
            a 0x1⏎
            a 0x1p1⏎
            a 1e⏎
            a -nan⏎
            a +NaN⏎
            a 1␍⏎
            a 1e309⏎
            a{} ⏎
            a{b="c"}⏎
            a # {} 1⏎
            a 1é⏎
            a b c⏎
            """#,
            .integerTimestamp: #"""
            a 1 1.5⏎
            a 1 x⏎
            a 1 9223372036854775808⏎
            a 1 1e3⏎
            a 1 # {} 1⏎
            a 1 1␍⏎
            a 1 NaN⏎
            """#,
            .bucketBound: #"""
            # TYPE a histogram⏎a_bucket{le="x"} 1⏎
            # TYPE a histogram⏎a_bucket{le=""} 1⏎
            """#,
            .quantile: #"""
            # TYPE a summary⏎a{quantile="x"} 1⏎
            """#,
        ])
}
