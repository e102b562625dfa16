extension ScrapeHandler {
    /// How the collectors fare, as JSON: see ``RegistryStatus/json``.
    ///
    /// For a path of its own, beside that of the metrics. It tells names of collectors, and waits for nothing. Of several registries, and of
    /// targets, all are told, in the order in which they are gathered. 404 where there is no registry behind the handler's gatherer, 405 for
    /// methods other than GET and HEAD.
    public func respondWithStatus(to request: ScrapeRequest) -> ScrapeResponse {
        if request.method != "GET" && request.method != "HEAD" { return .methodNotAllowed }
        let registries = gatherer.knownRegistries
        if registries.isEmpty { return .noStatus }
        let response = ScrapeResponse.status(RegistryStatus(merging: registries.map { $0.status() }).json)
        return request.method == "HEAD" ? response.withoutBody : response
    }
}
