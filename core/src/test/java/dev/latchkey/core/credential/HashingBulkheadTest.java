package dev.latchkey.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.core.credential.HashingBulkhead.Outcome;
import dev.latchkey.core.credential.HashingBulkhead.Share;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashingBulkheadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger people = new AtomicInteger();

    @AfterEach
    void stop() {
        release.countDown();
        callers.close();
    }

    @Test
    void work_is_done_and_its_result_given_back() {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 1, LONG)) {
            assertThat(run(bulkhead, () -> "done")).contains("done");
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
                answers.add(callers.submit(() -> run(bulkhead, () -> {
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
            assertThat(run(bulkhead, () -> Thread.currentThread().isVirtual())).contains(false);
        }
    }

    @Test
    void a_full_queue_refuses_at_once() throws Exception {
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 2, LONG)) {
            List<Future<Optional<String>>> busy = occupy(bulkhead, 3);

            assertThat(run(bulkhead, () -> "one too many")).isEmpty();
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

            assertThat(run(bulkhead, () -> {
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
                assertThat(run(bulkhead, () -> "late")).isEmpty();
            }
            release.countDown();
            awaitIdle(bulkhead);
            assertThat(run(bulkhead, () -> "in time")).contains("in time");
        }
    }

    @Test
    void closed_it_refuses_those_who_wait_and_those_who_come() throws Exception {
        HashingBulkhead bulkhead = new HashingBulkhead(1, 2, LONG);
        List<Future<Optional<String>>> busy = occupy(bulkhead, 3);
        bulkhead.close();

        assertThat(run(bulkhead, () -> "too late")).isEmpty();
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
            assertThat(run(bulkhead, () -> {
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
                    .isThrownBy(() -> run(bulkhead, () -> {
                        throw new ArithmeticException("a bug in a hasher");
                    }));
            assertThatIllegalStateException()
                    .isThrownBy(() -> run(bulkhead, () -> {
                        throw new IOException("checked");
                    }))
                    .withCauseInstanceOf(IOException.class);
            assertThat(run(bulkhead, () -> "the next")).contains("the next");
        }
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HashingBulkhead(0, 1, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new HashingBulkhead(1, 0, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new HashingBulkhead(1, 1, Duration.ZERO));
    }

    @Nested
    class A_flood {
        private final HashingBulkhead bulkhead = new HashingBulkhead(1, 64, LONG);
        private final List<String> order = Collections.synchronizedList(new ArrayList<>());
        private final List<Future<Outcome<String>>> answers = new ArrayList<>();
        private final CountDownLatch begun = new CountDownLatch(1);

        @AfterEach
        void stop() {
            release.countDown();
            bulkhead.close();
        }

        @Test
        void of_one_name_keeps_nobody_waiting_longer_than_for_one_turn() throws Exception {
            for (int i = 0; i < 8; i++) {
                ask("flood", "flood's network " + i);
            }
            ask("alice", "alice's network");
            ask("bob", "flood's network 0");

            assertThat(servedInOrder()).startsWith("flood").containsSubsequence("alice", "bob");
            assertThat(order.indexOf("alice")).isLessThanOrEqualTo(8);
        }

        @Test
        void of_one_name_from_one_network_lets_others_take_every_second_turn() throws Exception {
            for (int i = 0; i < 8; i++) {
                ask("flood", "network");
            }
            ask("alice", "another network");
            ask("bob", "network");

            assertThat(servedInOrder()).startsWith("flood", "flood", "alice", "bob");
        }

        @Test
        void of_one_name_has_an_eighth_of_the_queue_and_others_have_the_rest() throws Exception {
            for (int i = 0; i < 8; i++) {
                ask("flood", "network " + i);
            }
            for (int i = 0; i < 70; i++) {
                assertThat(bulkhead.run(new Share("flood", "network " + (8 + i)), () -> "flood"))
                        .isEqualTo(new Outcome.NotBegun<>());
            }
            ask("alice", "network 3");

            assertThat(bulkhead.refused()).isEqualTo(70);
            assertThat(servedInOrder()).contains("alice");
        }

        @Test
        void of_one_network_has_half_of_the_queue() throws Exception {
            for (int i = 0; i < 32; i++) {
                ask("user " + i, "network");
            }

            assertThat(bulkhead.run(new Share("user 33", "network"), () -> "")).isEqualTo(new Outcome.NotBegun<>());
            ask("alice", "another network");
            assertThat(servedInOrder()).startsWith("user 0", "user 1", "alice");
        }

        @Test
        void that_was_served_has_its_share_again() throws Exception {
            for (int i = 0; i < 8; i++) {
                ask("flood", "network");
            }
            servedInOrder();

            for (int i = 0; i < 20; i++) {
                assertThat(bulkhead.run(new Share("flood", "network"), () -> "again"))
                        .isEqualTo(new Outcome.Done<>("again"));
            }
        }

        private void ask(String asker, String network) {
            int before = bulkhead.waiting();
            boolean isFirst = answers.isEmpty();
            answers.add(callers.submit(() -> bulkhead.run(new Share(asker, network), () -> {
                begun.countDown();
                await(release);
                order.add(asker);
                return asker;
            })));
            if (isFirst) {
                await(begun);
            } else {
                awaitWaiting(bulkhead, before + 1);
            }
        }

        private List<String> servedInOrder() throws Exception {
            release.countDown();
            for (Future<Outcome<String>> answer : answers) {
                assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
            }
            return order;
        }
    }

    @Test
    void work_that_was_begun_and_is_late_is_told_from_work_that_was_not() throws Exception {
        Share one = new Share("one", "here");
        Share other = new Share("other", "there");
        try (HashingBulkhead bulkhead = new HashingBulkhead(1, 2, SHORT)) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<Outcome<String>> late = callers.submit(() -> bulkhead.run(one, () -> {
                begun.countDown();
                await(release);
                return "late";
            }));
            await(begun);

            assertThat(bulkhead.run(other, () -> "never")).isEqualTo(new Outcome.NotBegun<>());
            assertThat(late.get()).isEqualTo(new Outcome.TooLate<>());
            assertThat(bulkhead.working()).isEqualTo(1);
        }
    }

    /** Work of somebody who asks for nothing else. */
    private <T> Optional<T> run(HashingBulkhead bulkhead, Callable<T> work) {
        String someone = "someone " + people.incrementAndGet();
        return bulkhead.run(new Share(someone, someone), work).result();
    }

    /** Fills the one permit, and the queue behind it, until released. */
    private List<Future<Optional<String>>> occupy(HashingBulkhead bulkhead, int count) {
        List<Future<Optional<String>>> busy = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            busy.add(callers.submit(() -> run(bulkhead, () -> {
                begun.countDown();
                await(release);
                return "occupied";
            })));
            await(begun);
            awaitWaiting(bulkhead, i);
        }
        return busy;
    }

    private void awaitIdle(HashingBulkhead bulkhead) {
        Optional<String> answer = Optional.empty();
        while (answer.isEmpty()) {
            answer = run(bulkhead, () -> "idle");
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
