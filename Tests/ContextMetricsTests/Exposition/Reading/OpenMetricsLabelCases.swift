import ContextMetrics

extension ReadingCase {
    /// What is wrong between braces.
    static let invalidLabels = invalid(
        .openMetrics,
        [
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
        ])
}
