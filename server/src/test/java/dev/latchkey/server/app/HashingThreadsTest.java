package dev.latchkey.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.HashingBulkhead.Share;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HashingThreadsTest {
    @Test
    void all_are_there_before_the_first_login_and_are_those_that_hash() throws InterruptedException {
        int permits = 3;
        try (HashingBulkhead bulkhead = new HashingBulkhead(permits, permits, Duration.ofSeconds(20))) {
            Set<Thread> before = hashing();
            HashingThreads.begin(bulkhead);
            Set<Thread> begun = hashing();
            begun.removeAll(before);
            assertThat(begun).hasSize(permits);

            assertThat(workers(bulkhead, permits)).isEqualTo(begun);
        }
    }

    private static Set<Thread> hashing() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hashing-"))
                .forEach(threads::add);
        return threads;
    }

    /** Who does as many pieces of work at once as there may be. */
    private static Set<Thread> workers(HashingBulkhead bulkhead, int permits) throws InterruptedException {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(permits);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < permits; i++) {
                Share share = new Share("asker " + i, "network " + i);
                callers.execute(() -> bulkhead.run(share, () -> {
                    workers.add(Thread.currentThread());
                    together.countDown();
                    together.await();
                    return true;
                }));
            }
            together.await();
        }
        return workers;
    }
}
