package dev.latchkey.testkit;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a server under test is given: stores with one user, whose sessions can be broken, a clock to move, a hasher. {@link
 * #anew()} makes it a new one under a server that runs.
 */
public final class Served {
    /** What jane proves who she is with. */
    public static final String PASSWORD = "correct horse battery staple";

    /** The body that logs jane in. */
    public static final String LOGIN = "{\"username\":\"jane\",\"password\":\"" + PASSWORD + "\"}";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private final AtomicBoolean isDown = new AtomicBoolean();
    private final PasswordHasher hasher = new PlainHasher();
    private final AtomicReference<Stores> current = new AtomicReference<>(Stores.memory());
    private final Stores stores = new Stores(
            currently(Transactions.class, Stores::transactions),
            breakable(currently(SessionStore.class, Stores::sessions)),
            currently(RememberMeStore.class, Stores::series),
            currently(ThrottleStore.class, Stores::budgets),
            currently(UserStore.class, Stores::users),
            current.get().secrets(),
            currently(AuditStore.class, Stores::audit));

    /** Everything new, and jane. */
    public Served() {
        anew();
    }

    /**
     * Forgets everything but the time and the keys that cookies are signed with: nobody is logged in, nothing was guessed,
     * nothing is broken, and there is jane.
     */
    public void anew() {
        isDown.set(false);
        current.set(Stores.memory());
        stores.users()
                .insert(new User(
                        new PrincipalId("u-jane"),
                        Username.parse("jane").orElseThrow(),
                        "Jane Doe",
                        hasher.hash(Password.parse(PASSWORD).orElseThrow()),
                        false));
    }

    private <T> T currently(Class<T> type, Function<Stores, T> part) {
        return proxy(type, () -> part.apply(current.get()));
    }

    private SessionStore breakable(SessionStore sessions) {
        return proxy(SessionStore.class, () -> {
            if (isDown.get()) {
                throw new StoreUnavailableException("sessions", new IOException("out of order"));
            }
            return sessions;
        });
    }

    private static <T> T proxy(Class<T> type, Supplier<T> target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(target.get(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What it keeps. */
    public Stores stores() {
        return stores;
    }

    /** What tells it the time. */
    public InstantSource clock() {
        return now::get;
    }

    /** What hashes its passwords. */
    public PasswordHasher hasher() {
        return hasher;
    }

    /** Lets time pass. */
    public void after(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    /** Breaks the store of sessions, or mends it. */
    public void storeIsDown(boolean value) {
        isDown.set(value);
    }

    /** Costs nothing and hides nothing. */
    private static final class PlainHasher implements PasswordHasher {
        @Override
        public PasswordHash hash(Password password) {
            return new PasswordHash("plain:" + HexFormat.of().formatHex(password.toUtf8()));
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            return hash(password).equals(hash) ? Verification.MATCHES : Verification.DIFFERS;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("decoy");
        }
    }
}
