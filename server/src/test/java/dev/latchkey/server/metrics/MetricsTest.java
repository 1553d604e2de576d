package dev.latchkey.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.store.StoreFailure;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final AtomicLong connections = new AtomicLong(5);
    private final AtomicLong failures = new AtomicLong();

    @Test
    void every_number_is_still_read_after_a_full_collection() {
        try (Metrics metrics = new Metrics();
                HashingBulkhead bulkhead = new HashingBulkhead(3, 1, Duration.ofSeconds(1))) {
            // As whoever starts a server does it: nobody else keeps these.
            metrics.latchkey().watchConnections(connections::get);
            metrics.latchkey().watchStoreFailures(StoreFailure.Cause.FULL, failures::get);
            metrics.latchkey().watch(bulkhead);
            List<String> before = series(metrics.scrape());
            assertThat(before).contains("latchkey_http_connections", "latchkey_hashing_permits");

            collect();
            failures.set(3);
            connections.set(7);

            String after = metrics.scrape();
            assertThat(after)
                    .contains(
                            "latchkey_http_connections 7.0\n",
                            "latchkey_store_failures_total{cause=\"full\"} 3.0\n",
                            "latchkey_hashing_permits 3.0\n");
            assertThat(after.lines().filter(line -> line.endsWith(" NaN"))).isEmpty();
            assertThat(series(after)).containsAll(before);
        }
    }

    private static List<String> series(String scraped) {
        return scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    /** Until what was reachable weakly alone is gone: an object made for this shows when. */
    private static void collect() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        while (witness.get() != null) {
            System.gc();
        }
    }
}
