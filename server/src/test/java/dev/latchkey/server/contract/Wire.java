package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.tls.TrustAll;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A client that sends exactly the bytes it is told to: over HTTP/1.1 no library helps, none hides anything. */
final class Wire {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final int port;
    private final Protocol protocol;

    Wire(int port, Protocol protocol) {
        this.port = port;
        this.protocol = protocol;
    }

    int port() {
        return port;
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
        return protocol == Protocol.HTTP_2 ? http2(method, path, body, headers) : http1(method, path, body, headers);
    }

    private Answer http1(String method, String path, byte[] body, String... headers) {
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
        try (Socket socket = connect()) {
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

    private Socket connect() throws IOException {
        return protocol.isTls()
                ? tls().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)
                : new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static SSLContext tls() {
        try {
            return TrustAll.context();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Answer http2(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + authority(headers) + path))
                .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (header.startsWith("Host:")) {
                continue;
            }
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(tls())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            return new Answer(answer.statusCode(), lines(answer), answer.body());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** HTTP/2 names the host in the address: it must be one that leads here. */
    private String authority(String... headers) {
        return Arrays.stream(headers)
                .filter(header -> header.startsWith("Host:"))
                .map(header -> header.substring("Host:".length()).strip())
                .findFirst()
                .orElse("localhost:" + port);
    }

    private static List<String> lines(HttpResponse<String> answer) {
        return answer.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value))
                .toList();
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
