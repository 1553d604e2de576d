package dev.latchkey;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A request to http://localhost:8080 from this machine. A value: each change is a new one. */
record TestRequest(String method, String rawPath, Map<RequestHeader, String> headers, String text) implements Request {
    static TestRequest of(String method, String rawPath) {
        return new TestRequest(method, rawPath, Map.of(RequestHeader.HOST, "localhost:8080"), "");
    }

    TestRequest with(RequestHeader name, String value) {
        Map<RequestHeader, String> changed = new EnumMap<>(headers);
        changed.put(name, value);
        return new TestRequest(method, rawPath, changed, text);
    }

    TestRequest json(String body) {
        return new TestRequest(method, rawPath, headers, body).with(RequestHeader.CONTENT_TYPE, "application/json");
    }

    @Override
    public String rawQuery() {
        return "";
    }

    @Override
    public List<String> header(RequestHeader name) {
        return headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
    }

    @Override
    public InetAddress peerAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isTls() {
        return false;
    }

    @Override
    public Body body(int maxBytes) {
        return new Body.Complete(text.getBytes(StandardCharsets.UTF_8));
    }
}
