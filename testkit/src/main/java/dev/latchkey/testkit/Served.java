package dev.latchkey.testkit;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreUnavailableException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What a server under test is given: stores with one user, whose sessions can be broken, a clock to move, a hasher. */
public final class Served {
    /** What jane proves who she is with. */
    public static final String PASSWORD = "correct horse battery staple";

    /** The body that logs jane in. */
    public static final String LOGIN = "{\"username\":\"jane\",\"password\":\"" + PASSWORD + "\"}";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private final AtomicBoolean isDown = new AtomicBoolean();
    private final PasswordHasher hasher = new PlainHasher();
    private final Stores stores;

    /** Everything new, and jane. */
    public Served() {
        Stores memory = Stores.memory();
        this.stores = memory.withSessions(breakable(memory.sessions()));
        stores.users()
                .insert(new User(
                        new PrincipalId("u-jane"),
                        Username.parse("jane").orElseThrow(),
                        "Jane Doe",
                        hasher.hash(Password.parse(PASSWORD).orElseThrow()),
                        false));
    }

    private SessionStore breakable(SessionStore sessions) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    if (isDown.get()) {
                        throw new StoreUnavailableException("sessions", new IOException("out of order"));
                    }
                    try {
                        return method.invoke(sessions, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
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
