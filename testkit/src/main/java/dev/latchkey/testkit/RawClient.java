package dev.latchkey.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends exactly the bytes it is told to, to this machine: no library helps, none hides anything. */
public final class RawClient {
    /** The origin that requests are for, whatever port they go to. */
    public static final String ORIGIN = "http://localhost:5000";

    private static final int TIMEOUT_MILLIS = 20_000;

    private final int port;
    private final Listener listener;

    /** A client of that port of this machine. */
    public RawClient(int port) {
        this(port, (method, target, body, answer) -> {});
    }

    /** The same, of which somebody hears all that was sent and answered. */
    RawClient(int port, Listener listener) {
        this.port = port;
        this.listener = listener;
    }

    /** Hears of an exchange once it is over; a body that came in chunks is put together. */
    @FunctionalInterface
    interface Listener {
        void exchanged(String method, String target, String body, Answer answer);
    }

    /**
     * An answer as it came.
     *
     * @param body decoded, where it came in chunks
     */
    public record Answer(int status, List<String> headers, String body) {
        /** Copies the list. */
        public Answer {
            headers = List.copyOf(headers);
        }

        /** Every line of that name. */
        public List<String> all(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        /** Every line of that name in one; an empty string when there is none. */
        public String header(String name) {
            return String.join(", ", all(name));
        }

        /** The value of a cookie that it sets. */
        public Optional<String> cookie(String name) {
            return all("Set-Cookie").stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1).split(";", 2)[0])
                    .findFirst();
        }

        /** A line that sends every cookie that it sets, and removes none. */
        public String cookies() {
            return "Cookie: "
                    + all("Set-Cookie").stream()
                            .filter(line -> !line.contains("Max-Age=0"))
                            .map(line -> line.split(";", 2)[0])
                            .collect(Collectors.joining("; "));
        }
    }

    /** Reads. */
    public Answer get(String path, String... lines) {
        return send("GET", path, "", lines);
    }

    /** Posts JSON from a page of the own origin. */
    public Answer post(String path, String json, String... lines) {
        return send("POST", path, json, with(lines, "Content-Type: application/json", "Origin: " + ORIGIN));
    }

    /** Sends a request; a body has its length said, unless a line says that it comes in chunks. */
    public Answer send(String method, String path, String body, String... lines) {
        return send(head(method, path, body, lines) + body);
    }

    private static String head(String method, String path, String body, String... lines) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        if (Arrays.stream(lines).noneMatch(line -> line.startsWith("Host:"))) {
            head.append("Host: ").append(ORIGIN.substring("http://".length())).append("\r\n");
        }
        boolean isChunked = Arrays.asList(lines).contains("Transfer-Encoding: chunked");
        if (!isChunked && (!body.isEmpty() || method.equals("POST"))) {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString();
    }

    /** Sends that and nothing else, and reads to the end. */
    public Answer send(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // A server may answer and close before it read a body that it refuses.
            }
            Answer answer = parse(socket.getInputStream().readAllBytes());
            tell(request, answer);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(
                    "no answer to " + request.lines().findFirst().orElse(""), e);
        }
    }

    /** Reads an answer while it comes to be. */
    public Live open(String path, String... lines) throws IOException {
        String request = head("GET", path, "", lines);
        Live live = new Live(request);
        live.until("\r\n\r\n");
        return live;
    }

    /** An answer that goes on until one of both sides ends it. */
    public final class Live implements AutoCloseable {
        private final Socket socket;
        private final String request;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        private Live(String request) throws IOException {
            this.request = request;
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        }

        /** Reads until that was sent; fails when it ends before. */
        public void until(String text) throws IOException {
            while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("ended without '" + text + "' after: " + read);
                }
                read.write(next);
            }
        }

        /** All of it, once the other side ended it. */
        public Answer end() throws IOException {
            read.writeBytes(socket.getInputStream().readAllBytes());
            Answer answer = parse(read.toByteArray());
            tell(request, answer);
            return answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void tell(String request, Answer answer) {
        String[] line = request.split(" ", 3);
        int end = request.indexOf("\r\n\r\n");
        String body = request.substring(end + 4);
        boolean isChunked = request.substring(0, end).contains("\r\nTransfer-Encoding: chunked");
        listener.exchanged(line[0], line[1], isChunked ? joined(body) : body, answer);
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("not an HTTP answer: '" + text + "'");
        }
        List<String> lines = text.substring(0, end).lines().toList();
        Answer answer = new Answer(
                Integer.parseInt(lines.getFirst().substring(9, 12)),
                lines.subList(1, lines.size()),
                text.substring(end + 4));
        return answer.header("Transfer-Encoding").isEmpty()
                ? answer
                : new Answer(answer.status(), answer.headers(), joined(answer.body()));
    }

    private static String joined(String chunks) {
        byte[] bytes = chunks.getBytes(StandardCharsets.UTF_8);
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = at;
            while (bytes[lineEnd] != '\r') {
                lineEnd++;
            }
            int length = Integer.parseInt(new String(bytes, at, lineEnd - at, StandardCharsets.US_ASCII), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(new String(bytes, lineEnd + 2, length, StandardCharsets.UTF_8));
            at = lineEnd + 2 + length + 2;
        }
    }

    private static String[] with(String[] lines, String... more) {
        String[] all = Arrays.copyOf(lines, lines.length + more.length);
        System.arraycopy(more, 0, all, lines.length, more.length);
        return all;
    }
}
