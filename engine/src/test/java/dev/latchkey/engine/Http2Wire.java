package dev.latchkey.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 client of frames, for what a well-behaved client cannot be made to do (RFC 9113). */
final class Http2Wire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private final Wire wire;
    private final Map<Integer, String> bodies = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private boolean isToldToLeave;

    private Http2Wire(Wire wire) {
        this.wire = wire;
    }

    static Http2Wire to(int port) throws IOException, GeneralSecurityException {
        SSLSocket socket =
                (SSLSocket) TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        Wire wire = Wire.over(socket);
        wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(SETTINGS, 0, 0, new byte[0]));
        return new Http2Wire(wire);
    }

    Http2Wire send(int type, int flags, int stream, byte[] payload) throws IOException {
        wire.send(frame(type, flags, stream, payload));
        return this;
    }

    /** Sends the same frame many times to a peer that may stop listening. */
    Http2Wire sendAsFarAsPossible(int times, int type, int flags, int stream, byte[] payload) {
        String frame = new String(frame(type, flags, stream, payload), StandardCharsets.ISO_8859_1);
        wire.sendAsFarAsPossible(frame.repeat(times));
        return this;
    }

    /** Sends frames to a peer that may stop listening. */
    void sendAsFarAsPossible(byte[] frames) {
        wire.sendAsFarAsPossible(new String(frames, StandardCharsets.ISO_8859_1));
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A header block of literals that enter no table (RFC 7541 §6.2.2). */
    static byte[] head(String method, String path, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        indexed(block, 2, method);
        indexed(block, 6, "https");
        indexed(block, 4, path);
        indexed(block, 1, "localhost");
        for (int i = 0; i < more.length; i += 2) {
            block.write(0);
            string(block, more[i]);
            string(block, more[i + 1]);
        }
        return block.toByteArray();
    }

    private static void indexed(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        string(block, value);
    }

    /** Not Huffman-coded; its length is an integer with a prefix of seven bits (RFC 7541 §5.1). */
    private static void string(ByteArrayOutputStream block, String value) {
        int rest = value.length() - 127;
        block.write(Math.min(127, value.length()));
        for (; rest >= 0x80; rest >>= 7) {
            block.write(0x80 | (rest & 0x7f));
        }
        if (rest >= 0) {
            block.write(rest);
        }
        block.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame that is not about settings or windows. */
    Frame read() throws IOException {
        while (true) {
            byte[] head = wire.read(9);
            if (head.length < 9) {
                return new Frame(-1, 0, 0, "");
            }
            int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
            Frame frame = new Frame(
                    head[3],
                    head[4],
                    ByteBuffer.wrap(head, 5, 4).getInt(),
                    new String(wire.read(length), StandardCharsets.ISO_8859_1));
            if (frame.type() != SETTINGS && frame.type() != 8) {
                return frame;
            }
        }
    }

    /** Reads until the data of that stream ends, and returns it; keeps what comes for others. */
    String readBody(int stream) throws IOException {
        while (!ended.contains(stream)) {
            Frame frame = read();
            keep(frame);
        }
        return bodies.getOrDefault(stream, "");
    }

    /** Reads until the server says that no further request will be read; fails when it ends without a word. */
    void readGoAway() throws IOException {
        while (!isToldToLeave) {
            keep(read());
        }
    }

    /** Waits until all that was sent has been read; keeps what comes for streams. */
    void awaitRead() throws IOException {
        send(PING, 0, 0, new byte[8]);
        Frame frame = read();
        while (frame.type() != PING) {
            keep(frame);
            frame = read();
        }
    }

    private void keep(Frame frame) throws IOException {
        if (frame.isEnd()) {
            throw new IOException("closed after: " + bodies);
        }
        isToldToLeave |= frame.type() == GOAWAY;
        if (frame.type() == DATA) {
            bodies.merge(frame.stream(), frame.payload(), String::concat);
        }
        if ((frame.type() == DATA || frame.type() == HEADERS) && (frame.flags() & END_STREAM) != 0) {
            ended.add(frame.stream());
        }
    }

    /** Reads on until the connection ends; fails when it does not. */
    void readToEnd() throws IOException {
        wire.readAll();
    }

    record Frame(int type, int flags, int stream, String payload) {
        boolean isEnd() {
            return type == -1;
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
