package dev.latchkey.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/** A client of bytes: sends exactly what it is told, reads exactly what comes. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    private Wire(Socket socket) {
        this.socket = socket;
    }

    static Wire to(int port) throws IOException {
        return to(InetAddress.getLoopbackAddress(), port);
    }

    static Wire to(InetAddress address, int port) throws IOException {
        return over(new Socket(), new InetSocketAddress(address, port));
    }

    /** From another address of this machine. */
    static Wire from(InetAddress own, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(own, 0));
        return over(socket, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static Wire over(Socket socket, InetSocketAddress to) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(to, PATIENCE_MILLIS);
        return new Wire(socket);
    }

    static Wire over(Socket connected) throws IOException {
        connected.setSoTimeout(PATIENCE_MILLIS);
        return new Wire(connected);
    }

    /** A request without a body. */
    static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    /** Sends these bytes, one per character. */
    Wire send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends what can be sent to a peer that may stop listening. */
    Wire sendAsFarAsPossible(String latin1) {
        try {
            return send(latin1);
        } catch (IOException e) {
            return this;
        }
    }

    /** Says that nothing more will be sent. */
    Wire end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Everything until the peer closes; fails when it does not. */
    String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all.write(buffer, 0, read);
            }
        } catch (SocketException e) {
            // a reset closes too
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Exactly that many bytes. */
    byte[] read(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
    }

    /** One answer, its body by its Content-Length. */
    Answer readAnswer() throws IOException {
        Answer head = readHead();
        int length =
                head.values("Content-Length").map(Integer::parseInt).findFirst().orElse(0);
        return new Answer(head.head(), new String(read(length), StandardCharsets.UTF_8));
    }

    /** One answer that has no body whatever its Content-Length says. */
    Answer readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(b);
        }
        return new Answer(head.toString(StandardCharsets.ISO_8859_1), "");
    }

    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        Stream<String> values(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
