import Testing

@testable import ContextMetrics

private actor Pool {
    let count = 3
    func waiting() throws -> Int { 2 }
}

@Suite struct `Callbacks` {
    let registry = ContextRegistry()

    @Test func `closures of every kind of number are taken, waiting or not`() throws {
        let pool = Pool()
        try registry.gauge("connections_open", help: "Open connections.") { pool.count }
        try registry.gauge("connections_waiting", help: "Waiting.") { try await pool.waiting() }
        try registry.gauge("temperature_celsius", help: "Room.", unit: .celsius) { 21.5 }
        try registry.counter("wakeups_total", help: "Wake-ups.") { 7 as UInt64 }
        try registry.counter("sleeps_total", help: "Sleeps.") {
            try await Task.sleep(for: .zero)
            return 1.5
        }
    }

    @Test func `an invalid name is refused`() {
        #expect(throws: RegistrationError.self) { try registry.gauge("") { 1 } }
        #expect(throws: RegistrationError.self) { try registry.counter("a", labels: "__x") }
        #expect(throws: RegistrationError.self) { try registry.histogram("size", labels: "le") }
        #expect(throws: RegistrationError.self) { try registry.info("app_info", labels: ["a": "1", "a": "2"]) }
    }
}
