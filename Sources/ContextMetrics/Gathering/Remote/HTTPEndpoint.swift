/// The address of an endpoint: `http://host:port/path?query`.
package struct HTTPEndpoint: Hashable, Sendable {
    /// Whether it is spoken to through TLS.
    package let isSecure: Bool
    /// A name, or an address without brackets.
    package let host: String
    package let port: Int
    /// The header `Host`.
    package let authority: String
    /// Path and query, as they are in the request.
    package let path: String

    /// Without a path it is `/metrics`, as it is for Prometheus.
    package init(_ text: String) throws(InvalidURL) {
        func invalid(_ reason: String) -> InvalidURL { InvalidURL(text: text, reason: reason) }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw invalid("the URL has bytes that no URL has") }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard ["http", "https"].contains(scheme), text.dropFirst(scheme.count).hasPrefix("://") else {
            throw invalid("the URL has to begin with http://")
        }
        let rest = text.dropFirst(scheme.count + "://".count).prefix { $0 != "#" }
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
        if host.contains(where: { "[]\"<>\\^`{|}".contains($0) }) { throw invalid("the URL's host has a character that no host has") }
        isSecure = scheme == "https"
        // Without a sign, which a number may have elsewhere.
        if port?.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) == false { port = "" }
        guard let number = port.map({ Int($0) }) ?? (isSecure ? 443 : 80), (1...65_535).contains(number) else {
            throw invalid("the URL's port is no number from 1 to 65535")
        }
        self.host = String(host)
        self.port = number
        self.authority = String(authority)
        path = target.isEmpty ? "/metrics" : target.first == "?" ? "/metrics" + target : String(target)
    }
}

/// A text that is no URL that can be scraped.
public struct InvalidURL: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was given.
    public let text: String
    package let reason: String

    /// What is wrong, with the text.
    public var description: String { "\(reason): \(text.debugDescription)" }
}
