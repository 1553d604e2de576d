package dev.latchkey.server.metrics;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.database.Database;
import dev.latchkey.database.FileDatabase;
import dev.latchkey.database.Following;
import dev.latchkey.database.SharedDatabase;
import dev.latchkey.engine.TlsFiles;
import dev.latchkey.engine.TlsFilesException;
import dev.latchkey.micrometer.LatchkeyMetrics;
import dev.latchkey.settings.Release;
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
    public Metrics() {
        Gauge.builder("latchkey.build.info", () -> 1)
                .tag("version", Release.name())
                .description("1, with the release that runs")
                .register(registry);
    }

    /** What any installation counts. */
    public LatchkeyMetrics latchkey() {
        return latchkey;
    }

    /** Reads what the database counts, and what there is to know of its kind. */
    public void watch(Database database) {
        for (StoreFailure.Cause cause : StoreFailure.Cause.values()) {
            // This is kept, and the database with it: the registry itself holds weakly what it reads.
            latchkey.watchStoreFailures(cause, () -> database.failures(cause));
        }
        switch (database) {
            case FileDatabase file -> watch(file);
            case SharedDatabase shared -> watch(shared);
        }
    }

    private void watch(FileDatabase database) {
        FunctionCounter.builder("latchkey.store.commits.failed", database, FileDatabase::failedCommits)
                .description("Commits that failed; each holds the writes of many")
                .register(registry);
        Gauge.builder("latchkey.store.size.bytes", database, FileDatabase::fileBytes)
                .tag("file", "database")
                .description("Size of the database and of its write-ahead log")
                .register(registry);
        Gauge.builder("latchkey.store.size.bytes", database, FileDatabase::logBytes)
                .tag("file", "log")
                .description("Size of the database and of its write-ahead log")
                .register(registry);
        Gauge.builder("latchkey.store.free.bytes", database, FileDatabase::freeBytes)
                .description("Room left on the database's file system")
                .register(registry);
        Gauge.builder("latchkey.store.threads.alive", database, alive -> alive.isAlive() ? 1 : 0)
                .description("1 while every thread of the database is there")
                .register(registry);
    }

    private void watch(SharedDatabase database) {
        Gauge.builder("latchkey.store.connections", database, SharedDatabase::connectionsInUse)
                .tag("state", "used")
                .description("Connections to the database, and how many wait for one")
                .register(registry);
        Gauge.builder("latchkey.store.connections", database, SharedDatabase::connectionsIdle)
                .tag("state", "idle")
                .description("Connections to the database, and how many wait for one")
                .register(registry);
        Gauge.builder("latchkey.store.connections", database, SharedDatabase::waiting)
                .tag("state", "awaited")
                .description("Connections to the database, and how many wait for one")
                .register(registry);
        Gauge.builder(
                        "latchkey.node.clock.offset.seconds",
                        database,
                        shared -> shared.clockOffset().toMillis() / 1e3)
                .description("By how much the database's clock is ahead of this machine's")
                .register(registry);
    }

    /** Reads until when the certificate holds that is in those files now. */
    public void watch(TlsFiles files) {
        Gauge.builder("latchkey.tls.certificate.expires.timestamp.seconds", files, Metrics::notAfter)
                .description("When the certificate ends, in seconds since 1970")
                .strongReference(true)
                .register(registry);
    }

    private static double notAfter(TlsFiles files) {
        try {
            return files.certificate().getNotAfter().toInstant().toEpochMilli() / 1e3;
        } catch (TlsFilesException e) {
            return Double.NaN; // being renewed, or not to be read: the log says which
        }
    }

    /** Reads whether this server may answer from memory. */
    public void watch(Following following) {
        Gauge.builder("latchkey.node.ready", following, each -> each.hindrance().isEmpty() ? 1 : 0)
                .description("1 while this server hears in time what others write, and its clock is right")
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
