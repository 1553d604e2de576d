package dev.latchkey.server.engine;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.RoutingRequest;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A request as Helidon read it, for the protocol.
 *
 * <p>Traps: Helidon makes the method upper case, so over HTTP/1.1 it comes from the {@link StrictReader}; over HTTP/2
 * nothing else is to be had, and {@code get} is served as {@code GET}. A byte beyond ASCII in a header value comes as
 * one or more characters beyond ASCII, never as a letter that somebody could mean.
 */
final class EngineRequest implements Request {
    private static final Map<RequestHeader, HeaderName> NAMES = names();

    private final RoutingRequest request;
    private final GuardedConnection connection;
    private final RequestBody body;
    private final String method;
    private final String rawPath;
    private final String rawQuery;
    private final boolean isWellFormed;

    private EngineRequest(
            RoutingRequest request,
            GuardedConnection connection,
            RequestBody body,
            String method,
            String rawPath,
            String rawQuery,
            boolean isWellFormed) {
        this.request = request;
        this.connection = connection;
        this.body = body;
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.isWellFormed = isWellFormed;
    }

    private static Map<RequestHeader, HeaderName> names() {
        Map<RequestHeader, HeaderName> names = new EnumMap<>(RequestHeader.class);
        for (RequestHeader header : RequestHeader.values()) {
            names.put(header, HeaderNames.create(header.fieldName()));
        }
        return names;
    }

    static EngineRequest of(GuardedContext context, RoutingRequest request, RequestBody body) {
        return context.connection().isMultiplexed()
                ? ofHttp2(context.connection(), request, body)
                : ofHttp1(context, request, body);
    }

    private static EngineRequest ofHttp1(GuardedContext context, RoutingRequest request, RequestBody body) {
        String target = context.reader().target();
        int question = target.indexOf('?');
        return new EngineRequest(
                request,
                context.connection(),
                body,
                context.reader().method(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                true);
    }

    private static EngineRequest ofHttp2(GuardedConnection connection, RoutingRequest request, RequestBody body) {
        HttpPrologue prologue = request.prologue();
        String method = prologue.method().text();
        String path = prologue.uriPath().rawPath();
        String query = prologue.hasQuery() ? prologue.query().rawValue() : "";
        boolean isWellFormed = Targets.isServed(method, path)
                && Targets.isVisible(path)
                && Targets.isVisible(query)
                && !prologue.fragment().hasValue();
        return new EngineRequest(request, connection, body, method, path, query, isWellFormed);
    }

    /** Whether the target is one that is served; otherwise no handler should see it. */
    boolean isWellFormed() {
        return isWellFormed;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public String rawQuery() {
        return rawQuery;
    }

    @Override
    public List<String> header(RequestHeader name) {
        return request.headers().all(Objects.requireNonNull(NAMES.get(name)), List::of);
    }

    @Override
    public InetAddress peerAddress() {
        return connection.peerAddress();
    }

    @Override
    public boolean isTls() {
        return request.isSecure();
    }

    /**
     * {@inheritDoc}
     *
     * @throws RequestException when its framing is malformed; answered with 400 by who called the handler
     */
    @Override
    public Body body(int maxBytes) {
        return body.read(maxBytes);
    }
}
