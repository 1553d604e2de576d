package dev.latchkey.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one route, one for each status class. Made when first used: most routes never answer most classes, and
 * each timer is a dozen lines of every scrape.
 */
final class RouteTimers {
    /** From a check in memory to a login that waited for its turn to hash. Quantiles are for whoever reads them. */
    private static final Duration[] BUCKETS =
            Stream.of(1, 5, 25, 100, 500, 2_500).map(Duration::ofMillis).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final String route;
    private final AtomicReferenceArray<@Nullable Timer> byClass = new AtomicReferenceArray<>(6);

    RouteTimers(MeterRegistry registry, String route) {
        this.registry = registry;
        this.route = route;
    }

    void record(int status, long nanos) {
        int statusClass = status / 100;
        Timer timer = byClass.get(statusClass);
        if (timer == null) {
            timer = timer(statusClass);
            byClass.set(statusClass, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The registry gives everyone who asks for the same one the same one. */
    private Timer timer(int statusClass) {
        return Timer.builder("latchkey.http.requests")
                .tag("route", route)
                .tag("status", statusClass + "xx")
                .description("Answering a request, from its last header byte to the first byte of the answer")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
