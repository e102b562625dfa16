#if NIO
    import NIOCore
    import NIOHTTP1

    /// Why a connection takes nothing more: the status of the last answer on it.
    enum Refusal: Int, Equatable, CaseIterable {
        case badRequest = 400
        case requestTimeout = 408
        case bodyTooLarge = 413
        case expectation = 417
        case headTooLarge = 431
        case version = 505

        /// What an error of the decoder means to the client; `nil` for one that isn't about what the client sent.
        init?(_ error: any Error) {
            switch error {
            case HTTPParserError.headerOverflow, is ByteToMessageDecoderError.PayloadTooLargeError: self = .headTooLarge
            case HTTPParserError.invalidVersion: self = .version
            case is HTTPParserError: self = .badRequest
            default: return nil
            }
        }

        /// Told to the client.
        var reason: String {
            switch self {
            case .badRequest: "This is not an HTTP/1.1 request."
            case .requestTimeout: "The request took too long to arrive."
            case .bodyTooLarge: "The request has a body that is too large; a scrape has none."
            case .expectation: "Expectations are not met here; send the request without one."
            case .headTooLarge: "The request's head is too large."
            case .version: "This server speaks HTTP/1.1 and HTTP/1.0."
            }
        }
    }
#endif
