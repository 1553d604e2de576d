package dev.latchkey.http.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A request as a test writes it. A value: each change is a new one. */
public record FakeRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<RequestHeader, List<String>> headers,
        Body content,
        InetAddress peerAddress,
        boolean isTls,
        boolean takesLive)
        implements Request {

    /** A request for that path of http://localhost:5000, as a plain script sends it. */
    public static FakeRequest of(String method, String rawPath) {
        return new FakeRequest(
                method,
                rawPath,
                "",
                Map.of(RequestHeader.HOST, List.of("localhost:5000")),
                new Body.Complete(new byte[0]),
                InetAddress.getLoopbackAddress(),
                false,
                true);
    }

    /** A {@code GET} of that path. */
    public static FakeRequest get(String rawPath) {
        return of("GET", rawPath);
    }

    /** A {@code POST} to that path, without a body. */
    public static FakeRequest post(String rawPath) {
        return of("POST", rawPath);
    }

    /** The same with these lines of that header, and no others; none removes it. */
    public FakeRequest with(RequestHeader name, String... lines) {
        Map<RequestHeader, List<String>> changed = new EnumMap<>(headers);
        changed.put(name, List.of(lines));
        return new FakeRequest(method, rawPath, rawQuery, changed, content, peerAddress, isTls, takesLive);
    }

    /** The same with that {@code Cookie} line. */
    public FakeRequest cookie(String pairs) {
        return with(RequestHeader.COOKIE, pairs);
    }

    /** As the app's own {@code fetch} says of itself. */
    public FakeRequest byFetch() {
        return with(RequestHeader.SEC_FETCH_DEST, "empty")
                .with(RequestHeader.SEC_FETCH_MODE, "cors")
                .with(RequestHeader.SEC_FETCH_SITE, "same-origin");
    }

    /** The same with that query. */
    public FakeRequest query(String query) {
        return new FakeRequest(method, rawPath, query, headers, content, peerAddress, isTls, takesLive);
    }

    /** The same with that JSON. */
    public FakeRequest json(String body) {
        return with(RequestHeader.CONTENT_TYPE, "application/json")
                .body(new Body.Complete(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same, whose body reads so. */
    public FakeRequest body(Body reading) {
        return new FakeRequest(method, rawPath, rawQuery, headers, reading, peerAddress, isTls, takesLive);
    }

    /** The same over a connection from that IP address. */
    public FakeRequest from(String peer) {
        try {
            return new FakeRequest(
                    method, rawPath, rawQuery, headers, content, InetAddress.getByName(peer), isTls, takesLive);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The same over an encrypted connection. */
    public FakeRequest encrypted() {
        return new FakeRequest(method, rawPath, rawQuery, headers, content, peerAddress, true, takesLive);
    }

    /** The same through an adapter that sends complete answers alone. */
    public FakeRequest withoutLive() {
        return new FakeRequest(method, rawPath, rawQuery, headers, content, peerAddress, isTls, false);
    }

    @Override
    public List<String> header(RequestHeader name) {
        return headers.getOrDefault(name, List.of());
    }

    /** What was given, or too large when it is. */
    @Override
    public Body body(int maxBytes) {
        return content instanceof Body.Complete(byte[] bytes) && bytes.length > maxBytes
                ? new Body.TooLarge()
                : content;
    }
}
