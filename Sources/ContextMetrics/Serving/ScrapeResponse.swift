/// The answer to a scrape, complete: encoding it can't fail any more.
public struct ScrapeResponse: Sendable {
    /// The status code.
    public let status: Int
    /// Names in lower case, with their values.
    ///
    /// `content-length` is among them, of the body that a GET has, where that is known before it is written.
    public let headers: [(name: String, value: String)]
    /// Empty for HEAD.
    public let body: Body

    /// A response as it is: nothing is added or checked.
    public init(status: Int, headers: [(name: String, value: String)], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header by its name in lower case.
    public subscript(header name: String) -> String? { headers.first { $0.name == name }?.value }
}
