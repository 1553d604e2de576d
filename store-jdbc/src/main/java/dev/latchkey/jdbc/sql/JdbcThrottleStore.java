package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.micros;

import dev.latchkey.core.throttle.AttemptDecision;
import dev.latchkey.core.throttle.Budget;
import dev.latchkey.core.throttle.Charge;
import dev.latchkey.core.throttle.ThrottleState;
import dev.latchkey.core.throttle.ThrottleStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Budgets in one table. An attempt is committed before it is answered, with whatever else is written at the time; giving
 * back is a write that nobody waits for the disk with ({@link Transactor#writeSoon}). A refusal writes nothing, so a
 * flood of them costs the disk nothing either.
 */
final class JdbcThrottleStore implements ThrottleStore {
    private static final String FIND =
            "select count, counted_at, open_at from latchkey_throttle_budget where budget = ?";
    private static final String KEEP = """
            insert into latchkey_throttle_budget (budget, count, counted_at, open_at) values (?, ?, ?, ?)
            on conflict (budget) do update
            set count = excluded.count, counted_at = excluded.counted_at, open_at = excluded.open_at
            """;
    private static final String GIVE_BACK =
            "update latchkey_throttle_budget set count = max(0, count - 1) where budget = ?";
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
        return database.write(statements -> {
            List<ThrottleState> kept = new ArrayList<>();
            for (Budget budget : budgets) {
                kept.add(kept(statements, budget.key(), now));
            }
            Charge charge = Charge.of(budgets, kept, now);
            for (int i = 0; i < budgets.size(); i++) {
                if (!charge.states().get(i).equals(kept.get(i))) {
                    keep(statements, budgets.get(i).key(), charge.states().get(i));
                }
            }
            return charge.decision();
        });
    }

    private static ThrottleState kept(Statements statements, String key, Instant now) throws SQLException {
        PreparedStatement find = statements.of(FIND);
        find.setString(1, key);
        try (ResultSet row = find.executeQuery()) {
            return row.next()
                    ? new ThrottleState(row.getInt("count"), instant(row, "counted_at"), instant(row, "open_at"))
                    : ThrottleState.unspent(now);
        }
    }

    private static void keep(Statements statements, String key, ThrottleState state) throws SQLException {
        PreparedStatement keep = statements.of(KEEP);
        keep.setString(1, key);
        keep.setInt(2, state.count());
        keep.setLong(3, micros(state.countedAt()));
        keep.setLong(4, micros(state.openAt()));
        keep.executeUpdate();
    }

    @Override
    public void settle(Collection<String> forgotten, Collection<String> givenBack) {
        database.writeSoon(statements -> {
            change(statements, RESET, forgotten);
            change(statements, GIVE_BACK, givenBack);
            return true;
        });
    }

    private static void change(Statements statements, String sql, Collection<String> keys) throws SQLException {
        PreparedStatement change = statements.of(sql);
        for (String key : keys) {
            change.setString(1, key);
            change.executeUpdate();
        }
    }

    @Override
    public int purge(Instant unusedSince, int limit) {
        return database.write(statements -> {
            PreparedStatement purge = statements.of(PURGE);
            purge.setLong(1, micros(unusedSince));
            purge.setInt(2, limit);
            return purge.executeUpdate();
        });
    }
}
