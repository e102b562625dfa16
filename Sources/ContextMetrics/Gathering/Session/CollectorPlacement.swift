/// How a collector is started in a gather.
enum CollectorPlacement: UInt8, Sendable {
    /// As its pace says.
    case automatic
    /// Back to back with the quick ones.
    case inline
    /// With a puller of its own.
    case thread
    /// When it is its turn.
    case turns

    init(_ isolation: CollectorPolicy.Isolation) {
        switch isolation {
        case .automatic: self = .automatic
        case .inline: self = .inline
        case .thread: self = .thread
        case .serial: self = .turns
        }
    }
}
