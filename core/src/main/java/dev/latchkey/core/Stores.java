package dev.latchkey.core;

import dev.latchkey.core.account.UserDirectory;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.memory.MemoryAuditStore;
import dev.latchkey.core.memory.MemoryRememberMeStore;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryThrottleStore;
import dev.latchkey.core.memory.MemoryTransactions;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import java.util.Objects;

/**
 * Everything that an installation keeps, in one value. It opens and closes nothing: whoever opened a database closes it,
 * after the last service on it is closed.
 *
 * @param transactions those of the stores; {@link Transactions#eachWriteAlone()} where they have none in common, with
 *     what that costs
 * @param sessions who is logged in
 * @param series remembered browsers
 * @param budgets counted attempts
 * @param users who may log in
 * @param secrets the keys that cookies are signed with
 * @param audit what happened
 */
public record Stores(
        Transactions transactions,
        SessionStore sessions,
        RememberMeStore series,
        ThrottleStore budgets,
        UserStore users,
        SecretStore secrets,
        AuditStore audit) {
    /** Refuses missing parts. */
    public Stores {
        Objects.requireNonNull(transactions, "transactions");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(series, "series");
        Objects.requireNonNull(budgets, "budgets");
        Objects.requireNonNull(users, "users");
        Objects.requireNonNull(secrets, "secrets");
        Objects.requireNonNull(audit, "audit");
    }

    /**
     * New and empty ones in memory, for tests and for trying things out: a restart logs everybody out and forgets every
     * user.
     */
    public static Stores memory() {
        MemorySessionStore sessions = new MemorySessionStore();
        MemoryRememberMeStore series = new MemoryRememberMeStore();
        MemoryThrottleStore budgets = new MemoryThrottleStore();
        MemoryUserStore users = new MemoryUserStore();
        return new Stores(
                MemoryTransactions.over(sessions, series, budgets, users),
                sessions,
                series,
                budgets,
                users,
                new MemorySecretStore(),
                new MemoryAuditStore());
    }

    /** The same with the users of an application's own: see {@link UserStore#of}. */
    public Stores withUsers(UserDirectory directory) {
        return new Stores(transactions, sessions, series, budgets, UserStore.of(directory), secrets, audit);
    }

    /** The same with another store of sessions: one with a cache in front. */
    public Stores withSessions(SessionStore value) {
        return new Stores(transactions, value, series, budgets, users, secrets, audit);
    }
}
