/// Why a collector can't be run as its policy says.
public enum InvalidPolicy: Error, Hashable, Sendable, CustomStringConvertible {
    /// A time that has to be longer than zero, and which.
    case duration(Duration, of: String)
    /// A time that may not be less than zero, and which.
    case negative(Duration, of: String)
    /// A rate that is no number above 0 and up to a million a second.
    case rate(Double)
    /// A number that has to be at least 1, and which.
    case count(Int, of: String)
    /// A collector whose runs exclude each other, in a group of which several may run.
    case exclusiveInGroup(String, atOnce: Int)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .duration(let duration, let name):
            "The \(name) of a policy is \(duration): it has to be longer than zero; leave it out for none."
        case .negative(let duration, let name): "The \(name) of a policy is \(duration): it has to be zero or longer."
        case .rate(let rate): "The rate of a policy is \(rate) a second: it has to be a number above 0 and up to 1,000,000."
        case .count(let count, let name): "The \(name) of a policy is \(count): it has to be 1 or more."
        case .exclusiveInGroup(let group, let atOnce):
            "A policy has exclusive runs in the group \(group.debugDescription), of which \(atOnce) may run at once: use a group of one, or none."
        }
    }
}

extension CollectorPolicy {
    /// Throws where there is no sense in it.
    func check() throws(InvalidPolicy) {
        if let timeout, timeout <= .zero { throw .duration(timeout, of: "timeout") }
        if let cache {
            if cache.freshFor < .zero { throw .negative(cache.freshFor, of: "cache's freshFor") }
            if cache.staleFor < .zero { throw .negative(cache.staleFor, of: "cache's staleFor") }
            if cache.freshFor == .zero && cache.staleFor == .zero {
                throw .duration(cache.freshFor, of: "cache's freshFor and staleFor together")
            }
        }
        if let breaker {
            if breaker.failures < 1 { throw .count(breaker.failures, of: "breaker's failures") }
            if breaker.window <= .zero { throw .duration(breaker.window, of: "breaker's window") }
            if breaker.pause <= .zero { throw .duration(breaker.pause, of: "breaker's pause") }
        }
        if case .serial(let group, let atOnce) = isolation {
            if atOnce < 1 { throw .count(atOnce, of: "isolation's atOnce") }
            if atOnce > 1, joining == .exclusive { throw .exclusiveInGroup(group, atOnce: atOnce) }
        }
        if let rateLimit {
            // Not a number is none of these.
            guard rateLimit.perSecond > 0, rateLimit.perSecond <= 1_000_000 else { throw .rate(rateLimit.perSecond) }
            if rateLimit.burst < 1 { throw .count(rateLimit.burst, of: "rate limit's burst") }
        }
    }
}
