import Testing

@testable import ContextMetrics

@Suite struct `Handing a result over` {
    @Test func `a waiter that came first is resumed by the result`() {
        var handover = Handover<String, Int>()
        #expect(handover.wait(7) == false)
        #expect(handover.put("result") == 7)
        #expect(handover.take() == "result")
    }

    @Test func `a waiter that comes later goes on at once`() {
        var handover = Handover<String, Int>()
        #expect(handover.put("result") == nil)
        #expect(handover.wait(7) == true)
        #expect(handover.take() == "result")
    }

    @Test func `the first result counts`() {
        var handover = Handover<String, Int>()
        _ = handover.put("first")
        #expect(handover.put("second") == nil)
        #expect(handover.take() == "first")
        #expect(handover.put("third") == nil)
    }

    @Test func `a result is taken once, and not before it is there`() {
        var handover = Handover<String, Int>()
        #expect(handover.take() == nil)
        _ = handover.wait(7)
        #expect(handover.take() == nil)
        _ = handover.put("result")
        #expect(handover.take() == "result")
        #expect(handover.take() == nil)
    }

    @Test func `whatever the order of steps, nobody is resumed twice`() {
        // 0 waits, 1 puts, 2 takes: every sequence of six steps.
        for code in 0..<729 {
            var handover = Handover<Int, Int>()
            var rest = code
            var (resumed, waits) = (0, 0)
            for _ in 0..<6 {
                switch rest % 3 {
                case 0 where waits == 0:
                    waits += 1
                    if handover.wait(1) { resumed += 1 }
                case 1: if handover.put(2) != nil { resumed += 1 }
                case 2: _ = handover.take()
                default: break
                }
                rest /= 3
            }
            #expect(resumed <= waits, "sequence \(code)")
        }
    }
}
