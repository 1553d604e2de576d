package dev.latchkey.server.engine;

import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.mapper.Value;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A {@code Content-Length} of zero that is not written. Helidon adds the line to every answer that has none, but 204
 * must not carry it, and on 304 it would be a claim about the file that was not sent (RFC 9110 §8.6). HTTP/2 writes it
 * all the same, where nothing reads it.
 */
final class NoContentLength implements Header {
    static final NoContentLength INSTANCE = new NoContentLength();

    private static final Header ZERO = HeaderValues.CONTENT_LENGTH_ZERO;

    private NoContentLength() {}

    @Override
    public void writeHttp1Header(BufferData buffer) {}

    @Override
    public String name() {
        return ZERO.name();
    }

    @Override
    public HeaderName headerName() {
        return ZERO.headerName();
    }

    @Override
    public List<String> allValues() {
        return ZERO.allValues();
    }

    @Override
    public int valueCount() {
        return ZERO.valueCount();
    }

    @Override
    public boolean sensitive() {
        return ZERO.sensitive();
    }

    @Override
    public boolean changing() {
        return ZERO.changing();
    }

    @Override
    public String get() {
        return ZERO.get();
    }

    @Override
    public <N> Value<N> as(Class<N> type) {
        return ZERO.as(type);
    }

    @Override
    public <N> Value<N> as(GenericType<N> type) {
        return ZERO.as(type);
    }

    @Override
    public <N> Value<N> as(Function<? super String, ? extends N> mapper) {
        return ZERO.as(mapper);
    }

    @Override
    public Optional<String> asOptional() {
        return ZERO.asOptional();
    }

    @Override
    public Value<Boolean> asBoolean() {
        return ZERO.asBoolean();
    }

    @Override
    public Value<String> asString() {
        return ZERO.asString();
    }

    @Override
    public Value<Integer> asInt() {
        return ZERO.asInt();
    }

    @Override
    public Value<Long> asLong() {
        return ZERO.asLong();
    }

    @Override
    public Value<Double> asDouble() {
        return ZERO.asDouble();
    }
}
