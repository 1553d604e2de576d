package dev.latchkey.server.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Closes our half of a connection and reads the other half away. A socket that is closed with bytes unread sends a
 * reset, and a reset lets the peer's kernel drop an answer that it has but that its program did not read yet
 * (RFC 9112 §9.6).
 */
final class LingeringClose {
    /** What a client sends that did not look for an answer is wasted beyond this. */
    private static final int MAX_BYTES = 256 * 1024;

    private LingeringClose() {}

    /** Blocks until the peer closes, has sent too much, or the caller's deadline shuts the input. */
    static void linger(SocketChannel channel) {
        try {
            channel.shutdownOutput();
            ByteBuffer sink = ByteBuffer.allocate(8192);
            int total = 0;
            int read = 0;
            while (read >= 0 && total < MAX_BYTES) {
                read = channel.read(sink.clear());
                total += read;
            }
        } catch (IOException e) {
            // closed by the peer or by the watchdog: what was wanted
        }
    }
}
