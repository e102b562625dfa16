import Testing

@testable import ContextMetrics

@Suite struct `Gauges` {
    let registry = ContextRegistry()
    struct Failure: Error {}

    @Test func `a gauge is set, raised and lowered`() throws {
        let gauge = try registry.gauge("open", help: "Open.")
        gauge.set(5)
        gauge.increment()
        gauge.decrement(by: 2.5)
        gauge.increment(by: -1)
        gauge.decrement()
        #expect(gauge.value == 1.5)
    }

    @Test(arguments: [Double.infinity, -.infinity, -0.0, .leastNonzeroMagnitude, -5])
    func `a gauge takes any double`(value: Double) throws {
        let gauge = try registry.gauge("open", help: "Open.")
        gauge.set(value)
        #expect(gauge.value == value)
        #expect(gauge.value.sign == value.sign)
    }

    @Test func `a gauge takes NaN, and adding to it goes on`() throws {
        let gauge = try registry.gauge("open", help: "Open.")
        gauge.set(.nan)
        gauge.increment()
        #expect(gauge.value.isNaN)
        gauge.set(1)
        #expect(gauge.value == 1)
        #expect(gauge.dropped == 0)
    }

    @Test func `an integer gauge drops what it can't represent`() throws {
        let unsigned = try registry.gauge("open", help: "Open.", of: UInt64.self)
        unsigned.decrement()
        #expect(unsigned.value == 0)
        #expect(unsigned.dropped == 1)
        let signed = try registry.gauge("open_signed", help: "Open.", of: Int64.self)
        signed.set(.min)
        signed.decrement()
        signed.increment(by: -1)
        #expect(signed.value == .min)
        #expect(signed.dropped == 2)
    }

    @Test func `a tracked body counts while it runs`() throws {
        let gauge = try registry.gauge("busy", help: "Busy.")
        let during = gauge.track { gauge.value }
        #expect(during == 1)
        #expect(gauge.value == 0)
    }

    @Test func `a tracked body that throws leaves nothing behind`() throws {
        let gauge = try registry.gauge("busy", help: "Busy.")
        #expect(throws: Failure.self) { try gauge.track { throw Failure() } }
        #expect(gauge.value == 0)
    }

    @Test func `a tracked task counts while it waits, and no longer when it was cancelled`() async throws {
        let gauge = try registry.gauge("busy", help: "Busy.")
        let (entered, entry) = AsyncStream.makeStream(of: Double.self)
        let task = Task {
            try await gauge.track {
                entry.yield(gauge.value)
                try await Task.sleep(for: .seconds(3600))
            }
        }
        var entries = entered.makeAsyncIterator()
        let during = await entries.next()
        #expect(during == 1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(gauge.value == 0)
    }

    @Test func `a synchronous body needs no await in asynchronous code`() async throws {
        let gauge = try registry.gauge("busy", help: "Busy.")
        let during = gauge.track { gauge.value }
        #expect(during == 1)
    }
}
