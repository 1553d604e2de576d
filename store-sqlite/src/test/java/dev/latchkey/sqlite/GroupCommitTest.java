package dev.latchkey.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers, one writer. */
class GroupCommitTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int QUEUE = 64;

    @TempDir
    Path directory;

    private SqliteDatabase database;
    private Transactor transactor;
    private ExecutorService callers;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void open() {
        open(TIMEOUT);
    }

    private void open(Duration timeout) {
        database = SqliteDatabase.open(directory.resolve("latchkey.db"), new SqliteOptions(2, QUEUE, timeout));
        transactor = database.transactor();
        callers = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void close() {
        release.countDown();
        callers.close();
        database.close();
    }

    @Test
    void writes_that_wait_share_a_commit_and_one_that_fails_takes_no_other_with_it() throws Exception {
        Future<?> first = holdTheWriter();
        List<Future<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int n = i;
            waiting.add(callers.submit(() -> transactor.write(statements -> {
                insertSecret(statements, "name-" + n);
                if (n == 7) {
                    insertSecret(statements, "name-" + n);
                }
                if (n == 9) {
                    throw new IllegalStateException("a bug in a store");
                }
                return n;
            })));
        }
        awaitWaiting(20);
        long before = walBytes();
        release.countDown();

        first.get();
        for (int i = 0; i < 20; i++) {
            if (i == 7) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(waiting.get(i)::get)
                        .withCauseInstanceOf(StoreUnavailableException.class);
            } else if (i == 9) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(waiting.get(i)::get)
                        .withCauseInstanceOf(IllegalStateException.class);
            } else {
                assertThat(waiting.get(i).get()).isEqualTo(i);
            }
        }
        assertThat(countSecrets()).as("neither of the failing two left a trace").isEqualTo(18);
        assertThat(walBytes() - before)
                .as("18 inserts into one page, in one commit, write that page once or twice")
                .isLessThan(5 * 4200);
    }

    @Test
    void nobody_is_answered_before_the_commit() throws Exception {
        CountDownLatch inserted = new CountDownLatch(1);
        Future<Integer> first = callers.submit(() -> transactor.write(statements -> {
            begun.countDown();
            await(release);
            return 0;
        }));
        begun.await();
        Future<Integer> second = callers.submit(() -> transactor.write(statements -> {
            insertSecret(statements, "second");
            return 1;
        }));
        awaitWaiting(1);
        CountDownLatch releaseThird = new CountDownLatch(1);
        Future<Integer> third = callers.submit(() -> transactor.write(statements -> {
            inserted.countDown();
            await(releaseThird);
            return 2;
        }));
        awaitWaiting(2);
        release.countDown();
        first.get();
        inserted.await();

        assertThat(second).as("done, but its commit waits for the third").isNotDone();
        assertThat(countSecrets()).isZero();
        releaseThird.countDown();
        assertThat(second.get()).isEqualTo(1);
        assertThat(third.get()).isEqualTo(2);
        assertThat(countSecrets()).isEqualTo(1);
    }

    @Test
    void when_too_many_wait_the_next_is_refused_at_once() throws Exception {
        Future<?> first = holdTheWriter();
        List<Future<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < QUEUE; i++) {
            waiting.add(callers.submit(() -> transactor.write(statements -> 1)));
        }
        awaitWaiting(QUEUE);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> transactor.write(statements -> 1))
                .withMessageContaining("tasks are waiting for it already");
        assertThat(countSecrets()).as("readers do not wait for writers").isZero();
        release.countDown();
        first.get();
        for (Future<Integer> each : waiting) {
            assertThat(each.get()).isEqualTo(1);
        }
    }

    @Test
    void a_write_whose_caller_gave_up_while_it_waited_is_not_begun() throws Exception {
        database.close();
        open(Duration.ofMillis(300));
        Future<?> first = callers.submit(() -> transactor.write(statements -> {
            begun.countDown();
            await(release);
            return 0;
        }));
        begun.await();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> transactor.write(statements -> {
                    insertSecret(statements, "late");
                    return 1;
                }));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get);
        release.countDown();
        transactor.write(statements -> 1);
        assertThat(countSecrets()).isZero();
    }

    @Test
    void a_write_that_is_committed_after_its_caller_gave_up_counts_as_an_external_change() throws Exception {
        database.close();
        open(Duration.ofMillis(300));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> transactor.write(statements -> {
                    insertSecret(statements, "late");
                    await(release);
                    return 1;
                }));
        release.countDown();
        transactor.write(statements -> 1);

        assertThat(countSecrets()).as("it was committed all the same").isEqualTo(1);
        assertThat(database.pollExternalChange()).isTrue();
        assertThat(database.pollExternalChange()).isFalse();
    }

    @Test
    void closing_finishes_what_was_accepted() throws Exception {
        Future<?> first = holdTheWriter();
        List<Future<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int n = i;
            waiting.add(callers.submit(() -> transactor.write(statements -> {
                insertSecret(statements, "name-" + n);
                return n;
            })));
        }
        awaitWaiting(20);
        Future<?> closing = callers.submit(database::close);
        release.countDown();
        closing.get();
        first.get();
        for (int i = 0; i < 20; i++) {
            assertThat(waiting.get(i).get()).isEqualTo(i);
        }
    }

    @Test
    void a_caller_that_is_interrupted_gives_up_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transactor.read(statements -> {
                        await(release);
                        return 1;
                    }));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            boolean wasInterrupted = Thread.interrupted();
            assertThat(wasInterrupted).isTrue();
        }
    }

    private Future<Integer> holdTheWriter() throws InterruptedException {
        Future<Integer> holder = callers.submit(() -> transactor.write(statements -> {
            begun.countDown();
            await(release);
            return 0;
        }));
        begun.await();
        return holder;
    }

    private void awaitWaiting(int count) {
        while (database.waitingWrites() < count) {
            Thread.onSpinWait();
        }
    }

    private int countSecrets() {
        return transactor.read(statements -> {
            try (ResultSet row =
                    statements.of("select count(*) from latchkey_secret").executeQuery()) {
                return row.getInt(1);
            }
        });
    }

    private long walBytes() {
        return directory.resolve("latchkey.db-wal").toFile().length();
    }

    private static void insertSecret(Statements statements, String name) throws SQLException {
        var insert = statements.of(
                "insert into latchkey_secret (purpose, version, key_bytes, created_at) values (?, 1, x'00', 0)");
        insert.setString(1, name);
        insert.executeUpdate();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            // Closing interrupts the writer; it must still finish.
            await(latch);
            Thread.currentThread().interrupt();
        }
    }
}
