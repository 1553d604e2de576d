package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.alice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisplayName("While another process holds the file for writing")
class LockedByAnotherTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("latchkey.db");
    }

    @Test
    void what_it_committed_before_is_noticed_all_the_same() throws SQLException {
        try (SqliteDatabase database = SqliteDatabase.open(file())) {
            database.userStore().insert(alice());
            database.pollExternalChange();
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("update latchkey_user set is_disabled = 1");
                statement.execute("begin immediate");

                assertThat(database.pollExternalChange()).isTrue();
                assertThat(database.pollExternalChange()).isFalse();
                statement.execute("rollback");
            }
        }
    }

    @Test
    void it_is_noticed_also_while_a_writer_of_ours_waits_for_that_lock() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(file());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            database.userStore().insert(alice());
            database.pollExternalChange();
            statement.execute("update latchkey_user set is_disabled = 1");
            statement.execute("begin immediate");
            Future<?> waiting = callers.submit(() -> database.userStore().setDisabled(ALICE, false));

            boolean wasNoticed = false;
            while (!wasNoticed && !waiting.isDone()) {
                wasNoticed = database.pollExternalChange();
            }
            assertThat(wasNoticed || database.pollExternalChange()).isTrue();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(waiting::get)
                    .withCauseInstanceOf(StoreUnavailableException.class);
            statement.execute("rollback");
        }
    }

    @Test
    void one_caller_at_a_time_finds_out_and_the_others_are_told_at_once() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(file());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            database.userStore().insert(alice());
            statement.execute("begin immediate");
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> database.userStore().setDisabled(ALICE, true));

            AtomicInteger toldAtOnce = new AtomicInteger();
            Callable<Void> caller = () -> {
                // Whichever of the two tries: while it does, the other does not wait.
                for (int tries = 0; tries < 5 && toldAtOnce.get() < 10; ) {
                    try {
                        database.transactor().write(statements -> 1);
                    } catch (StoreUnavailableException e) {
                        boolean isToldWhatAnotherMet = e.getCause() instanceof StoreUnavailableException;
                        tries += isToldWhatAnotherMet ? 0 : 1;
                        toldAtOnce.addAndGet(isToldWhatAnotherMet ? 1 : 0);
                    }
                }
                return null;
            };
            for (Future<Void> done : callers.invokeAll(List.of(caller, caller))) {
                done.get();
            }
            assertThat(toldAtOnce).hasValueGreaterThanOrEqualTo(10);

            statement.execute("rollback");
            assertThat(database.userStore().setDisabled(ALICE, true))
                    .as("it recovers by itself, with the next caller")
                    .isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_refusal_names_the_process() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(file())) {
            database.userStore().insert(alice());
            Process holder = ChildProcess.start("hold-the-lock", file());
            try (BufferedReader output = ChildProcess.output(holder)) {
                assertThat(output.readLine()).isEqualTo("held");
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> database.userStore().setDisabled(ALICE, true))
                        .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Cause.LOCKED))
                        .withMessageContaining("process " + holder.pid() + " holds it");
            } finally {
                holder.destroyForcibly().waitFor();
            }
            assertThat(database.userStore().setDisabled(ALICE, true)).isTrue();
        }
    }

    @Test
    void the_log_grows_no_further_than_its_limit_once_a_reader_is_gone() throws SQLException {
        try (SqliteDatabase database = SqliteDatabase.open(file());
                Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = reader.createStatement()) {
            statement.execute("begin");
            statement.execute("select * from latchkey_user");
            grow(database);
            assertThat(database.logBytes()).isGreaterThan(20_000_000);

            statement.execute("rollback");
            database.userStore().insert(alice());
            database.userStore().setDisabled(ALICE, true);
            database.userStore().setDisabled(ALICE, false);
            assertThat(database.logBytes()).isLessThanOrEqualTo(16 * 1024 * 1024);
            assertThat(database.fileBytes()).isPositive();
            assertThat(database.freeBytes()).isPositive();
        }
    }

    private static void grow(SqliteDatabase database) {
        for (int i = 0; i < 24; i++) {
            int n = i;
            database.transactor()
                    .write(statements -> statements
                            .of("insert into latchkey_secret values ('big', " + n + ", zeroblob(1000000), 0)")
                            .executeUpdate());
        }
    }
}
