import ContextMetricsTesting
import Testing

@testable import ContextMetrics

extension AdversarialTests {
    @Suite struct PartialBuffers {
        @Test func `a run cut off as it begins shows nothing of the run before`() async throws {
            let registry = ContextRegistry()
            let gauge = GaugeDescriptor("g", labels: "i")
            try registry.register("many", policy: CollectorPolicy(partial: .completedFamilies)) { sink in
                for _ in 0..<40 { sink.family(gauge) { for i in 0..<10 { $0.sample(String(i), value: 1) } } }
            }
            let rounds = 20_000
            let cut = await Task(executorPreference: registry.engine.executor) {
                var cut = 0
                for _ in 0..<rounds {
                    let result = await registry.gather(within: .microseconds(.random(in: 3...80)))
                    let families = result.merged().families.samples.filter { $0.descriptor === gauge.family }
                    if families.count < 40 { cut += 1 }
                    #expect(families.allSatisfy { $0.sampleCount == 10 })
                }
                return cut
            }.value
            print("cut off in \(cut) of \(rounds)")
            #expect(await registry.settles())
        }
    }
}
