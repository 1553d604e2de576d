package dev.latchkey.server.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.latchkey.http.wire.JsonWriter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * A line of the log as one flat JSON object: {@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code message},
 * what else the line tells under names of its own, and {@code error} with a stack trace.
 */
final class JsonLine extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        byte[] object = JsonWriter.object(line -> write(line, event));
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }

    private void write(JsonWriter line, ILoggingEvent event) {
        line.text("time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
                .text("level", event.getLevel().toString())
                .text("logger", event.getLoggerName())
                .text("message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> write(line, pair));
        }
        if (event.getThrowableProxy() != null) {
            line.text("error", traces.convert(event));
        }
    }

    private static void write(JsonWriter line, KeyValuePair pair) {
        switch (pair.value) {
            case Integer number -> line.number(pair.key, number);
            case Boolean truth -> line.flag(pair.key, truth);
            case null, default -> line.text(pair.key, String.valueOf(pair.value));
        }
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
