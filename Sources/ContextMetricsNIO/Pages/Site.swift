#if NIO
    import ContextMetrics

    /// What is where on a metrics server.
    struct Site {
        enum Place {
            case metrics
            case status
            case page(ScrapeResponse)
        }

        /// The path of the metrics, with its leading slash.
        let path: String

        /// Where the collectors' status is, `nil` for nowhere.
        private let statusPath: String?

        init(path: String, statusPath: String? = nil) {
            self.path = Site.absolute(path)
            self.statusPath = statusPath.map(Site.absolute)
        }

        private static func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "/" + path }

        func place(of target: RequestTarget, method: String) -> Place {
            switch target.path {
            case path: .metrics
            case statusPath: .status
            case "/": .page(Self.page(LandingPage.html(linkingTo: path), type: "text/html; charset=utf-8", method: method))
            case "/-/healthy": .page(Self.page("Healthy.\n", method: method))
            default: .page(Self.text(404, "Nothing is here. The metrics are at \(path).\n", method: method))
            }
        }

        /// The last answer on a connection that takes nothing more.
        static func refusal(_ refusal: Refusal) -> ScrapeResponse { text(refusal.rawValue, refusal.reason + "\n") }

        private static func page(_ text: String, type: String = plainText, method: String) -> ScrapeResponse {
            if method == "GET" || method == "HEAD" { return response(200, text, type: type, method: method) }
            return response(405, "Only GET and HEAD are answered here.\n", method: method, headers: [("allow", "GET, HEAD")])
        }

        private static func text(_ status: Int, _ text: String, method: String = "GET") -> ScrapeResponse {
            response(status, text, method: method)
        }

        private static let plainText = "text/plain; charset=utf-8"

        private static func response(
            _ status: Int, _ text: String, type: String = plainText, method: String, headers: [(name: String, value: String)] = []
        ) -> ScrapeResponse {
            let bytes = Array(text.utf8)
            return ScrapeResponse(
                status: status,
                headers: [
                    (name: "content-type", value: type),
                    (name: "content-length", value: String(bytes.count)),
                    (name: "x-content-type-options", value: "nosniff"),
                ] + headers,
                body: method == "HEAD" ? .init() : .init([bytes])
            )
        }
    }
#endif
