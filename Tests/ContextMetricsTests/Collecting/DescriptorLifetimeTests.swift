import Testing

@testable import ContextMetrics

/// Records point to descriptors, which the buffer has to keep alive: most of the time it has them from the run before.
struct DescriptorLifetimeTests {
    private struct Held {
        weak var descriptor: FamilyDescriptor?
    }

    private func family(_ name: String) -> FamilyDescriptor { GaugeDescriptor(name).family }

    /// Writes a run of families that nobody but the buffer holds.
    private func run(_ names: [String], in buffer: SampleBuffer) -> [Held] {
        buffer.reset(caps: SampleCaps())
        return names.map { name in
            let descriptor = family(name)
            buffer.openFamily(descriptor)
            buffer.commitFamily()
            return Held(descriptor: descriptor)
        }
    }

    @Test(arguments: [["a"], ["a", "b"], ["c"], ["c", "a", "b"], []])
    func `a run's families are held, whatever the run before wrote`(names: [String]) {
        let buffer = SampleBuffer()
        _ = run(["a", "b"], in: buffer)
        let held = run(names, in: buffer)
        #expect(held.allSatisfy { $0.descriptor != nil })
        #expect(buffer.families(upTo: buffer.watermark).map(\.descriptor.name.text) == names)
    }

    @Test func `a family that follows one that was given up is held in its place`() {
        let buffer = SampleBuffer()
        let (a, b) = (family("a"), family("b"))
        buffer.openFamily(a)
        buffer.abortFamily()
        buffer.openFamily(b)
        buffer.commitFamily()
        #expect(buffer.families(upTo: buffer.watermark).map(\.descriptor.name.text) == ["b"])
    }

    @Test func `families that later runs don't write are let go`() {
        let buffer = SampleBuffer()
        let first = run(["a", "b"], in: buffer)
        _ = run(["c"], in: buffer)
        _ = run([], in: buffer)
        #expect(first.allSatisfy { $0.descriptor == nil })
    }
}
