package dev.latchkey.engine;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.Request.Body;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/1.1, and HTTP/1.0 for one request: head, body, answer, head, … Requests that came together are answered in
 * their order, one after another. Used on its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written closes the channel, which is heard of
final class Http1Connection extends ChannelInboundHandlerAdapter implements Connection.Protocol {
    /** How long a connection that must end may take to do so in good order. */
    static final Duration FAREWELL = Duration.ofSeconds(1);

    /** What a client sends that did not look for an answer is wasted beyond this. */
    private static final int MAX_WASTED = 256 * 1024;

    private static final byte[] NOTHING = {};
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        HEAD,
        BODY,
        WORKING,
        /** A file is on its way. */
        SENDING,
        /** What comes to be is sent as it does. */
        LIVE,
        FAREWELL
    }

    private final Parts parts;
    private final Connection connection;
    private final Channel channel;
    private final boolean isTls;
    private State state = State.HEAD;
    private byte[] kept = NOTHING;
    private int charged;
    private boolean isHeadBegun = true;
    private long since = System.nanoTime();
    private @Nullable Head head;
    private @Nullable EngineRequest request;
    private @Nullable BodyReader body;
    private @Nullable CompletableFuture<Body> awaited;
    private @Nullable LiveSender live;
    private boolean isInputOver;
    private int wasted;

    private final FileSender.Sink pieces = new FileSender.Sink() {
        @Override
        public boolean takesFiles() {
            return !isTls;
        }

        @Override
        public void send(Object piece, boolean isLast, ChannelPromise sent) {
            channel.writeAndFlush(piece, sent);
        }
    };

    /** What every connection of an engine uses. */
    record Parts(
            EngineLimits limits,
            Budget budget,
            Connections connections,
            Exchanges exchanges,
            Refusals refusals,
            AnswerWriter writer) {}

    Http1Connection(Parts parts, Connection connection, boolean isTls) {
        this.parts = parts;
        this.connection = connection;
        this.channel = connection.channel();
        this.isTls = isTls;
        connection.waitingSince(since);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (state == State.FAREWELL) {
                wasted += in.readableBytes();
                if (wasted > MAX_WASTED) {
                    channel.close();
                }
                return;
            }
            int length = kept.length;
            byte[] bytes = Arrays.copyOf(kept, length + in.readableBytes());
            in.readBytes(bytes, length, bytes.length - length);
            if (isOccupied()) {
                channel.config().setAutoRead(false); // one read more is kept; its peer waits with the others
                keep(bytes, 0);
                endLiveForNext();
            } else {
                serve(bytes);
            }
        } catch (RefusedException e) {
            refuse(e.code());
        } finally {
            in.release();
            // Not when reading is complete: with io_uring that is told when the next bytes come, or late.
            channel.flush();
        }
    }

    /** Whether an answer is being made or sent, before which nothing else is read. */
    private boolean isOccupied() {
        return state == State.SENDING || state == State.LIVE || (state == State.WORKING && awaited == null);
    }

    /** Keeps what cannot be used yet. */
    private void keep(byte[] bytes, int from) {
        int length = bytes.length - from;
        kept = length == 0 ? NOTHING : from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
        if (length > charged && !parts.budget().take(length - charged, length <= Budget.SMALL)) {
            throw RefusedException.of(ErrorCode.BUSY);
        }
        if (length < charged) {
            parts.budget().give(charged - length);
        }
        charged = length;
    }

    /** Goes as far as these bytes lead. */
    private void serve(byte[] bytes) {
        int at = 0;
        while (true) {
            if (state == State.HEAD) {
                at = skipBreaks(bytes, at);
                if (at == bytes.length || (at + 1 == bytes.length && bytes[at] == '\r') || isBlocked()) {
                    break;
                }
                beginHead();
                Head read = new Head(bytes);
                head = read; // in whatever it ends, who it was is told by what came
                if (!HeadReader.read(read, bytes, at, bytes.length)) {
                    break;
                }
                at = read.end;
                begin(read);
            } else if (state == State.BODY || (state == State.WORKING && awaited != null)) {
                BodyReader reading = body;
                if (reading == null) {
                    break;
                }
                at = reading.read(bytes, at, bytes.length);
                Body outcome = reading.outcome();
                if (outcome == null) {
                    break;
                }
                bodyIs(outcome);
            } else {
                break;
            }
        }
        if (state != State.FAREWELL) {
            keep(bytes, at);
        }
        endLiveForNext();
    }

    /** Whoever sends a request after the one that is answered live waits for it no longer, or both would wait for ever. */
    private void endLiveForNext() {
        LiveSender sending = live;
        if (sending != null && kept.length > 0) {
            sending.end(true);
        }
    }

    /** Some clients send an empty line after a body (RFC 9112 §2.2); it begins nothing. */
    private static int skipBreaks(byte[] bytes, int from) {
        int at = from;
        while (at + 1 < bytes.length && HeadReader.isBreak(bytes, at)) {
            at += 2;
        }
        return at;
    }

    /** Whether its peer reads too slowly for more answers. */
    private boolean isBlocked() {
        if (!channel.isWritable()) {
            channel.flush();
        }
        if (channel.isWritable()) {
            return false;
        }
        channel.config().setAutoRead(false);
        return true;
    }

    private void beginHead() {
        if (!isHeadBegun) {
            isHeadBegun = true;
            since = System.nanoTime();
        }
    }

    private void begin(Head read) {
        EngineRequest begun = new EngineRequest(read, connection.peer(), isTls);
        request = begun;
        isHeadBegun = false;
        if (!read.hasBody()) {
            answer(begun);
            return;
        }
        since = System.nanoTime();
        long length = read.isChunked ? Head.NO_LENGTH : read.contentLength;
        begun.declared(read.contentLength);
        body = new BodyReader(parts.budget(), parts.limits().maxBodyBytes(), length, since);
        if (body.outcome() != null) {
            bodyIs(body.outcome());
        } else if (read.asksToContinue) {
            awaitBody(begun);
        } else {
            state = State.BODY;
        }
    }

    /** A client that waits for 100 may be spared its body: the handler is asked first. */
    private void awaitBody(EngineRequest begun) {
        CompletableFuture<Body> coming = new CompletableFuture<>();
        awaited = coming;
        begun.body(() -> {
            if (!coming.isDone()) {
                channel.eventLoop().execute(() -> {
                    if (!coming.isDone()) {
                        channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
                    }
                });
            }
            return coming.join();
        });
        answerLater(begun);
    }

    private void bodyIs(Body outcome) {
        CompletableFuture<Body> coming = awaited;
        EngineRequest asked = request;
        if (coming != null) {
            awaited = null;
            coming.complete(outcome);
        } else if (asked != null) {
            asked.body(() -> outcome);
            answer(asked);
        }
    }

    private void answer(EngineRequest asked) {
        Response now = parts.exchanges().answerNow(asked);
        if (now == null) {
            answerLater(asked);
        } else {
            write(now);
        }
    }

    private void answerLater(EngineRequest asked) {
        state = State.WORKING;
        connection.waitingSince(Connection.WORKING);
        parts.exchanges().answerLater(asked, channel.eventLoop(), given -> {
            if (state != State.WORKING) {
                return; // its peer is gone
            }
            write(given);
            resume();
        });
    }

    /** Goes on with what came meanwhile. */
    private void resume() {
        if (state == State.HEAD) {
            try {
                serve(kept);
            } catch (RefusedException e) {
                refuse(e.code());
            }
            channel.config().setAutoRead(readsOn());
        }
        channel.flush();
    }

    /**
     * Whether more is wanted than is kept. One read for each answer would let whoever sends without waiting fill memory,
     * and have all of it copied again and again.
     */
    private boolean readsOn() {
        return switch (state) {
            case HEAD -> kept.length == 0 || channel.isWritable();
            case WORKING, SENDING -> kept.length == 0 || awaited != null;
            case BODY, LIVE, FAREWELL -> true;
        };
    }

    private void write(Response answer) {
        Head asked = head;
        EngineRequest answered = request;
        boolean isLast = asked == null
                || answered == null
                || asked.asksToClose
                || (asked.asksToContinue && !answered.isBodyAsked()) // whether its body comes, nobody can tell
                || answered.isBodyRefused()
                || (body != null && !(body.outcome() instanceof Body.Complete))
                || isInputOver
                || parts.connections().isDraining();
        boolean isHead = asked != null && asked.method.equals("HEAD");
        Content.FilePart file = AnswerWriter.file(answer, isHead);
        Content.Live pieces = AnswerWriter.live(answer, isHead);
        if (file != null && answered != null) {
            send(file, answer, answered, isLast);
            return;
        }
        if (pieces != null) {
            send(pieces, answer, isLast);
            return;
        }
        write(answer, isHead, isLast);
        answered(isLast);
    }

    /** An answer is on its way as a whole. */
    private void answered(boolean isLast) {
        forget();
        if (isLast) {
            sayFarewell();
        } else {
            state = State.HEAD;
            since = System.nanoTime();
            connection.waitingSince(since);
        }
    }

    private void send(Content.FilePart file, Response answer, EngineRequest asked, boolean isLast) {
        state = State.SENDING;
        connection.waitingSince(Connection.WORKING);
        FileSender.Opening opening = new FileSender.Opening() {
            @Override
            public FileSender.@Nullable Sink begin() {
                if (state != State.SENDING) {
                    return null;
                }
                write(answer, false, isLast);
                return pieces;
            }

            @Override
            public void failed(IOException cause) {
                if (state == State.SENDING) {
                    write(parts.exchanges().failed(asked, cause));
                    resume();
                }
            }
        };
        FileSender.send(file, channel, parts.exchanges().executor(), opening, isWhole -> {
            if (state != State.SENDING) {
                return; // its peer is gone
            }
            if (isWhole) {
                answered(isLast || isInputOver || parts.connections().isDraining());
                resume();
            } else {
                connection.abort(); // less than was said: its client must not take it for all
            }
        });
    }

    private void send(Content.Live content, Response answer, boolean isLast) {
        state = State.LIVE;
        connection.waitingSince(Connection.WORKING);
        write(answer, false, isLast);
        channel.config().setAutoRead(true); // or nobody would hear that its peer is gone
        boolean isOld = isOld();
        live = LiveSender.send(content, channel, new LiveSender.Sink() {
            @Override
            public void send(ByteBuf piece, ChannelPromise sent) {
                channel.writeAndFlush(isOld ? piece : AnswerWriter.chunk(piece), sent);
            }

            @Override
            public void end(boolean isWhole) {
                live = null;
                if (!isWhole) {
                    connection.abort();
                    return;
                }
                if (!isOld) {
                    channel.write(AnswerWriter.lastChunk(), channel.voidPromise());
                }
                answered(isLast || parts.connections().isDraining());
                channel.eventLoop().execute(Http1Connection.this::resume); // not from within what led here
            }
        });
        if (parts.connections().isDraining()) {
            live.end(true); // it came too late to be told with the others
        }
    }

    /** Whether what is answered came in HTTP/1.0. */
    private boolean isOld() {
        return head != null && head.isOld;
    }

    private void write(Response answer, boolean isHead, boolean isLast) {
        ByteBuf bytes = parts.writer().http1(channel.alloc(), answer, isHead, isLast, isOld());
        channel.write(bytes, channel.voidPromise());
    }

    private void forget() {
        if (body != null) {
            body.release();
        }
        CompletableFuture<Body> coming = awaited;
        if (coming != null) {
            coming.complete(new Body.TimedOut());
        }
        head = null;
        request = null;
        body = null;
        awaited = null;
    }

    private void refuse(ErrorCode code) {
        EngineRequest asked = request;
        Response answer = asked == null
                ? parts.refusals().ofUnread(code, head == null ? new Head(NOTHING) : head, connection.peer(), isTls)
                : parts.refusals().of(code, asked);
        if (isOccupied()) {
            channel.close(); // what is being answered comes first, and there is no order to keep any more
            return;
        }
        write(answer, false, true);
        forget();
        sayFarewell();
    }

    /**
     * Sends the end of the last answer and waits for the peer's own. A socket that is closed with bytes unread sends a
     * reset, and a reset lets the peer's kernel drop an answer that its program did not read yet (RFC 9112 §9.6).
     */
    private void sayFarewell() {
        state = State.FAREWELL;
        since = System.nanoTime();
        connection.waitingSince(since);
        parts.budget().give(charged);
        charged = 0;
        kept = NOTHING;
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls != null) {
                tls.closeOutbound();
            } else if (channel instanceof DuplexChannel duplex && !isInputOver) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && state == State.HEAD) {
            channel.eventLoop().execute(this::resume); // not from within the write that changed it
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            isInputOver = true;
            if (!isOccupied() || state == State.LIVE) { // nobody waits for what has no end
                channel.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = State.FAREWELL;
        if (live != null) {
            live.abandon();
            live = null;
        }
        parts.budget().give(charged);
        charged = 0;
        forget();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.failed(cause);
    }

    @Override
    public void check(long now) {
        EngineLimits limits = parts.limits();
        switch (state) {
            case HEAD -> {
                if (isOver(isHeadBegun ? limits.head() : limits.idle(), now)) {
                    if (kept.length > 0) {
                        refuse(ErrorCode.REQUEST_TIMEOUT);
                    } else {
                        channel.close();
                    }
                }
            }
            case SENDING, LIVE -> {} // whether its peer takes it is looked after where all that is written is
            case BODY, WORKING -> {
                BodyReader reading = state == State.BODY || awaited != null ? body : null;
                if (reading != null && now - reading.deadline(limits) > 0) {
                    bodyIs(new Body.TimedOut());
                    channel.flush();
                }
            }
            case FAREWELL -> {
                if (isOver(FAREWELL, now)) {
                    connection.abort();
                }
            }
        }
    }

    private boolean isOver(Duration limit, long now) {
        return now - since > limit.toNanos();
    }

    @Override
    public void drain() {
        if (state == State.HEAD && kept.length == 0) {
            sayFarewell();
        } else if (live != null) {
            live.end(true);
        }
    }
}
