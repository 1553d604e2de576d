package dev.latchkey.benchmarks.controls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;

/** Answers each request head with its path's recorded response; flushes when the read is done. One serves all connections. */
@Sharable
final class NettyAnswers extends ChannelInboundHandlerAdapter {
    private static final Prepared NOT_FOUND = new Prepared(new RecordedResponse(404, Map.of(), new byte[0]));

    private final Map<String, Prepared> answers = new HashMap<>();
    private final DateHeader date;

    NettyAnswers(Map<String, RecordedResponse> recorded, DateHeader date) {
        recorded.forEach((path, response) -> answers.put(path, new Prepared(response)));
        this.date = date;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                context.write(answers.getOrDefault(request.uri(), NOT_FOUND).response(date), context.voidPromise());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** Names and values turned into ASCII once, so that a response only points at them. */
    private static final class Prepared {
        private final HttpResponseStatus status;
        private final AsciiString[] names;
        private final AsciiString[] values;
        private final ByteBuf body;
        private final AsciiString contentLength;

        Prepared(RecordedResponse recorded) {
            status = HttpResponseStatus.valueOf(recorded.status());
            names = recorded.headers().keySet().stream().map(AsciiString::new).toArray(AsciiString[]::new);
            values = recorded.headers().values().stream().map(AsciiString::new).toArray(AsciiString[]::new);
            byte[] bytes = recorded.body();
            body = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes));
            contentLength = new AsciiString(Integer.toString(bytes.length));
        }

        FullHttpResponse response(DateHeader date) {
            var unvalidated = DefaultHttpHeadersFactory.headersFactory().withValidation(false);
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, body.duplicate(), unvalidated, unvalidated);
            var headers = response.headers();
            headers.set(HttpHeaderNames.DATE, date.value());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, contentLength);
            for (int i = 0; i < names.length; i++) {
                headers.set(names[i], values[i]);
            }
            return response;
        }
    }
}
