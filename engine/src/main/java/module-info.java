import org.jspecify.annotations.NullMarked;

/** An HTTP server for one handler; the only module that sees Netty. */
@NullMarked
module dev.latchkey.engine {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.http;
    requires io.netty.common;
    requires io.netty.buffer;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.handler;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;

    exports dev.latchkey.engine;
}
