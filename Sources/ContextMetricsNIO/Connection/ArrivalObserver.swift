#if NIO
    import NIOCore

    /// Tells the connection's handler of bytes before the decoder makes a request of them, so that a request that arrives one
    /// byte at a time has its time counted from the first.
    final class ArrivalObserver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        /// The event that is fired.
        enum Event {
            case bytesArrived
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.fireUserInboundEventTriggered(Event.bytesArrived)
            context.fireChannelRead(data)
        }
    }
#endif
