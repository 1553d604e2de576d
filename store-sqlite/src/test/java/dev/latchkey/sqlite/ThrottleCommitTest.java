package dev.latchkey.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.throttle.AttemptDecision;
import dev.latchkey.core.throttle.Budget;
import dev.latchkey.core.throttle.Budget.Force;
import dev.latchkey.core.throttle.ThrottleRule;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.jdbc.sql.SqlStores;
import dev.latchkey.jdbc.sql.Transactor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
    void an_attempt_whose_commit_is_lost_is_admitted_to_nobody() {
        try (SqliteDatabase database = SqliteDatabase.open(directory.resolve("latchkey.db"))) {
            ThrottleStore store = SqlStores.of(new LosesCommits(database.transactor()), database.transactions())
                    .budgets();

            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> store.attemptAll(BUDGETS, T0));
            }
        }
    }

    /** Does all the work and loses it at the commit: whoever waits for that hears of it, nobody else does. */
    private record LosesCommits(Transactor database) implements Transactor {
        @Override
        public <T> T read(Work<T> work) {
            return database.read(work);
        }

        @Override
        public <T> T write(Work<T> work) {
            return database.write(statements -> {
                work.on(statements);
                throw new StoreUnavailableException("the commit is lost", new IOException("no space left"));
            });
        }

        @Override
        public <T> T writeSoon(Work<T> work) {
            AtomicReference<T> answer = new AtomicReference<>();
            try {
                database.write(statements -> {
                    answer.set(work.on(statements));
                    throw new StoreUnavailableException("the commit is lost", new IOException("no space left"));
                });
            } catch (StoreUnavailableException unheard) {
                return answer.get();
            }
            throw new AssertionError("a commit was to be lost");
        }
    }

    private static int counted(Path file) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("select sum(count) from latchkey_throttle_budget")) {
            return row.getInt(1);
        }
    }
}
