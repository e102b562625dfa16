/// An endpoint that shows metrics, and how they are shown here.
public struct RemoteTarget: Sendable {
    /// Why something can't be a target.
    public enum Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        /// The URL is none, or can't be asked.
        case url(InvalidURL)
        /// The labels can't be added to every sample.
        case labels(InvalidDescriptor)

        /// What is wrong and what to do.
        public var description: String {
            switch self {
            case .url(let error): error.description
            case .labels(let error): error.description
            }
        }
    }

    /// As it was given.
    public let url: String
    /// What it is called in reports and in the label `collector`: the URL, unless it was given a name.
    public let name: String
    /// Labels that all its samples get.
    public let labels: Labels
    let endpoint: HTTPEndpoint

    /// - Parameters:
    ///   - url: `http://host:port/path?query`; without a path it is `/metrics`. Which schemes there are depends on the transport.
    ///   - name: What it is called in reports and in the label `collector`, instead of the URL.
    ///   - labels: Added to all its samples. A label that a sample has already is kept as `exported_NAME`.
    /// - Throws: ``Invalid`` with what is wrong with the URL or the labels.
    public init(_ url: String, named name: String? = nil, labels: KeyValuePairs<String, String> = [:]) throws(Invalid) {
        do throws(InvalidURL) { endpoint = try HTTPEndpoint(url) } catch { throw .url(error) }
        do throws(InvalidDescriptor) { self.labels = try Labels(added: labels) } catch { throw .labels(error) }
        self.url = url
        self.name = name ?? url
    }
}
