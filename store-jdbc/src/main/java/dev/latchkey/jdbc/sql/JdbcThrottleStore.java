package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;

import dev.latchkey.core.throttle.AttemptDecision;
import dev.latchkey.core.throttle.Budget;
import dev.latchkey.core.throttle.Charge;
import dev.latchkey.core.throttle.ThrottleState;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.jdbc.sql.Statements.Lockable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Budgets in one table. An attempt is committed before it is answered, with whatever else is written at the time; giving
 * back is a write that nobody waits for the disk with ({@link Transactor#writeSoon}). A refusal writes nothing, so a
 * flood of them costs the disk nothing either.
 */
final class JdbcThrottleStore implements ThrottleStore {
    private static final String FIND =
            "select count, counted_at, open_at from latchkey_throttle_budget where budget = ?";
    private static final String KEEP =
            "update latchkey_throttle_budget set count = ?, counted_at = ?, open_at = ? where budget = ?";
    private static final String BEGIN =
            "insert into latchkey_throttle_budget (budget, count, counted_at, open_at) values (?, ?, ?, ?)";
    private static final String GIVE_BACK =
            "update latchkey_throttle_budget set count = count - 1 where budget = ? and count > 0";
    private static final String RESET = "delete from latchkey_throttle_budget where budget = ?";
    private static final String PURGE = """
            delete from latchkey_throttle_budget
            where budget in (select budget from latchkey_throttle_budget where open_at < ? limit ?)
            """;

    private final Transactor database;

    JdbcThrottleStore(Transactor database) {
        this.database = database;
    }

    @Override
    public AttemptDecision attemptAll(List<Budget> budgets, Instant now) {
        List<String> keys = budgets.stream().map(Budget::key).toList();
        return database.write(statements -> {
            statements.lock(Lockable.BUDGET, keys);
            List<ThrottleState> kept = new ArrayList<>();
            for (String key : keys) {
                kept.add(statements
                        .first(FIND, JdbcThrottleStore::state, key)
                        .orElseGet(() -> ThrottleState.unspent(now)));
            }
            Charge charge = Charge.of(budgets, kept, now);
            for (int i = 0; i < budgets.size(); i++) {
                if (!charge.states().get(i).equals(kept.get(i))) {
                    keep(statements, keys.get(i), charge.states().get(i));
                }
            }
            return charge.decision();
        });
    }

    private static ThrottleState state(ResultSet row) throws SQLException {
        return new ThrottleState(row.getInt("count"), instant(row, "counted_at"), instant(row, "open_at"));
    }

    private static void keep(Statements statements, String key, ThrottleState state) throws SQLException {
        if (statements.update(KEEP, state.count(), state.countedAt(), state.openAt(), key) == 0) {
            statements.insert(BEGIN, key, state.count(), state.countedAt(), state.openAt());
        }
    }

    @Override
    public void settle(Collection<String> forgotten, Collection<String> givenBack) {
        List<String> keys =
                Stream.concat(forgotten.stream(), givenBack.stream()).toList();
        database.writeSoon(statements -> {
            statements.lock(Lockable.BUDGET, keys);
            statements.updateEach(RESET, forgotten, key -> new @Nullable Object[] {key});
            statements.updateEach(GIVE_BACK, givenBack, key -> new @Nullable Object[] {key});
            return true;
        });
    }

    @Override
    public int purge(Instant unusedSince, int limit) {
        return database.write(statements -> statements.update(PURGE, unusedSince, limit));
    }
}
