package dev.latchkey.micrometer;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What Latchkey counts, in a registry of Micrometer. What others count already is read when someone asks; only requests and
 * events are counted as they happen. Keep it for as long as the registry is asked: a registry alone would let go of what it
 * reads. Thread-safe.
 */
public final class LatchkeyMetrics {
    private final MeterRegistry registry;
    private final RouteTimers refusals;

    /** The registry itself holds what it reads weakly: what nobody else keeps is gone with the next full collection. */
    private final Queue<Object> kept = new ConcurrentLinkedQueue<>();

    /** Writes to that registry; begins at zero. */
    public LatchkeyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.refusals = new RouteTimers(registry, "refused");
    }

    /**
     * Times what that handler answers, by route and status.
     *
     * @param apiPaths the paths of the API, a variable segment in braces
     */
    public Handler timing(Handler handler, Set<String> apiPaths) {
        return new RequestMetrics(registry, handler, apiPaths);
    }

    /** Counts a request that never reached a handler. */
    public void refused(String method, String rawPath, int status, InetAddress peer) {
        refusals.record(status, 0);
    }

    /** Counts every event and passes it on. */
    public AuthEventListener counting(AuthEventListener listener) {
        return new EventMetrics(registry, listener);
    }

    private <T> T keep(T watched) {
        kept.add(watched);
        return watched;
    }

    /** Reads what a cache counts. */
    public void watch(CachedSessionStore watched) {
        CachedSessionStore cache = keep(watched);
        FunctionCounter.builder("latchkey.session.cache.lookups", cache, CachedSessionStore::hits)
                .tag("result", "hit")
                .description("Looks for a session, by whether memory knew the answer")
                .register(registry);
        FunctionCounter.builder("latchkey.session.cache.lookups", cache, CachedSessionStore::misses)
                .tag("result", "miss")
                .description("Looks for a session, by whether memory knew the answer")
                .register(registry);
        Gauge.builder("latchkey.session.cache.size", cache, CachedSessionStore::size)
                .description("Sessions kept in memory")
                .register(registry);
    }

    /** Reads what the bulkhead of password hashing counts. */
    public void watch(HashingBulkhead watched) {
        HashingBulkhead bulkhead = keep(watched);
        Gauge.builder("latchkey.hashing.permits", bulkhead, HashingBulkhead::permits)
                .description("Passwords that may be hashed at once")
                .register(registry);
        Gauge.builder("latchkey.hashing.working", bulkhead, HashingBulkhead::working)
                .description("Passwords being hashed now")
                .register(registry);
        Gauge.builder("latchkey.hashing.waiting", bulkhead, HashingBulkhead::waiting)
                .description("Logins waiting for their turn to hash")
                .register(registry);
        FunctionCounter.builder("latchkey.hashing.refused", bulkhead, HashingBulkhead::refused)
                .description("Logins told to try again because hashing was busy")
                .register(registry);
    }

    /** Reads what the guard counts: session tokens by what they stood for, and refusals by their code. */
    public void watch(Guard watched) {
        Guard guard = keep(watched);
        watchChecks("live", guard, each -> each.sessionChecks().live());
        watchChecks("unknown", guard, each -> each.sessionChecks().unknown());
        for (EndReason reason : EndReason.values()) {
            watchChecks(
                    reason.name().toLowerCase(Locale.ROOT),
                    guard,
                    each -> each.sessionChecks().ended(reason));
        }
        for (ErrorCode code : ErrorCode.values()) {
            FunctionCounter.builder(
                            "latchkey.refusals", guard, each -> each.answers().refusals(code))
                    .tag("code", code.wireName())
                    .description("Requests that were refused, by the code of the answer")
                    .register(registry);
        }
    }

    private void watchChecks(String outcome, Guard guard, ToDoubleFunction<Guard> count) {
        FunctionCounter.builder("latchkey.session.checks", guard, count)
                .tag("outcome", outcome)
                .description("Session tokens that were looked at, by what they stood for")
                .register(registry);
    }

    /**
     * Reads how often the store was unavailable for that cause.
     *
     * @param failures grows
     */
    public void watchStoreFailures(StoreFailure.Cause cause, LongSupplier failures) {
        FunctionCounter.builder("latchkey.store.failures", keep(failures), LongSupplier::getAsLong)
                .tag("cause", cause.label())
                .description("Questions that the store could not answer, by cause")
                .register(registry);
    }

    /**
     * Reads how many connections are open.
     *
     * @param open goes up and down
     */
    public void watchConnections(LongSupplier open) {
        Gauge.builder("latchkey.http.connections", keep(open), LongSupplier::getAsLong)
                .description("Open connections of the main port")
                .register(registry);
    }

    /**
     * Reads how many event streams are open.
     *
     * @param open goes up and down
     */
    public void watchEventStreams(LongSupplier open) {
        Gauge.builder("latchkey.event.streams", keep(open), LongSupplier::getAsLong)
                .description("Event streams that browsers keep open")
                .register(registry);
    }
}
