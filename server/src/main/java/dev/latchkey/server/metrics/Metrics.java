package dev.latchkey.server.metrics;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.sqlite.SqliteDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Every number the server keeps of itself. What others count already is read when someone asks; only requests and
 * events are counted as they happen. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMetrics jvm = new JvmMetrics(registry);
    private final RouteTimers refusals = new RouteTimers(registry, "refused");

    /** The registry itself holds what it reads weakly: what nobody else keeps is gone with the next full collection. */
    private final Queue<Object> kept = new ConcurrentLinkedQueue<>();

    /** Begins at zero. */
    public Metrics() {}

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

    /** Reads what the database counts, and how large it is. */
    public void watch(SqliteDatabase watched) {
        SqliteDatabase database = keep(watched);
        for (StoreFailure.Cause cause : StoreFailure.Cause.values()) {
            watchStoreFailures(cause, () -> database.failures(cause));
        }
        FunctionCounter.builder("latchkey.store.commits.failed", database, SqliteDatabase::failedCommits)
                .description("Commits that failed; each holds the writes of many")
                .register(registry);
        Gauge.builder("latchkey.store.size.bytes", database, SqliteDatabase::fileBytes)
                .tag("file", "database")
                .description("Size of the database and of its write-ahead log")
                .register(registry);
        Gauge.builder("latchkey.store.size.bytes", database, SqliteDatabase::logBytes)
                .tag("file", "log")
                .description("Size of the database and of its write-ahead log")
                .register(registry);
        Gauge.builder("latchkey.store.free.bytes", database, SqliteDatabase::freeBytes)
                .description("Room left on the database's file system")
                .register(registry);
        Gauge.builder("latchkey.store.threads.alive", database, alive -> alive.isAlive() ? 1 : 0)
                .description("1 while every thread of the database is there")
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

    /** Everything, in Prometheus' text format 0.0.4. */
    public String scrape() {
        jvm.begin();
        return registry.scrape();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
