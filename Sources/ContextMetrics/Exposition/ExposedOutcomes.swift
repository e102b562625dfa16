/// How the gather of an exposition went, for formats that tell of it.
struct ExposedOutcomes: Sendable {
    struct Collector: Sendable {
        let name: String
        let outcome: String
        /// `nil` for a run that didn't end in this gather or wasn't started.
        let duration: Duration?
    }

    struct Conflict: Sendable {
        let collector: String
        let family: String
        let reason: DropReason
        let samples: Int
    }

    /// Why the gather ended when it did.
    var ending = "complete"
    /// In the order of registration.
    var collectors: [Collector] = []
    var conflicts: [Conflict] = []
}
