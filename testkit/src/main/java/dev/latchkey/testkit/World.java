package dev.latchkey.testkit;

import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditQuery;
import dev.latchkey.audit.AuditStore;
import dev.latchkey.audit.AuditTrail;
import dev.latchkey.browser.Client;
import dev.latchkey.browser.ClientAddress;
import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.credential.HashingBulkhead;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.PasswordHasher;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.credential.Username;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.freshness.Freshness;
import dev.latchkey.login.Accounts;
import dev.latchkey.login.Identification;
import dev.latchkey.login.LoginDetails;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.login.LoginProof;
import dev.latchkey.login.Logins;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.login.PasswordChange;
import dev.latchkey.login.Reauthentication;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.remember.RememberMe;
import dev.latchkey.remember.RememberMeStore;
import dev.latchkey.session.Sessions;
import dev.latchkey.throttle.ThrottlePolicy;
import dev.latchkey.throttle.ThrottleRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** All services on one set of stores, with a clock that stands still and a hasher that counts. */
final class World implements AutoCloseable {
    static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    static final String PASSWORD = "correct horse battery staple";
    static final Client FIREFOX = new Client("Firefox", "Linux", "Firefox/1 (Linux)", address(203, 0, 113, 7));

    final AtomicReference<Instant> now = new AtomicReference<>(T0);
    final List<AuthEvent> events = new CopyOnWriteArrayList<>();
    final AtomicInteger hashed = new AtomicInteger();
    final Sessions sessions;
    final RememberMe rememberMe;
    final Logins login;
    final Reauthentication reauthentication;
    final OwnSessions ownSessions;
    final PasswordChange passwordChange;
    final Freshness freshness;
    final Accounts accounts;
    final Identification identification;
    final AuditTrail audit;

    private final UserStore users;
    private final RememberMeStore series;
    private final Installation installation;

    World(Stores stores) {
        this(stores, LoginRules.DEFAULT);
    }

    /** One that lets everybody guess as fast as they like. */
    static World unthrottled(Stores stores, int maxPerPrincipal) {
        ThrottleRule generous = ThrottleRule.steady(1_000_000, Duration.ofMillis(1));
        ThrottlePolicy policy = new ThrottlePolicy(generous, generous, generous, generous);
        return new World(
                stores,
                LoginRules.builder()
                        .maxPerPrincipal(maxPerPrincipal)
                        .throttle(policy)
                        .build());
    }

    private World(Stores stores, LoginRules rules) {
        this.installation = Installation.builder(stores, new CountingHasher(), now::get)
                .rules(rules)
                .listener(events::add)
                .hashing(new HashingBulkhead(4, 1000, Duration.ofSeconds(30)))
                .build();
        this.users = stores.users();
        this.series = stores.series();
        this.audit = installation.audit();
        this.sessions = installation.sessions();
        this.rememberMe = installation.rememberMe();
        this.login = installation.login();
        this.reauthentication = installation.reauthentication();
        this.ownSessions = installation.ownSessions();
        this.passwordChange = installation.passwordChange();
        this.freshness = installation.freshness();
        this.accounts = installation.accounts();
        this.identification = installation.identification();
    }

    UserStore users() {
        return users;
    }

    RememberMeStore series() {
        return series;
    }

    /** An audit log that nobody reads. */
    static AuditStore discardingAudit() {
        return new AuditStore() {
            @Override
            public void append(List<AuditEntry> entries) {
                // Nobody reads it.
            }

            @Override
            public List<AuditEntry> find(AuditQuery query) {
                return List.of();
            }

            @Override
            public int purge(Instant before, int limit) {
                return 0;
            }
        };
    }

    <T extends AuthEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    User user(String name) {
        User user = new User(
                new PrincipalId("id-" + name), username(name), name, CountingHasher.of(password(PASSWORD)), false);
        if (!users.insert(user)) {
            throw new IllegalArgumentException("taken: " + name);
        }
        return user;
    }

    LoginOutcome.LoggedIn logIn(User user, LoginDetails context) {
        return (LoginOutcome.LoggedIn)
                login.attempt(new LoginProof.ByPassword(user.username(), password(PASSWORD)), context);
    }

    static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }

    static Password password(String typed) {
        return Password.parse(typed).orElseThrow();
    }

    static ClientAddress address(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return ClientAddress.of(address);
    }

    @Override
    public void close() {
        installation.close();
    }

    /** Hashes by writing the password down. */
    private final class CountingHasher implements PasswordHasher {
        static PasswordHash of(Password password) {
            return new PasswordHash("$fake$" + HexFormat.of().formatHex(password.toUtf8()));
        }

        @Override
        public PasswordHash hash(Password password) {
            return of(password);
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            hashed.incrementAndGet();
            return of(password).equals(hash) ? Verification.MATCHES : Verification.DIFFERS;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("$decoy");
        }
    }
}
