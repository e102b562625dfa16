extension ScrapeHandler {
    /// How the collectors fare, as JSON: see ``RegistryStatus/json``.
    ///
    /// For a path of its own, beside that of the metrics. It tells names of collectors, and waits for nothing. 404 where the handler's gatherer
    /// is no registry, 405 for methods other than GET and HEAD.
    public func respondWithStatus(to request: ScrapeRequest) -> ScrapeResponse {
        if request.method != "GET" && request.method != "HEAD" { return .methodNotAllowed }
        guard let registry = gatherer as? ContextRegistry else { return .noStatus }
        let response = ScrapeResponse.status(registry.status().json)
        return request.method == "HEAD" ? response.withoutBody : response
    }
}
