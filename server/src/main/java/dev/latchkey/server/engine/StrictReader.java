package dev.latchkey.server.engine;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Feeds Helidon's HTTP/1.1 parser, and is stricter than it. It keeps the request line as it was sent, because Helidon
 * makes methods upper case and drops fragments; and it refuses chunk framing that Helidon would let pass and that a
 * proxy in front may read in another way (RFC 9112 §7.1, §11.2).
 *
 * <p>It relies on how the parser calls it: the request line by one {@link #readBytes}, header names by
 * {@link #readAsciiString}, chunk sizes by {@link #readLine}, chunk data by {@link #readBuffer(int)}. The tests of
 * request hygiene fail when a newer Helidon does otherwise.
 */
final class StrictReader extends DataReader {
    private static final int MAX_METHOD = 32;
    private static final int MAX_CHUNK_LINE = 16;
    private static final int MAX_CHUNK_DIGITS = 7;

    private boolean expectsRequestLine = true;
    private boolean inBody;
    private boolean expectsChunkData;
    private boolean afterLastChunk;
    private String method = "";
    private String target = "";

    @SuppressWarnings("removal") // the factory method that replaces the constructor cannot make a subclass
    StrictReader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    /** The head is complete. */
    void bodyStarts() {
        inBody = true;
        expectsChunkData = false;
        afterLastChunk = false;
    }

    /** The body was read; a request line is next. */
    void requestEnds() {
        inBody = false;
        expectsRequestLine = true;
    }

    /** The method of the current request, as sent. */
    String method() {
        return method;
    }

    /** The target of the current request, as sent: visible ASCII without {@code #}, and a path or {@code *}. */
    String target() {
        return target;
    }

    @Override
    public byte[] readBytes(int length) {
        byte[] bytes = super.readBytes(length);
        if (expectsRequestLine) {
            expectsRequestLine = false;
            requestLine(bytes);
        }
        return bytes;
    }

    private void requestLine(byte[] line) {
        int methodEnd = 0;
        while (methodEnd < line.length && isMethodByte(line[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == 0 || methodEnd > MAX_METHOD || methodEnd == line.length || line[methodEnd] != ' ') {
            throw malformed("method");
        }
        int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (targetEnd < line.length && line[targetEnd] > ' ' && line[targetEnd] < 0x7f && line[targetEnd] != '#') {
            targetEnd++;
        }
        if (targetEnd == targetStart || targetEnd == line.length || line[targetEnd] != ' ') {
            throw malformed("target");
        }
        method = method(line, methodEnd);
        target = new String(line, targetStart, targetEnd - targetStart, StandardCharsets.ISO_8859_1);
        if (!Targets.isServed(method, target)) {
            throw malformed("target form");
        }
    }

    /** The usual methods without a new string each. */
    private static String method(byte[] line, int length) {
        if (length == 3 && line[0] == 'G' && line[1] == 'E' && line[2] == 'T') {
            return "GET";
        }
        if (length == 4 && line[0] == 'P' && line[1] == 'O' && line[2] == 'S' && line[3] == 'T') {
            return "POST";
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isMethodByte(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
    }

    @Override
    public String readAsciiString(int length) {
        if (length == 0 && !inBody) {
            throw malformed("empty header name");
        }
        return super.readAsciiString(length);
    }

    @Override
    public String readLine() {
        if (!inBody) {
            return super.readLine();
        }
        String line = chunkLine();
        if (afterLastChunk) {
            if (!line.isEmpty()) {
                throw malformed("trailers");
            }
            return line;
        }
        boolean isZero = true;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                throw malformed("chunk size");
            }
            isZero &= c == '0';
        }
        if (line.isEmpty() || line.length() > MAX_CHUNK_DIGITS) {
            throw malformed("chunk size");
        }
        afterLastChunk = isZero;
        expectsChunkData = true;
        return line;
    }

    private String chunkLine() {
        int length;
        try {
            length = findNewLine(MAX_CHUNK_LINE);
        } catch (IncorrectNewLineException e) {
            throw malformed("chunk line");
        }
        if (length >= MAX_CHUNK_LINE) {
            throw malformed("chunk line");
        }
        String line = length == 0 ? "" : super.readAsciiString(length);
        skip(2);
        return line;
    }

    /** Helidon skips the two bytes after a chunk's data without a look at them. */
    @Override
    public BufferData readBuffer(int length) {
        BufferData data = super.readBuffer(length);
        if (expectsChunkData && inBody) {
            expectsChunkData = false;
            if (!startsWithNewLine()) {
                throw malformed("chunk end");
            }
        }
        return data;
    }

    private static RequestException malformed(String what) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(Status.BAD_REQUEST_400)
                .setKeepAlive(false)
                .message(what)
                .build();
    }
}
