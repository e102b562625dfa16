#if HTTP
    /// Counts the bytes of a response's body, which comes in pieces of any size, until it is whole.
    enum BodyCount {
        case length(left: Int, Int)
        case chunks(ChunkedCount)

        /// - Returns: The body's bytes, once it is whole.
        mutating func take(_ bytes: ArraySlice<UInt8>) -> Int? {
            switch self {
            case .length(let left, let all):
                self = .length(left: left - bytes.count, all)
                return left <= bytes.count ? all : nil
            case .chunks(var chunks):
                let whole = chunks.take(bytes)
                self = .chunks(chunks)
                return whole ? chunks.count : nil
            }
        }
    }

    /// A body in chunks, without trailers, as servers send it that don't know its length beforehand.
    ///
    /// Source: RFC 9112, section 7.1.
    struct ChunkedCount {
        private(set) var count = 0
        private var state = State.size(0)

        private enum State {
            case size(Int)
            /// And the line's end.
            case data(left: Int)
            /// The empty line behind the last chunk.
            case end
        }

        /// - Returns: Whether the last chunk was in it.
        mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
            var rest = bytes
            while let byte = rest.first {
                switch state {
                case .size(let size):
                    rest = rest.dropFirst()
                    if let digit = Character(UnicodeScalar(byte)).hexDigitValue {
                        state = .size(size * 16 + digit)
                    } else if byte == UInt8(ascii: "\n") {
                        count += size
                        state = size == 0 ? .end : .data(left: size + 2)
                    }
                case .data(let left):
                    let taken = min(left, rest.count)
                    rest = rest.dropFirst(taken)
                    state = taken == left ? .size(0) : .data(left: left - taken)
                case .end:
                    rest = rest.dropFirst()
                    if byte == UInt8(ascii: "\n") { return true }
                }
            }
            return false
        }
    }
#endif
