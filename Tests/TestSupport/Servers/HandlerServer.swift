#if os(Linux)
    package import ContextMetrics
    import Dispatch
    import Foundation
    import Synchronization

    /// Handlers behind a server of this process, each at paths of its own, until this is released.
    package final class HandlerServer: Sendable {
        /// What is at a path.
        package struct Route: Sendable {
            let handler: ScrapeHandler
            let accept: String?

            /// `accept` stands in the place of what the scraper asks for, where it is given.
            package init(_ handler: ScrapeHandler, accept: String? = nil) {
                self.handler = handler
                self.accept = accept
            }
        }

        /// What a server needs to answer, apart from it: its thread refers to this.
        private final class Answers: Sendable {
            private let routes: [String: Route]
            private let last = Mutex<[UInt8]>([])
            let types = Mutex<Set<String>>([])

            init(_ routes: [String: Route]) { self.routes = routes }

            /// On the server's thread, which may wait: one request after the other.
            func answer(to request: String) -> [UInt8] {
                let target = request.split(separator: " ", maxSplits: 2).dropFirst().first.map(String.init) ?? ""
                guard let route = routes[target] else { return Array("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n".utf8) }
                let isReady = DispatchSemaphore(value: 0)
                Task.detached { [self] in
                    let asked = ScrapeRequest { name in
                        if name == "accept", let accept = route.accept { return [accept] }
                        return Self.header(name, of: request)
                    }
                    let response = await route.handler.respond(to: asked)
                    let headers = response.headers.map { "\($0): \($1)\r\n" }.joined()
                    let head = "HTTP/1.1 \(response.status) OK\r\n\(headers)Connection: close\r\n\r\n"
                    types.withLock { _ = $0.insert(response[header: "content-type"] ?? "none") }
                    last.withLock { $0 = Array(head.utf8) + response.body.bytes }
                    isReady.signal()
                }
                isReady.wait()
                return last.withLock { $0 }
            }

            private static func header(_ name: String, of request: String) -> [String] {
                request.components(separatedBy: "\r\n").compactMap { line in
                    let parts = line.split(separator: ":", maxSplits: 1)
                    return parts.count == 2 && parts[0].lowercased() == name ? parts[1].trimmingCharacters(in: .whitespaces) : nil
                }
            }
        }

        private let answers: Answers
        private let server: AnsweringServer

        /// By their paths.
        package init(_ routes: [String: Route]) throws {
            let answers = Answers(routes)
            self.answers = answers
            server = try AnsweringServer { answers.answer(to: $0) }
        }

        package var port: Int { server.port }
        /// The types of its answers so far.
        package var types: Set<String> { answers.types.withLock { $0 } }
    }
#endif
