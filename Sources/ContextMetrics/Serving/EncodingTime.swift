import Synchronization

/// How long merging and encoding has taken lately, so that a scrape of very many samples begins with it early enough.
///
/// Up at once, down slowly: a scrape that was cut short says little about the next.
final class EncodingTime: Sendable {
    private let nanoseconds = Atomic<Int64>(0)

    /// A quarter more than was seen.
    var expected: Duration { .nanoseconds(nanoseconds.load(ordering: .relaxed) / 4 * 5) }

    func note(_ duration: Duration) {
        let seen = duration.clampedNanoseconds
        let before = nanoseconds.load(ordering: .relaxed)
        nanoseconds.store(seen >= before ? seen : before - (before - seen) / 8, ordering: .relaxed)
    }

    /// What has passed of an encoding that goes on.
    func noteAtLeast(_ duration: Duration) {
        if duration.clampedNanoseconds > nanoseconds.load(ordering: .relaxed) { note(duration) }
    }
}
