package dev.latchkey.engine;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.Request.Body;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2 (RFC 9113). Netty keeps the frames, their windows and the floods in order; here each stream becomes a
 * request, and a malformed one ends its stream and nobody else's. Used on its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written closes the channel, which is heard of
final class Http2Connection extends Http2EventAdapter implements Connection.Protocol {
    private static final int MAX_STREAMS = 100;

    /** A browser that leaves a page resets what it waits for, all of its streams at worst: five such pages are no attack. */
    private static final int MAX_RESETS = 5 * MAX_STREAMS;

    private static final int RESETS_WITHIN_SECONDS = 10;

    private final Http1Connection.Parts parts;
    private final Connection connection;
    private final Channel channel;
    private final boolean isTls;
    private final Handler handler;
    private final IntObjectHashMap<Exchange> exchanges = new IntObjectHashMap<>();
    private long quietSince = System.nanoTime();
    private boolean isDraining;
    private boolean hasAsked;

    private Http2Connection(Http1Connection.Parts parts, Connection connection, boolean isTls) {
        this.parts = parts;
        this.connection = connection;
        this.channel = connection.channel();
        this.isTls = isTls;
        this.handler = new Builder(this).build();
        handler.connection().addListener(this);
    }

    /** From now on the connection speaks HTTP/2. */
    static void begin(Http1Connection.Parts parts, Connection connection, boolean isTls) {
        Http2Connection begun = new Http2Connection(parts, connection, isTls);
        connection.speaks(begun);
        connection.channel().pipeline().addLast(begun.handler);
    }

    /** One stream: its request, then its answer until the last of it was sent. */
    private static final class Exchange {
        private final EngineRequest request;
        private final BodyReader body;
        private long answeredBy;
        private boolean isAsked;
        private @Nullable LiveSender live;

        Exchange(EngineRequest request, BodyReader body) {
            this.request = request;
            this.body = body;
        }
    }

    /** What Netty leaves to others: when to flush, and what becomes of a stream or a connection that fails. */
    private static final class Handler extends Http2ConnectionHandler {
        private final Http2Connection outer;

        Handler(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings,
                Http2Connection outer) {
            super(decoder, encoder, settings);
            this.outer = outer;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            super.channelRead(context, message);
            // Not when reading is complete: with io_uring that is told when the next bytes come, or late.
            flush(context);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                outer.inputIsOver();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
            if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
                outer.connection.failed(cause);
            } else {
                super.exceptionCaught(context, cause);
            }
        }

        @Override
        protected void onStreamError(
                ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException e) {
            int stream = e.streamId();
            if (e instanceof Http2Exception.HeaderListSizeException && connection().stream(stream) == null) {
                try {
                    outer.refuse(connection().remote().createStream(stream, true), ErrorCode.HEADERS_TOO_LARGE);
                    return;
                } catch (Http2Exception refused) {
                    // one stream more than there may be: it is reset like any other
                }
            }
            if (!outbound) {
                outer.unread(ErrorCode.MALFORMED_REQUEST); // nothing is sent but a reset, and that is logged
            }
            super.onStreamError(context, outbound, cause, e);
        }

        ChannelHandlerContext context() {
            return outer.channel.pipeline().context(this);
        }
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Handler, Builder> {
        private final Http2Connection outer;

        Builder(Http2Connection outer) {
            this.outer = outer;
            server(true);
            frameListener(outer);
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(MAX_STREAMS)
                    .maxHeaderListSize(HeadReader.MAX_FIELDS));
            validateHeaders(true);
            headerSensitivityDetector(AnswerWriter::isSensitive);
            decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESETS_WITHIN_SECONDS);
            encoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESETS_WITHIN_SECONDS);
            decoderEnforceMaxConsecutiveEmptyDataFrames(10);
            decoderEnforceMaxSmallContinuationFrames(16);
            gracefulShutdownTimeoutMillis(-1); // the engine decides when a drain is over
        }

        @Override
        public Handler build() {
            return super.build();
        }

        @Override
        protected Handler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Handler(decoder, encoder, settings, outer);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean isEnd)
            throws Http2Exception {
        onHeadersRead(context, stream, headers, padding, isEnd);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean isEnd)
            throws Http2Exception {
        Exchange known = exchanges.get(stream);
        if (known != null) {
            trailers(stream, known, headers, isEnd);
            return;
        }
        hasAsked = true;
        try {
            begin(stream, Http2Head.read(headers), isEnd);
        } catch (RefusedException e) {
            if (e.code() == ErrorCode.MALFORMED_REQUEST) {
                throw malformed(stream);
            }
            refuse(handler.connection().stream(stream), e.code());
        }
    }

    private void begin(int stream, Head head, boolean isEnd) {
        long now = System.nanoTime();
        BodyReader body = new BodyReader(parts.budget(), parts.limits().maxBodyBytes(), Head.NO_LENGTH, now);
        Exchange exchange = new Exchange(new EngineRequest(head, connection.peer(), isTls), body);
        exchanges.put(stream, exchange);
        connection.waitingSince(isEnd ? Connection.WORKING : now);
        if (isEnd) {
            end(stream, exchange);
        } else if (head.asksToContinue) {
            Http2Headers goOn = new DefaultHttp2Headers(false).status("100");
            handler.encoder().writeHeaders(handler.context(), stream, goOn, 0, false, channel.newPromise());
        }
    }

    private void trailers(int stream, Exchange exchange, Http2Headers trailers, boolean isEnd) throws Http2Exception {
        boolean isPseudo = trailers.names().stream().anyMatch(name -> name.charAt(0) == ':');
        if (isPseudo || !isEnd) {
            throw malformed(stream);
        }
        end(stream, exchange);
    }

    private static Http2Exception malformed(int stream) {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "malformed");
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean isEnd) {
        Exchange exchange = exchanges.get(stream);
        int size = data.readableBytes() + padding;
        if (exchange == null || exchange.isAsked) {
            return size; // of one that was answered first
        }
        try {
            exchange.body.add(ByteBufUtil.getBytes(data));
        } catch (RefusedException e) {
            exchange.isAsked = true;
            answer(stream, exchange, parts.refusals().of(e.code(), exchange.request));
            return size;
        }
        if (isEnd) {
            end(stream, exchange);
        } else if (exchange.body.outcome() != null) {
            ask(stream, exchange);
        }
        return size;
    }

    private void end(int stream, Exchange exchange) {
        exchange.body.end();
        if (!exchange.isAsked) {
            ask(stream, exchange);
        }
    }

    /** Asks for an answer, with the body or without what of it has not come by now. */
    private void ask(int stream, Exchange exchange) {
        Body outcome = exchange.body.outcome();
        Body given = outcome == null ? new Body.TimedOut() : outcome;
        exchange.isAsked = true;
        connection.waitingSince(Connection.WORKING);
        exchange.request.body(() -> given);
        Response now = parts.exchanges().answerNow(exchange.request);
        if (now != null) {
            answer(stream, exchange, now);
            return;
        }
        parts.exchanges().answerLater(exchange.request, channel.eventLoop(), answer -> {
            answer(stream, exchange, answer);
            handler.flush(handler.context());
        });
    }

    private void answer(int stream, Exchange exchange, Response answer) {
        if (exchanges.get(stream) != exchange || !channel.isActive()) {
            return; // its client does not want it any more
        }
        exchange.body.release();
        exchange.answeredBy = deadline(answer.content() instanceof Content.Whole whole ? whole.length() : 0);
        boolean isHead = exchange.request.method().equals("HEAD");
        Content.FilePart file = AnswerWriter.file(answer, isHead);
        Content.Live live = AnswerWriter.live(answer, isHead);
        if (live != null) {
            send(stream, exchange, answer, live);
        } else if (file != null) {
            send(stream, exchange, answer, file);
        } else {
            write(stream, answer, isHead);
        }
        if (exchanges.get(stream) == exchange && exchange.body.outcome() == null) {
            // The rest of its body is of no use to anybody (RFC 9113 §8.1).
            reset(stream, Http2Error.NO_ERROR);
        }
    }

    /** The refusal of a request whose head could not be read. */
    private Response unread(ErrorCode code) {
        return parts.refusals().ofUnread(code, new Head(new byte[0]), connection.peer(), isTls);
    }

    private void refuse(Http2Stream stream, ErrorCode code) {
        write(stream.id(), unread(code), false);
        if (stream.state().remoteSideOpen()) {
            reset(stream.id(), Http2Error.NO_ERROR);
        }
    }

    private void write(int stream, Response answer, boolean isHead) {
        ByteBuf body = AnswerWriter.body(answer, isHead);
        boolean isEmpty = !body.isReadable();
        ChannelHandlerContext context = handler.context();
        handler.encoder().writeHeaders(context, stream, parts.writer().http2(answer), 0, isEmpty, channel.newPromise());
        if (!isEmpty) {
            handler.encoder().writeData(context, stream, body, 0, true, channel.newPromise());
        }
    }

    private void send(int stream, Exchange exchange, Response answer, Content.FilePart file) {
        ChannelHandlerContext context = handler.context();
        FileSender.Sink pieces = new FileSender.Sink() {
            @Override
            public boolean takesFiles() {
                return false;
            }

            @Override
            public void send(Object piece, boolean isLast, ChannelPromise sent) {
                handler.encoder().writeData(context, stream, (ByteBuf) piece, 0, isLast, sent);
                handler.flush(context);
            }
        };
        FileSender.Opening opening = new FileSender.Opening() {
            @Override
            public FileSender.@Nullable Sink begin() {
                if (exchanges.get(stream) != exchange || !channel.isActive()) {
                    return null;
                }
                handler.encoder()
                        .writeHeaders(context, stream, parts.writer().http2(answer), 0, false, channel.newPromise());
                return pieces;
            }

            @Override
            public void failed(IOException cause) {
                answer(stream, exchange, parts.exchanges().failed(exchange.request, cause));
                handler.flush(context);
            }
        };
        FileSender.send(file, channel, parts.exchanges().executor(), opening, isWhole -> {
            if (!isWhole && exchanges.get(stream) == exchange) {
                reset(stream, Http2Error.INTERNAL_ERROR); // less than was said
                handler.flush(context);
            }
        });
    }

    /** By when so many bytes have left. */
    private long deadline(long bytes) {
        long allowed = TimeUnit.SECONDS.toNanos(bytes) / Connection.MIN_BYTES_PER_SECOND;
        return System.nanoTime() + parts.limits().write().toNanos() + allowed;
    }

    private void send(int stream, Exchange exchange, Response answer, Content.Live content) {
        ChannelHandlerContext context = handler.context();
        exchange.answeredBy = 0; // it takes as long as it takes, but for what is on its way
        handler.encoder().writeHeaders(context, stream, parts.writer().http2(answer), 0, false, channel.newPromise());
        exchange.live = LiveSender.send(content, channel, new LiveSender.Sink() {
            @Override
            public void send(ByteBuf piece, ChannelPromise sent) {
                exchange.answeredBy = deadline(piece.readableBytes());
                sent.addListener(taken -> exchange.answeredBy = 0);
                handler.encoder().writeData(context, stream, piece, 0, false, sent);
                handler.flush(context);
            }

            @Override
            public void end(boolean isWhole) {
                exchange.live = null;
                if (isWhole) {
                    exchange.answeredBy = deadline(0);
                    handler.encoder().writeData(context, stream, Unpooled.EMPTY_BUFFER, 0, true, channel.newPromise());
                } else if (exchanges.get(stream) == exchange) {
                    reset(stream, Http2Error.INTERNAL_ERROR); // its client must not take it for all
                }
                handler.flush(context);
            }
        });
        if (isDraining || parts.connections().isDraining()) {
            exchange.live.end(true); // it came too late to be told with the others
        }
    }

    private void reset(int stream, Http2Error why) {
        handler.resetStream(handler.context(), stream, why.code(), channel.newPromise());
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Exchange ended = exchanges.remove(stream.id());
        if (ended != null) {
            ended.body.release();
            if (ended.live != null) {
                ended.live.abandon();
            }
        }
        if (exchanges.isEmpty()) {
            quietSince = System.nanoTime();
            connection.waitingSince(quietSince);
        }
    }

    @Override
    public void check(long now) {
        EngineLimits limits = parts.limits();
        if (exchanges.isEmpty()) {
            long idle = limits.idle().toNanos();
            if (now - quietSince
                    > (hasAsked ? idle : Math.min(idle, limits.head().toNanos()))) {
                leave();
            }
            return;
        }
        forEach((exchange, stream) -> {
            if (!exchange.isAsked && now - exchange.body.deadline(limits) > 0) {
                ask(stream, exchange);
            } else if (exchange.answeredBy != 0 && now - exchange.answeredBy > 0) {
                connection.abort(); // its window stays shut, or nothing is read at all
            }
        });
    }

    /** What is done may end a stream, and with it its exchange. */
    private void forEach(ObjIntConsumer<Exchange> task) {
        List.copyOf(exchanges.entrySet()).forEach(entry -> task.accept(entry.getValue(), entry.getKey()));
        handler.flush(handler.context());
    }

    /** No new streams; ends when the last of the others did, or was overdue. */
    private void leave() {
        if (isDraining) {
            connection.abort();
        }
        isDraining = true;
        endLive();
        quietSince = System.nanoTime()
                + Http1Connection.FAREWELL.toNanos()
                - parts.limits().idle().toNanos();
        hasAsked = true;
        channel.close();
    }

    /** What has no end of its own ends now. */
    private void endLive() {
        forEach((exchange, stream) -> {
            if (exchange.live != null) {
                exchange.live.end(true);
            }
        });
    }

    /** What has not come by now never does; what has is answered, should anybody still be there to read it. */
    private void inputIsOver() {
        forEach((exchange, stream) -> {
            if (!exchange.isAsked) {
                reset(stream, Http2Error.CANCEL);
            }
        });
        endLive();
        channel.close();
    }

    @Override
    public void drain() {
        if (!isDraining) {
            leave();
        }
    }
}
