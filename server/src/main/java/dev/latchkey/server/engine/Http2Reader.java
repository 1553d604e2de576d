package dev.latchkey.server.engine;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.util.LinkedHashSet;
import java.util.function.Supplier;

/**
 * Feeds Helidon's HTTP/2 connection, without the resets that come too late. A browser that leaves a page cancels what it
 * waits for, also what was answered a moment ago; such a frame is to be ignored (RFC 9113 §5.1, "closed"), and Helidon
 * takes it for a protocol error that ends the connection, with every other answer on it.
 *
 * <p>One reset is ignored per answer, so that nothing can be had by it. It relies on how Helidon reads: nine bytes of a
 * frame's head, then its payload at once; the tests of HTTP/2 fail when a newer one does otherwise.
 */
final class Http2Reader extends DataReader {
    private static final int HEAD = 9;
    private static final int TYPE = 3;
    private static final int STREAM = 5;
    private static final int RST_STREAM = 3;
    private static final int RST_STREAM_LENGTH = 4;

    /** How many answers may be on their way at once to a browser that cancels them: some times the streams it has. */
    private static final int REMEMBERED = 1000;

    private final LinkedHashSet<Integer> answered = new LinkedHashSet<>();
    private boolean payloadNext;

    @SuppressWarnings("removal") // the factory method that replaces the constructor cannot make a subclass
    Http2Reader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    /** That stream got its whole answer; on its own thread. */
    void answered(int stream) {
        synchronized (answered) {
            answered.add(stream);
            if (answered.size() > REMEMBERED) {
                answered.removeFirst();
            }
        }
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData bytes = super.readBuffer(length);
        if (payloadNext || length != HEAD) {
            payloadNext = false;
            return bytes;
        }
        while (isLateReset(bytes)) {
            super.readBuffer(RST_STREAM_LENGTH);
            bytes = super.readBuffer(HEAD);
        }
        payloadNext = length(bytes) > 0;
        return bytes;
    }

    private boolean isLateReset(BufferData head) {
        if (head.get(TYPE) != RST_STREAM || length(head) != RST_STREAM_LENGTH) {
            return false;
        }
        int stream = (head.get(STREAM) & 0x7f) << 24
                | (head.get(STREAM + 1) & 0xff) << 16
                | (head.get(STREAM + 2) & 0xff) << 8
                | (head.get(STREAM + 3) & 0xff);
        synchronized (answered) {
            return answered.remove(stream);
        }
    }

    private static int length(BufferData head) {
        return (head.get(0) & 0xff) << 16 | (head.get(1) & 0xff) << 8 | (head.get(2) & 0xff);
    }
}
