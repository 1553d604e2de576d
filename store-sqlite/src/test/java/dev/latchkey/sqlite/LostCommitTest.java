package dev.latchkey.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.sql.Failures;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

@DisplayName("A commit that fails after its statements went well")
class LostCommitTest {
    @TempDir
    Path directory;

    /** What the next commits meet instead of the disk; null for nothing. */
    private final AtomicReference<Supplier<Throwable>> obstacle = new AtomicReference<>();

    private final AtomicInteger commits = new AtomicInteger();
    private final Failures failures = new Failures(System::nanoTime);
    private TaskQueue writes;
    private TaskQueue reads;
    private GroupCommitLoop writer;
    private DatabaseThread writerThread;
    private DatabaseThread readerThread;
    private Transactor transactor;

    @BeforeEach
    void open() throws SQLException {
        Path path = directory.resolve("latchkey.db");
        SqliteDatabase.open(path).close();
        SqliteFile file = new SqliteFile(path, 1000);
        Diagnosis diagnosis = new Diagnosis(path);
        SqliteOptions options = new SqliteOptions(1, 64, Duration.ofSeconds(20));
        writes = new TaskQueue(options, diagnosis, failures, Optional::empty);
        reads = new TaskQueue(options, diagnosis, failures, Optional::empty);
        writer = new GroupCommitLoop(writes, diagnosis, failures);
        transactor = new QueueTransactor(reads, writes, new SqliteTransactions(writes, diagnosis));
        writerThread =
                DatabaseThread.start("writer", new Statements(failing(file.openWriter()), Dialect.SQLITE), writer);
        readerThread = DatabaseThread.start(
                "reader", new Statements(file.openReader(), Dialect.SQLITE), new ReadLoop(reads, diagnosis));
    }

    @AfterEach
    void close() {
        writerThread.stop();
        readerThread.stop();
    }

    private Connection failing(Connection real) {
        return proxy(Connection.class, real, (method, result, arguments) -> {
            if (method.equals("prepareStatement") && "commit".equals(arguments[0])) {
                return proxy(PreparedStatement.class, (PreparedStatement) result, null);
            }
            return result;
        });
    }

    private interface Change {
        Object change(String method, Object result, Object[] arguments);
    }

    private <T> T proxy(Class<T> type, T real, Change change) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (change == null && method.getName().equals("execute")) {
                        commits.incrementAndGet();
                        Supplier<Throwable> met = obstacle.get();
                        if (met != null) {
                            throw met.get();
                        }
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return change == null ? result : change.change(method.getName(), result, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static SQLException full() {
        return new SQLiteException("disk full", SQLiteErrorCode.SQLITE_FULL);
    }

    private boolean isSaved(String name) {
        return transactor.read(statements -> {
            PreparedStatement find = statements.of("select 1 from latchkey_secret where purpose = ?");
            find.setString(1, name);
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        });
    }

    private int soon(String name) {
        return transactor.writeSoon(statements -> insert(statements, name));
    }

    private static int insert(Statements statements, String name) throws SQLException {
        PreparedStatement insert = statements.of(
                "insert into latchkey_secret (purpose, version, key_bytes, created_at) values (?, 1, x'00', 0)");
        insert.setString(1, name);
        return insert.executeUpdate();
    }

    private void awaitLostGroups(int count) {
        while (writer.failedCommits() < count) {
            Thread.onSpinWait();
        }
    }

    @Nested
    class Of_what_was_answered_before_it {
        @Test
        void lets_nobody_else_be_answered_until_one_succeeded() {
            obstacle.set(LostCommitTest::full);
            assertThat(soon("first")).as("answered before anyone could know").isOne();
            awaitLostGroups(1);

            for (int i = 0; i < 20; i++) {
                String name = "later-" + i;
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> soon(name))
                        .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Cause.FULL));
            }

            obstacle.set(null);
            assertThat(soon("after")).isOne();
            assertThat(isSaved("first")).as("what was answered is done").isTrue();
            assertThat(isSaved("later-3")).as("what was refused is not").isFalse();
            assertThat(isSaved("after")).isTrue();
        }

        @Test
        void does_it_again_with_whatever_is_committed_next() {
            obstacle.set(LostCommitTest::full);
            soon("owed");
            awaitLostGroups(1);
            obstacle.set(null);

            transactor.write(statements -> insert(statements, "other"));

            assertThat(isSaved("owed")).isTrue();
            assertThat(isSaved("other")).isTrue();
        }

        @Test
        void counts_it_as_a_failure_though_nobody_waits() {
            obstacle.set(LostCommitTest::full);
            soon("unheard");
            awaitLostGroups(1);

            assertThat(failures.count(Cause.FULL)).isPositive();
        }
    }

    @Nested
    class Of_what_waits_for_it {
        @Test
        void is_told_with_its_cause_and_nothing_is_kept() {
            obstacle.set(LostCommitTest::full);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transactor.write(statements -> insert(statements, "lost")))
                    .withMessageContainingAll(
                            directory.resolve("latchkey.db").toString(), "no room is left", "SQLITE_FULL", "free some");
            obstacle.set(null);
            assertThat(isSaved("lost")).isFalse();
            assertThat(transactor.<Integer>write(statements -> insert(statements, "lost")))
                    .isOne();
        }

        @Test
        void makes_the_next_soon_write_wait_too() {
            obstacle.set(LostCommitTest::full);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transactor.write(statements -> insert(statements, "lost")));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> soon("refused"));
        }
    }

    @Nested
    class An_error_of_the_virtual_machine {
        @Test
        void is_told_to_those_who_wait_and_the_writer_lives_on() {
            obstacle.set(() -> new OutOfMemoryError("for a test"));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transactor.write(statements -> insert(statements, "lost")))
                    .withMessageContaining("OutOfMemoryError");
            obstacle.set(null);

            assertThat(writerThread.isAlive()).isTrue();
            assertThat(transactor.<Integer>write(statements -> insert(statements, "next")))
                    .isOne();
        }

        @Test
        void in_the_work_itself_loses_the_group_and_not_the_writer() {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> transactor.write(statements -> {
                        throw new StackOverflowError("for a test");
                    }));
            assertThat(transactor.<Integer>write(statements -> insert(statements, "next")))
                    .isOne();
            assertThat(writerThread.isAlive()).isTrue();
        }

        @Test
        void does_not_end_a_reader_either() {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> reads.submit(new Task<>(s -> {
                        throw new NoClassDefFoundError("for a test");
                    })));
            assertThat(isSaved("nothing")).isFalse();
            assertThat(readerThread.isAlive()).isTrue();
        }
    }
}
