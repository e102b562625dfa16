#if NIO
    /// The path and the query of a request's target (RFC 9112, 3.2), as they were sent: nothing is decoded.
    struct RequestTarget: Equatable {
        /// With its leading slash, unless the target has another form, as `*`.
        let path: String
        /// What follows the question mark; empty without one.
        let query: String

        init(_ target: String) {
            // Bytes, not characters: a combining mark after a `?` must not hide it.
            var rest = target.utf8[...]
            let isAbsolute = Self.dropAuthority(&rest)
            let resource = rest.prefix { $0 != UInt8(ascii: "#") }
            let path = resource.prefix { $0 != UInt8(ascii: "?") }
            self.path = path.isEmpty && isAbsolute ? "/" : String(decoding: path, as: UTF8.self)
            query = String(decoding: resource[path.endIndex...].dropFirst(), as: UTF8.self)
        }

        /// Servers take the absolute form as well (RFC 9112, 3.2.2): `http://host/path`.
        private static func dropAuthority(_ target: inout Substring.UTF8View) -> Bool {
            let scheme = target.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
            let afterScheme = target[scheme.endIndex...]
            guard !scheme.isEmpty, afterScheme.starts(with: "://".utf8) else { return false }
            target = afterScheme.dropFirst(3).drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
            return true
        }
    }
#endif
