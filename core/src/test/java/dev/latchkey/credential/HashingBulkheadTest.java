package dev.latchkey.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingBulkheadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        callers.close();
    }

    @Test
    void work_is_done_and_its_result_given_back() {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 1, LONG)) {
            assertThat(bulkhead.run(() -> "done")).contains("done");
        }
    }

    @Test
    void no_more_than_the_permitted_run_at_once_and_the_others_get_their_turn() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (HashingBulkhead bulkhead = new HashingBulkhead(3, 50, LONG)) {
            CountDownLatch begun = new CountDownLatch(3);
            List<Future<Optional<Integer>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int n = i;
                answers.add(callers.submit(() -> bulkhead.run(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    begun.countDown();
                    await(release);
                    running.decrementAndGet();
                    return n;
                })));
            }
            await(begun);
            awaitWaiting(bulkhead, 37);
            release.countDown();
            for (int i = 0; i < 40; i++) {
                assertThat(answers.get(i).get()).contains(i);
            }
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void it_runs_on_platform_threads() {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 1, LONG)) {
            assertThat(bulkhead.run(() -> Thread.currentThread().isVirtual())).contains(false);
        }
    }

    @Test
    void a_full_queue_refuses_at_once() throws Exception {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 2, LONG)) {
            List<Future<Optional<String>>> busy = occupy(bulkhead, 3);

            assertThat(bulkhead.run(() -> "one too many")).isEmpty();
            assertThat(bulkhead.permits()).isEqualTo(1);
            assertThat(bulkhead.working()).isEqualTo(1);
            assertThat(bulkhead.waiting()).isEqualTo(2);
            assertThat(bulkhead.refused()).isEqualTo(1);
            release.countDown();
            for (Future<Optional<String>> each : busy) {
                assertThat(each.get()).contains("occupied");
            }
        }
    }

    @Test
    void a_caller_waits_no_longer_than_the_deadline_and_its_work_is_not_begun() throws Exception {
        AtomicBoolean wasBegun = new AtomicBoolean();
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 2, SHORT)) {
            List<Future<Optional<String>>> busy = occupy(bulkhead, 1);

            assertThat(bulkhead.run(() -> {
                        wasBegun.set(true);
                        return "late";
                    }))
                    .isEmpty();
            assertThat(bulkhead.waiting()).as("its queue place is free again").isZero();
            assertThat(busy.getFirst().get()).as("work under way counts too").isEmpty();
            release.countDown();
            awaitIdle(bulkhead);
            assertThat(wasBegun).isFalse();
        }
    }

    @Test
    void those_who_gave_up_do_not_keep_the_next_ones_out() throws Exception {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 2, SHORT)) {
            occupy(bulkhead, 1);
            for (int i = 0; i < 10; i++) {
                assertThat(bulkhead.run(() -> "late")).isEmpty();
            }
            release.countDown();
            awaitIdle(bulkhead);
            assertThat(bulkhead.run(() -> "in time")).contains("in time");
        }
    }

    @Test
    void closed_it_refuses_those_who_wait_and_those_who_come() throws Exception {
        HashingBulkhead bulkhead = new HashingBulkhead(1, 2, LONG);
        List<Future<Optional<String>>> busy = occupy(bulkhead, 3);
        bulkhead.close();

        assertThat(bulkhead.run(() -> "too late")).isEmpty();
        long refused = 0;
        release.countDown();
        for (Future<Optional<String>> each : busy) {
            refused += each.get().isEmpty() ? 1 : 0;
        }
        assertThat(refused).as("the two that waited").isGreaterThanOrEqualTo(2);
    }

    @Test
    void an_interrupted_caller_gives_up_and_stays_interrupted() {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 2, LONG)) {
            Thread.currentThread().interrupt();
            assertThat(bulkhead.run(() -> {
                        await(release);
                        return "late";
                    }))
                    .isEmpty();
            assertThat(Thread.interrupted()).isTrue();
            release.countDown();
        }
    }

    @Test
    void a_failure_of_the_work_reaches_the_caller() {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 1, LONG)) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> bulkhead.run(() -> {
                        throw new ArithmeticException("a bug in a hasher");
                    }));
            assertThatIllegalStateException()
                    .isThrownBy(() -> bulkhead.run(() -> {
                        throw new IOException("checked");
                    }))
                    .withCauseInstanceOf(IOException.class);
            assertThat(bulkhead.run(() -> "the next")).contains("the next");
        }
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HashingBulkhead(0, 1, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new HashingBulkhead(1, 0, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new HashingBulkhead(1, 1, Duration.ZERO));
    }

    /** Fills the one permit, and the queue behind it, until released. */
    private List<Future<Optional<String>>> occupy(HashingBulkhead bulkhead, int count) {
        List<Future<Optional<String>>> busy = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            busy.add(callers.submit(() -> bulkhead.run(() -> {
                begun.countDown();
                await(release);
                return "occupied";
            })));
            await(begun);
            awaitWaiting(bulkhead, i);
        }
        return busy;
    }

    private static void awaitIdle(HashingBulkhead bulkhead) {
        Optional<String> answer = Optional.empty();
        while (answer.isEmpty()) {
            answer = bulkhead.run(() -> "idle");
        }
    }

    private static void awaitWaiting(HashingBulkhead bulkhead, int count) {
        while (bulkhead.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
