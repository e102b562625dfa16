#if NIO
    import ContextMetrics

    /// What is scraped.
    struct ScrapeTarget {
        /// As it was given.
        let text: String
        let endpoint: HTTPEndpoint

        /// Without a path it is `/metrics`, as it is for Prometheus.
        init(_ text: String) throws(LatencyArguments.Invalid) {
            do throws(InvalidURL) { endpoint = try HTTPEndpoint(text) } catch { throw .init(message: error.description) }
            if endpoint.isSecure { throw .init(message: "only http can be measured, there is no TLS here: \(text.debugDescription)") }
            self.text = text
        }
    }
#endif
