/// Why a target brought nothing.
public enum RemoteFailure: Error, Sendable, CustomStringConvertible {
    /// The answer was not complete in time.
    case timeout
    /// There was no connection, or it was lost. The error is the transport's.
    case connection(any Error)
    /// A status other than 200. Redirects are not followed.
    case status(Int)
    /// `Content-Type` is missing, or neither text format nor OpenMetrics.
    case contentType(String?)
    /// `Content-Encoding` is something else than gzip, or the body isn't compressed as it says.
    case contentEncoding(String)
    /// More bytes than the limit, after decompression.
    case tooLarge(limit: Int)
    /// More samples than the target's policy allows.
    case tooMany(limit: Int)
    /// No exposition, or one that has no end.
    case malformed(InvalidExposition)
    /// The transport didn't do what it has to: tell of the head once, before the body.
    case transport

    /// The class, in one word or two: for labels and for machines.
    public var name: String {
        switch self {
        case .timeout: "timeout"
        case .connection: "connection"
        case .status(let status): "status_\(status)"
        case .contentType: "content_type"
        case .contentEncoding: "content_encoding"
        case .tooLarge: "too_large"
        case .tooMany: "too_many"
        case .malformed: "malformed"
        case .transport: "transport"
        }
    }

    /// What is wrong.
    public var description: String {
        switch self {
        case .timeout: "The target's answer was not complete in time."
        case .connection(let error): "The connection to the target failed: \(error)"
        case .status(let status): "The target answered with status \(status)."
        case .contentType(let type): "The target answers with \(type.map(\.debugDescription) ?? "no type"), neither text nor OpenMetrics."
        case .contentEncoding(let coding): "The target's answer isn't \(coding.debugDescription), as its content encoding says."
        case .tooLarge(let limit): "The target's answer is longer than the limit of \(limit) bytes."
        case .tooMany(let limit): "The target's answer has more than \(limit) samples, the limit of its policy."
        case .malformed(let error): "The target's answer is no exposition: \(error)"
        case .transport: "The transport handed over a body without a head, or two heads."
        }
    }
}

extension RemoteFailure: OutcomeError {
    var outcome: CollectorOutcome {
        switch self {
        case .timeout: .timeout
        case .tooLarge, .tooMany: .overflow
        default: .error
        }
    }
}
