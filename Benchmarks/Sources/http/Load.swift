#if HTTP
    import Dispatch
    import Measuring
    import Synchronization

    /// Clients that ask again as soon as they have an answer.
    enum Load {
        /// How many answers came in that time.
        ///
        /// A connection that breaks counts no more.
        static func run(connections: Int, seconds: Double, port: Int, path: String) -> Int {
            let answered = Atomic<Int>(0)
            let end = Clock.now() + UInt64(seconds * 1e9)
            DispatchQueue.concurrentPerform(iterations: connections) { _ in
                guard let client = try? Client(port: port) else { return }
                while Clock.now() < end, (try? client.get(path)) != nil { answered.wrappingAdd(1, ordering: .relaxed) }
            }
            return answered.load(ordering: .relaxed)
        }
    }
#endif
