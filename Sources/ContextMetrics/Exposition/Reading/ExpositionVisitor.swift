/// What is told of each line of an exposition that an ``ExpositionParser`` reads, in the order of the lines.
///
/// What is lent ends with the call: ask it for texts and numbers, and keep those.
public protocol ExpositionVisitor {
    /// A line of metadata, or a comment.
    mutating func visit(_ metadata: borrowing ReadMetadata)
    /// A line with a sample.
    mutating func visit(_ sample: borrowing ReadSample)
    /// The exposition is over, and valid.
    mutating func visitEnd()
}

extension ExpositionVisitor {
    /// Does nothing.
    public mutating func visit(_ metadata: borrowing ReadMetadata) {}
    /// Does nothing.
    public mutating func visitEnd() {}
}
