package dev.latchkey.engine;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers into bytes: head and body in one buffer, because a second one costs more than copying a small body. Lines
 * that many answers share become bytes once for each {@link FixedHeaders}. Thread-safe.
 */
final class AnswerWriter {
    /** A larger body goes out from where it is. */
    private static final int MAX_COPIED = 16 * 1024;

    /** More sets than any program makes once; beyond it, one is being made per answer, and keeping them would leak. */
    private static final int MAX_CACHED = 256;

    private static final byte[] NOTHING = {};
    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] CLOSE = ascii("\r\nConnection: close");
    private static final byte[] LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] CHUNKED = ascii("\r\nTransfer-Encoding: chunked");
    private static final byte[] BREAK = ascii("\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** By identity: {@link FixedHeaders} has no other equality. */
    private final Map<FixedHeaders, Shared> shared = new ConcurrentHashMap<>();

    private final InstantSource clock;
    private volatile Second second;

    AnswerWriter(InstantSource clock) {
        this.clock = clock;
        this.second = new Second(clock.millis() / 1000);
    }

    /** The value of {@code Date} during one second (RFC 9110 §5.6.7). */
    private static final class Second {
        final long epoch;
        final AsciiString date;

        Second(long epoch) {
            this.epoch = epoch;
            this.date = new AsciiString(HTTP_DATE.format(Instant.ofEpochSecond(epoch)));
        }
    }

    private AsciiString date() {
        long now = clock.millis() / 1000;
        Second known = second;
        if (known.epoch != now) {
            known = new Second(now);
            second = known;
        }
        return known.date;
    }

    /** Lines in the form that each protocol writes. */
    private record Shared(byte[] lines, List<AsciiString> names, List<AsciiString> values) {}

    private Shared shared(FixedHeaders fixed) {
        Shared known = shared.get(fixed);
        if (known != null) {
            return known;
        }
        StringBuilder lines = new StringBuilder();
        List<AsciiString> names = new ArrayList<>();
        List<AsciiString> values = new ArrayList<>();
        for (HeaderField field : fixed.fields()) {
            lines.append(field.name()).append(": ").append(field.value()).append("\r\n");
            names.add(new AsciiString(field.name()).toLowerCase());
            values.add(new AsciiString(field.value()));
        }
        Shared made = new Shared(ascii(lines.toString()), names, values);
        if (shared.size() < MAX_CACHED) {
            shared.put(fixed, made);
        }
        return made;
    }

    /** RFC 9110 §6.4.1. */
    private static boolean hasNoContent(Response answer) {
        return answer.status() == 204 || answer.status() == 304;
    }

    /** The file that is sent after the head; null where the body is in memory, or there is none to send. */
    static Content.@Nullable FilePart file(Response answer, boolean isHead) {
        return answer.content() instanceof Content.FilePart part && !isHead && !hasNoContent(answer) ? part : null;
    }

    /** What is sent after the head as it comes to be; null where nothing is. */
    static Content.@Nullable Live live(Response answer, boolean isHead) {
        return answer.content() instanceof Content.Live live && !isHead && !hasNoContent(answer) ? live : null;
    }

    /** One of the chunks of a body whose length nobody knows (RFC 9112 §7.1). */
    static ByteBuf chunk(ByteBuf piece) {
        byte[] size = ascii(Integer.toHexString(piece.readableBytes()) + "\r\n");
        return Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(size), piece, Unpooled.wrappedBuffer(BREAK));
    }

    /** What says that no chunk follows. */
    static ByteBuf lastChunk() {
        return Unpooled.wrappedBuffer(LAST_CHUNK);
    }

    /**
     * An answer in HTTP/1.1; of one whose body is a file or live, the head.
     *
     * @param isHead whether the method was HEAD: the same head, no body
     * @param isLast whether the connection ends after it
     * @param isOld whether its client speaks HTTP/1.0, and takes what comes until the end for the body
     */
    ByteBuf http1(ByteBufAllocator allocator, Response answer, boolean isHead, boolean isLast, boolean isOld) {
        byte[] lines = shared(answer.fixed()).lines();
        byte[] body = answer.content() instanceof Content.Bytes(byte[] bytes) ? bytes : NOTHING;
        boolean isBodySent = !isHead && !hasNoContent(answer);
        boolean isCopied = isBodySent && body.length <= MAX_COPIED;
        ByteBuf out = allocator.directBuffer(256 + lines.length + size(answer) + (isCopied ? body.length : 0));
        out.writeBytes(StatusLines.of(answer.status())).writeBytes(lines);
        List<HeaderField> fields = answer.headers();
        for (int i = 0; i < fields.size(); i++) {
            HeaderField field = fields.get(i);
            ByteBufUtil.writeAscii(out, field.name());
            out.writeShort(':' << 8 | ' ');
            ByteBufUtil.writeAscii(out, field.value());
            out.writeBytes(BREAK);
        }
        AsciiString date = date();
        out.writeBytes(DATE).writeBytes(date.array(), date.arrayOffset(), date.length());
        if (isLast) {
            out.writeBytes(CLOSE);
        }
        if (!hasNoContent(answer)) {
            switch (answer.content()) {
                case Content.Whole whole ->
                    ByteBufUtil.writeAscii(out.writeBytes(LENGTH), Long.toString(whole.length()));
                case Content.Live live -> out.writeBytes(isOld || isHead ? NOTHING : CHUNKED);
            }
        }
        out.writeBytes(BREAK).writeBytes(BREAK);
        if (isCopied) {
            return out.writeBytes(body);
        }
        return isBodySent ? Unpooled.wrappedBuffer(out, Unpooled.wrappedBuffer(body)) : out;
    }

    private static int size(Response answer) {
        int size = 0;
        List<HeaderField> fields = answer.headers();
        for (int i = 0; i < fields.size(); i++) {
            size += fields.get(i).name().length() + fields.get(i).value().length() + 4;
        }
        return size;
    }

    /** The head of an answer in HTTP/2. */
    Http2Headers http2(Response answer) {
        Shared lines = shared(answer.fixed());
        Http2Headers head = new DefaultHttp2Headers(false, 24);
        head.status(HttpResponseStatus.valueOf(answer.status()).codeAsText());
        for (int i = 0; i < lines.names().size(); i++) {
            head.add(lines.names().get(i), lines.values().get(i));
        }
        for (HeaderField field : answer.headers()) {
            head.add(field.name().toLowerCase(Locale.ROOT), field.value());
        }
        head.add("date", date());
        if (!hasNoContent(answer) && answer.content() instanceof Content.Whole whole) {
            head.add("content-length", new AsciiString(Long.toString(whole.length())));
        }
        return head;
    }

    /**
     * Whether a line may not enter the table that compresses the headers of a connection (RFC 7541 §7.1.3): of one answer
     * alone, it may be a secret.
     */
    static boolean isSensitive(CharSequence name, CharSequence value) {
        return !(value instanceof AsciiString);
    }

    /** The body that goes with that head. */
    static ByteBuf body(Response answer, boolean isHead) {
        return isHead || hasNoContent(answer) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code HTTP/1.1 200 OK} and the others. */
    private static final class StatusLines {
        private static final byte[][] LINES = new byte[600][];

        static {
            for (int status = 200; status < LINES.length; status++) {
                LINES[status] = ascii("HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n");
            }
        }

        static byte[] of(int status) {
            return LINES[status];
        }
    }
}
