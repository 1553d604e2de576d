package dev.latchkey.engine;

import dev.latchkey.http.exchange.Request.Body;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

    /** The slowest reader of an answer that is waited for. */
    private static final long MIN_BYTES_PER_SECOND = 4096;

    private static final Map<String, RequestHeader> NAMES = new HashMap<>();

    static {
        for (RequestHeader header : RequestHeader.values()) {
            NAMES.put(header.fieldName().toLowerCase(java.util.Locale.ROOT), header);
        }
    }

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
        connection.channel().pipeline().addLast(begun.handler, new Last(begun));
    }

    /** Hears of what the codec does not deal with. */
    private static final class Last extends ChannelInboundHandlerAdapter {
        private final Http2Connection outer;

        Last(Http2Connection outer) {
            this.outer = outer;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                outer.inputIsOver();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            outer.connection.failed(cause);
        }
    }

    /** One stream: its request, then its answer until the last of it was sent. */
    private static final class Exchange {
        private final EngineRequest request;
        private final BodyReader body;
        private long answeredBy;
        private boolean isAsked;

        Exchange(EngineRequest request, BodyReader body) {
            this.request = request;
            this.body = body;
        }
    }

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
            flush(context); // not when reading is complete: with io_uring that is told when the next bytes come, or
            // late
        }

        @Override
        protected void onStreamError(
                ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException e) {
            if (e instanceof Http2Exception.HeaderListSizeException && connection().stream(e.streamId()) == null) {
                try {
                    connection().remote().createStream(e.streamId(), true);
                    outer.write(e.streamId(), outer.unread(ErrorCode.HEADERS_TOO_LARGE), false);
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
        long now = System.nanoTime();
        EngineRequest request = request(stream, headers);
        BodyReader body = new BodyReader(parts.budget(), parts.limits().maxBodyBytes(), Head.NO_LENGTH, now);
        Exchange exchange = new Exchange(request, body);
        exchanges.put(stream, exchange);
        connection.waitingSince(isEnd ? Connection.WORKING : now);
        if (isEnd) {
            body.end();
            ask(stream, exchange);
        } else if (headers.contains("expect", "100-continue", true)) {
            handler.encoder()
                    .writeHeaders(
                            handler.context(),
                            stream,
                            new DefaultHttp2Headers(false).status("100"),
                            0,
                            false,
                            channel.newPromise());
        }
    }

    private void trailers(int stream, Exchange exchange, Http2Headers trailers, boolean isEnd) throws Http2Exception {
        for (Map.Entry<CharSequence, CharSequence> line : trailers) {
            if (line.getKey().charAt(0) == ':' || !isEnd) {
                throw malformed(stream);
            }
        }
        end(stream, exchange);
    }

    /** What HTTP/1.1 ensures by its grammar and HTTP/2 does not. */
    private EngineRequest request(int stream, Http2Headers headers) throws Http2Exception {
        Lines lines = new Lines();
        String method = "";
        String target = "";
        String authority = "";
        for (Map.Entry<CharSequence, CharSequence> line : headers) {
            String name = line.getKey().toString();
            AsciiString value = AsciiString.of(line.getValue());
            if (!isValue(value)) {
                throw malformed(stream);
            }
            switch (name) {
                case ":method" -> method = once(stream, method, value);
                case ":path" -> target = once(stream, target, value);
                case ":authority" -> authority = once(stream, authority, value);
                case "host" -> lines.add(RequestHeader.HOST, value.toString());
                default -> {
                    RequestHeader header = NAMES.get(name);
                    if (header != null) {
                        lines.add(header, value.toString());
                    }
                }
            }
        }
        List<String> hosts = lines.of(RequestHeader.HOST);
        if (hosts.isEmpty() && !authority.isEmpty()) {
            lines.add(RequestHeader.HOST, authority);
        }
        String host = hosts.isEmpty() ? authority : hosts.getFirst();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        if (hosts.size() > 1
                || (!authority.isEmpty() && !host.equals(authority))
                || !Syntax.isAuthority(host)
                || !Syntax.isAll(Syntax.TOKEN, method)
                || method.isEmpty()
                || !Syntax.isTarget(method, path, query)) {
            throw malformed(stream);
        }
        return new EngineRequest(method, path, query, lines, connection.peer(), isTls);
    }

    private static boolean isValue(AsciiString value) {
        int length = value.length();
        if (length > 0 && (HeadReader.isBlank(value.byteAt(0)) || HeadReader.isBlank(value.byteAt(length - 1)))) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!Syntax.is(Syntax.VALUE, value.byteAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String once(int stream, String before, AsciiString value) throws Http2Exception {
        if (!before.isEmpty()) {
            throw malformed(stream);
        }
        return value.toString();
    }

    private static Http2Exception malformed(int stream) {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "malformed");
    }

    private static final class Lines implements EngineRequest.Fields {
        private final Map<RequestHeader, List<String>> lines = new EnumMap<>(RequestHeader.class);

        void add(RequestHeader name, String value) {
            String safe = value.chars().allMatch(c -> c < 0x80) ? value : value.replaceAll("[^\\x00-\\x7f]", "\ufffd");
            lines.computeIfAbsent(name, key -> new ArrayList<>(1)).add(safe);
        }

        @Override
        public List<String> of(RequestHeader header) {
            return lines.getOrDefault(header, List.of());
        }
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
            answer(stream, exchange, refusal(e.code(), exchange.request));
            return size;
        }
        if (isEnd) {
            end(stream, exchange);
        } else if (exchange.body.outcome() != null) {
            ask(stream, exchange);
        }
        return size;
    }

    /** The refusal of a request whose method and path are not known. */
    private Response unread(ErrorCode code) {
        return parts.refusals().ofUnread(code, UnreadRequest.unknown(connection.peer(), isTls));
    }

    private Response refusal(ErrorCode code, EngineRequest request) {
        return parts.refusals().of(code, request);
    }

    private void end(int stream, Exchange exchange) {
        exchange.body.end();
        if (!exchange.isAsked) {
            ask(stream, exchange);
        }
    }

    private void ask(int stream, Exchange exchange) {
        Body outcome = exchange.body.outcome();
        ask(stream, exchange, outcome == null ? new Body.TimedOut() : outcome);
    }

    private void ask(int stream, Exchange exchange, Body outcome) {
        exchange.isAsked = true;
        connection.waitingSince(Connection.WORKING);
        exchange.request.body(() -> outcome);
        Response now = parts.exchanges().answerNow(exchange.request);
        if (now != null) {
            answer(stream, exchange, now);
            return;
        }
        parts.exchanges().answerLater(exchange.request, channel.eventLoop(), given -> {
            answer(stream, exchange, given);
            handler.flush(handler.context());
        });
    }

    private void answer(int stream, Exchange exchange, Response answer) {
        if (exchanges.get(stream) != exchange || !channel.isActive()) {
            return; // its client does not want it any more
        }
        exchange.body.release();
        long allowed = TimeUnit.SECONDS.toNanos(answer.body().length) / MIN_BYTES_PER_SECOND;
        exchange.answeredBy = System.nanoTime() + parts.limits().write().toNanos() + allowed;
        write(stream, answer, exchange.request.method().equals("HEAD"));
        if (exchanges.get(stream) == exchange && exchange.body.outcome() == null) {
            // The rest of its body is of no use to anybody (RFC 9113 §8.1).
            handler.resetStream(handler.context(), stream, Http2Error.NO_ERROR.code(), channel.newPromise());
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

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Exchange ended = exchanges.remove(stream.id());
        if (ended != null) {
            ended.body.release();
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
        for (Map.Entry<Integer, Exchange> entry : List.copyOf(exchanges.entrySet())) {
            check(entry.getKey(), entry.getValue(), now, limits);
        }
    }

    private void check(int stream, Exchange exchange, long now, EngineLimits limits) {
        if (!exchange.isAsked && now - exchange.body.deadline(limits) > 0) {
            ask(stream, exchange, new Body.TimedOut());
            handler.flush(handler.context());
        } else if (exchange.answeredBy != 0 && now - exchange.answeredBy > 0) {
            connection.abort(); // its window stays shut, or nothing is read at all
        }
    }

    /** No new streams; ends when the last of the others did, or was overdue. */
    private void leave() {
        if (isDraining) {
            connection.abort();
        }
        isDraining = true;
        quietSince = System.nanoTime()
                + Http1Connection.FAREWELL.toNanos()
                - parts.limits().idle().toNanos();
        hasAsked = true;
        channel.close();
    }

    /** What has not come by now never does; what has is answered, should anybody still be there to read it. */
    private void inputIsOver() {
        for (Map.Entry<Integer, Exchange> entry : List.copyOf(exchanges.entrySet())) {
            if (!entry.getValue().isAsked) {
                handler.resetStream(handler.context(), entry.getKey(), Http2Error.CANCEL.code(), channel.newPromise());
            }
        }
        handler.flush(handler.context());
        channel.close();
    }

    @Override
    public void drain() {
        if (!isDraining) {
            leave();
        }
    }
}
