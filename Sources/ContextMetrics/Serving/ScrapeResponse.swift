/// The answer to a scrape, complete: encoding it can't fail any more.
public struct ScrapeResponse: Sendable {
    /// The status code.
    public let status: Int
    /// Names in lower case, with their values.
    ///
    /// `content-length` is among them, of the body that a GET has.
    public let headers: [(name: String, value: String)]
    /// Empty for HEAD.
    public let body: Body

    /// The bytes of a response, in blocks that can be written one after the other.
    public struct Body: Sendable {
        /// In order; none of them empty.
        public let blocks: [[UInt8]]
        /// The bytes of all blocks.
        public let count: Int

        /// A body of blocks, none of which may be empty.
        public init(_ blocks: [[UInt8]] = []) {
            self.blocks = blocks
            count = blocks.reduce(0) { $0 + $1.count }
        }

        /// All bytes in one array.
        ///
        /// Copies them when there are several blocks.
        public var bytes: [UInt8] {
            if blocks.count == 1 { return blocks[0] }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count)
            for block in blocks { bytes += block }
            return bytes
        }
    }

    /// A response as it is: nothing is added or checked.
    public init(status: Int, headers: [(name: String, value: String)], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header by its name in lower case.
    public subscript(header name: String) -> String? { headers.first { $0.name == name }?.value }
}
