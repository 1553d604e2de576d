package dev.latchkey.server.engine;

import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes answers. Lines that many answers share are turned into Helidon's form, bytes included, once for each
 * {@link FixedHeaders}. Thread-safe.
 */
final class AnswerWriter {
    /** More sets than any program makes once; beyond it, one is being made per answer, and keeping them would leak. */
    private static final int MAX_CACHED = 256;

    private static final Status[] STATUSES = new Status[600];

    static {
        for (int code = 100; code < STATUSES.length; code++) {
            STATUSES[code] = Status.create(code);
        }
        STATUSES[431] = Status.create(431, "Request Header Fields Too Large");
    }

    /** By identity: {@link FixedHeaders} has no other equality. */
    private final Map<FixedHeaders, Header[]> translated = new ConcurrentHashMap<>();

    /** Names of lines of one answer only: this program's own, so there are few. */
    private final Map<String, HeaderName> names = new ConcurrentHashMap<>();

    /**
     * Writes an answer.
     *
     * @param isHead whether the method was HEAD: the same head, no body
     * @param isLast whether to tell an HTTP/1.1 client that the connection ends
     */
    void write(Response answer, RoutingResponse to, boolean isHead, boolean isLast) {
        to.status(status(answer));
        ServerResponseHeaders headers = to.headers();
        putHeaders(answer, headers);
        if (isLast) {
            headers.set(HeaderValues.CONNECTION_CLOSE);
        }
        if (hasNoContent(answer.status())) {
            headers.set(NoContentLength.INSTANCE);
            to.send();
        } else if (isHead) {
            headers.contentLength(answer.body().length);
            to.send();
        } else {
            to.send(answer.body());
        }
    }

    static Status status(Response answer) {
        return STATUSES[answer.status()];
    }

    /** RFC 9110 §6.4.1. */
    private static boolean hasNoContent(int status) {
        return status == 204 || status == 304;
    }

    void putHeaders(Response answer, ServerResponseHeaders to) {
        for (Header header : fixed(answer.fixed())) {
            to.set(header);
        }
        List<HeaderField> fields = answer.headers();
        for (int i = 0; i < fields.size(); i++) {
            HeaderField field = fields.get(i);
            // Added, not set: Set-Cookie comes more than once. Sensitive: a secret must not enter the table that
            // compresses the headers of an HTTP/2 connection (RFC 7541 §7.1.3).
            to.add(HeaderValues.create(name(field), true, true, field.value()));
        }
    }

    private HeaderName name(HeaderField field) {
        HeaderName known = names.get(field.name());
        if (known != null) {
            return known;
        }
        HeaderName made = HeaderNames.create(field.name());
        if (names.size() < MAX_CACHED) {
            names.put(field.name(), made);
        }
        return made;
    }

    private Header[] fixed(FixedHeaders fixed) {
        Header[] known = translated.get(fixed);
        if (known != null) {
            return known;
        }
        Header[] made = translate(fixed);
        if (translated.size() < MAX_CACHED) {
            translated.put(fixed, made);
        }
        return made;
    }

    private static Header[] translate(FixedHeaders fixed) {
        Map<String, List<String>> byName = fixed.fields().stream()
                .collect(Collectors.groupingBy(
                        HeaderField::name,
                        LinkedHashMap::new,
                        Collectors.mapping(HeaderField::value, Collectors.toList())));
        return byName.entrySet().stream()
                .map(entry -> translate(entry.getKey(), entry.getValue()))
                .toArray(Header[]::new);
    }

    private static Header translate(String name, List<String> values) {
        return values.size() == 1
                ? HeaderValues.createCached(HeaderNames.create(name), values.getFirst())
                : HeaderValues.create(HeaderNames.create(name), values);
    }
}
