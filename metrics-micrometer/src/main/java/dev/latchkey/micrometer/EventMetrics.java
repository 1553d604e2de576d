package dev.latchkey.micrometer;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts events by their kind: a sealed set, so that a new kind is counted without a word here. */
final class EventMetrics implements AuthEventListener {
    private final Map<Class<?>, Counter> counters;
    private final AuthEventListener next;

    EventMetrics(MeterRegistry registry, AuthEventListener next) {
        this.next = next;
        this.counters = Arrays.stream(AuthEvent.class.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> counter(registry, kind)));
    }

    private static Counter counter(MeterRegistry registry, Class<?> kind) {
        return Counter.builder("latchkey.auth.events")
                .tag("event", name(kind))
                .description("What happened to credentials and sessions, by kind")
                .register(registry);
    }

    /** {@code LoginRefused} is {@code login_refused}. */
    static String name(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    @Override
    public void on(AuthEvent event) {
        Counter counter = counters.get(event.getClass());
        if (counter != null) {
            counter.increment();
        }
        next.on(event);
    }
}
