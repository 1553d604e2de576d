package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.throttle.AttemptDecision;
import dev.latchkey.throttle.Budget;
import dev.latchkey.throttle.Budget.Force;
import dev.latchkey.throttle.ThrottleRule;
import dev.latchkey.throttle.ThrottleStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an attempt once it is admitted. */
class ThrottleCommitTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final List<Budget> BUDGETS =
            List.of(new Budget("a:name", ThrottleRule.steady(5, Duration.ofDays(1)), Force.REFUSES));

    @TempDir
    Path directory;

    @Test
    void an_attempt_that_was_admitted_is_in_the_file_already() throws SQLException {
        Path file = directory.resolve("latchkey.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            assertThat(database.throttleStore().attemptAll(BUDGETS, T0)).isInstanceOf(AttemptDecision.Admitted.class);

            assertThat(counted(file)).isEqualTo(1);
        }
    }

    @Test
    void an_attempt_whose_commit_fails_is_admitted_to_nobody() throws Exception {
        Path file = directory.resolve("latchkey.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ThrottleStore store = database.throttleStore();
            // A rule of the database that is asked at the commit alone, as the disk is.
            database.transactor().write(statements -> {
                statements.execute("create table must_exist (id text not null primary key) strict");
                statements.execute("create table promise (id text references must_exist (id)"
                        + " deferrable initially deferred) strict");
                return true;
            });
            database.transactor().write(statements -> {
                statements.execute("create trigger break_promise after insert on latchkey_throttle_budget"
                        + " begin insert into promise values ('nobody'); end");
                return true;
            });

            for (int i = 0; i < 20; i++) {
                Future<AttemptDecision> attempt = callers.submit(() -> store.attemptAll(BUDGETS, T0));
                assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                        .isThrownBy(attempt::get)
                        .withCauseInstanceOf(StoreUnavailableException.class);
            }
        }
    }

    private static int counted(Path file) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                var row = statement.executeQuery("select sum(count) from latchkey_throttle_budget")) {
            return row.getInt(1);
        }
    }
}
