package dev.latchkey.examples.jdk;

import com.sun.net.httpserver.HttpExchange;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A request of the JDK's server as Latchkey reads it, and the way back. */
record JdkRequest(HttpExchange exchange) implements Request {
    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    @Override
    public String rawQuery() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    @Override
    public List<String> header(RequestHeader name) {
        return Optional.ofNullable(exchange.getRequestHeaders().get(name.fieldName()))
                .orElse(List.of());
    }

    @Override
    public InetAddress peerAddress() {
        return exchange.getRemoteAddress().getAddress();
    }

    @Override
    public boolean isTls() {
        return false;
    }

    @Override
    public Body body(int maxBytes) {
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? new Body.TooLarge() : new Body.Complete(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(Response response) throws IOException {
        response.fixed().fields().forEach(this::add);
        response.headers().forEach(this::add);
        send(response.status(), response.body());
    }

    void send(int status, String text, List<HeaderField> headers) throws IOException {
        headers.forEach(this::add);
        send(status, text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(HeaderField field) {
        exchange.getResponseHeaders().add(field.name(), field.value());
    }

    private void send(int status, byte[] body) throws IOException {
        boolean hasBody = body.length > 0 && !method().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
