import Measuring

extension Work {
    /// What is asked of ours, when the others have been measured.
    ///
    /// - Parameters:
    ///   - floor: The median of the floor, where it was measured.
    ///   - peers: The medians of the others.
    /// - Returns: The strictest of the limits that can be told, and where it comes from.
    func goal(floor: Double?, peers: [Double]) -> Goal {
        let limits = must.compactMap { limit in limit.value(floor, peers).map { (value: $0, text: limit.text) } }
        let strictest = limits.min { $0.value < $1.value }
        let missing = must.filter { $0.value(floor, peers) == nil }.map { "can't tell: " + $0.text }
        let texts = [strictest?.text].compactMap { $0 }.filter { !$0.isEmpty } + missing
        return Goal(
            must: strictest?.value ?? .infinity, aim: aim.value(floor, peers) ?? -.infinity,
            reason: texts.joined(separator: "; "))
    }
}

extension Limit {
    /// Nothing, where what it is a limit beside wasn't measured.
    fileprivate func value(_ floor: Double?, _ peers: [Double]) -> Double? {
        switch self {
        case .value(let value): value
        case .times(let factor, _): floor.map { $0 * factor }
        case .over(let excess, _): floor.map { $0 + excess }
        case .timesBestPeer(let factor): peers.min().map { $0 * factor }
        }
    }

    fileprivate var text: String {
        switch self {
        case .value: ""
        case .times(let factor, let floor): "\(factor)x \(floor)"
        case .over(let excess, let floor): "\(floor) + \(excess)"
        case .timesBestPeer(let factor): "\(factor)x best peer"
        }
    }
}
