package dev.latchkey.server.metrics;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.micrometer.LatchkeyMetrics;
import dev.latchkey.sqlite.SqliteDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Every number the server keeps of itself, for Prometheus: Latchkey's own, its database's and its process's. Thread-safe. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMetrics jvm = new JvmMetrics(registry);
    private final LatchkeyMetrics latchkey = new LatchkeyMetrics(registry);

    /** Begins at zero. */
    public Metrics() {}

    /** What any installation counts. */
    public LatchkeyMetrics latchkey() {
        return latchkey;
    }

    /** Reads what the database counts, and how large it is. */
    public void watch(SqliteDatabase database) {
        for (StoreFailure.Cause cause : StoreFailure.Cause.values()) {
            // This is kept, and the database with it: the registry itself holds weakly what it reads.
            latchkey.watchStoreFailures(cause, () -> database.failures(cause));
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
