package dev.latchkey.benchmarks.pacer;

import java.nio.ByteBuffer;

/**
 * Finds where one response ends, by Content-Length or by the last chunk. It reads no more of HTTP than the servers under
 * load write: no trailers, no 1xx, no body that ends with the connection.
 */
final class ResponseReader {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes();
    private static final byte[] LAST_CHUNK = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};

    private int bodyStart;
    private int end;

    void reset() {
        bodyStart = 0;
        end = 0;
    }

    /** True when {@code received} (from 0 to its position) holds the whole response. */
    boolean isComplete(ByteBuffer received) {
        int length = received.position();
        if (bodyStart == 0 && !findBody(received, length)) {
            return false;
        }
        return end > 0 ? length >= end : endsWithLastChunk(received, length);
    }

    static int status(ByteBuffer received) {
        return (received.get(9) - '0') * 100 + (received.get(10) - '0') * 10 + received.get(11) - '0';
    }

    private boolean findBody(ByteBuffer received, int length) {
        for (int i = 3; i < length; i++) {
            if (received.get(i) == '\n' && received.get(i - 2) == '\n') {
                bodyStart = i + 1;
                int contentLength = contentLength(received, bodyStart);
                end = contentLength < 0 ? 0 : bodyStart + contentLength;
                return true;
            }
        }
        return false;
    }

    private static int contentLength(ByteBuffer received, int headEnd) {
        for (int i = 0; i < headEnd; i++) {
            if (received.get(i) == '\n' && startsWith(received, i + 1, headEnd)) {
                int value = 0;
                for (int j = i + 1 + CONTENT_LENGTH.length; received.get(j) != '\r'; j++) {
                    value = received.get(j) == ' ' ? value : value * 10 + received.get(j) - '0';
                }
                return value;
            }
        }
        return -1;
    }

    private static boolean startsWith(ByteBuffer received, int from, int headEnd) {
        if (from + CONTENT_LENGTH.length >= headEnd) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            byte b = received.get(from + i);
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean endsWithLastChunk(ByteBuffer received, int length) {
        // The "\r\n" before an empty body's only chunk is the end of the head itself.
        if (length - LAST_CHUNK.length < bodyStart - 2) {
            return false;
        }
        for (int i = 0; i < LAST_CHUNK.length; i++) {
            if (received.get(length - LAST_CHUNK.length + i) != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }
}
