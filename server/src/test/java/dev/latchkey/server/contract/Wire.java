package dev.latchkey.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A client that sends exactly the bytes it is told to: no library helps, none hides anything. */
final class Wire {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final int port;

    Wire(int port) {
        this.port = port;
    }

    /** An answer as it came. */
    record Answer(int status, List<String> headers, String body) {
        List<String> all(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        String header(String name) {
            return String.join(", ", all(name));
        }

        /** The value of a cookie that the answer sets. */
        Optional<String> cookie(String name) {
            return all("Set-Cookie").stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1, line.indexOf(';')))
                    .findFirst();
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String json, String... headers) {
        return send(
                "POST", path, json.getBytes(StandardCharsets.UTF_8), with(headers, "Content-Type: application/json"));
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        boolean namesHost = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            namesHost |= header.startsWith("Host:");
        }
        if (!namesHost) {
            head.append("Host: localhost:").append(port).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        return raw(head.toString().getBytes(StandardCharsets.ISO_8859_1), body == null ? new byte[0] : body);
    }

    private Answer raw(byte[] head, byte[] body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(head);
            try {
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // The server may answer and close before it read a body that it refuses.
            }
            return parse(readAll(socket.getInputStream()));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + new String(head, StandardCharsets.ISO_8859_1), e);
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        return in.readAllBytes();
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("not an HTTP answer: '" + text + "'");
        }
        List<String> lines = text.substring(0, end).lines().toList();
        return new Answer(
                Integer.parseInt(lines.getFirst().substring(9, 12)),
                lines.subList(1, lines.size()),
                text.substring(end + 4));
    }

    static String[] with(String[] headers, String... more) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }
}
