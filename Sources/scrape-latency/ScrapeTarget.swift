#if NIO
    /// The address of an endpoint: `http://host:port/path?query`.
    struct ScrapeTarget {
        /// As it was given.
        let text: String
        /// A name, or an address without brackets.
        let host: String
        let port: Int
        /// The header `Host`.
        let authority: String
        /// Path and query, as they are in the request.
        let path: String

        /// Without a path it is `/metrics`, as it is for Prometheus.
        init(_ text: String) throws(LatencyArguments.Invalid) {
            func invalid(_ reason: String) -> LatencyArguments.Invalid { .init(message: "\(reason): \(text.debugDescription)") }
            guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw invalid("the URL has bytes that no URL has") }
            if text.lowercased().hasPrefix("https://") { throw invalid("only http can be measured, there is no TLS here") }
            guard text.lowercased().hasPrefix("http://") else { throw invalid("the URL has to begin with http://") }
            let rest = text.dropFirst("http://".count).prefix { $0 != "#" }
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            if authority.contains("@") { throw invalid("a URL with a user can't be used") }
            let target = rest[authority.endIndex...]
            var host = authority
            var port: Substring?
            if authority.first == "[" {
                guard let end = authority.firstIndex(of: "]") else { throw invalid("the URL has an address without its end") }
                host = authority[..<end].dropFirst()
                let behind = authority[end...].dropFirst()
                if let first = behind.first, first != ":" { throw invalid("the URL has no port behind its address") }
                port = behind.isEmpty ? nil : behind.dropFirst()
            } else if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[colon...].dropFirst()
            }
            if host.isEmpty { throw invalid("the URL has no host") }
            guard let number = port.map({ Int($0) }) ?? 80, (1...65_535).contains(number) else {
                throw invalid("the URL's port is no number from 1 to 65535")
            }
            self.text = text
            self.host = String(host)
            self.port = number
            self.authority = String(authority)
            path = target.isEmpty ? "/metrics" : target.first == "?" ? "/metrics" + target : String(target)
        }
    }
#endif
