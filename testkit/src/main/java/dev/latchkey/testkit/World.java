package dev.latchkey.testkit;

import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.Accounts;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.audit.AuditTrail;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.login.Identification;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.Logins;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.login.PasswordChange;
import dev.latchkey.core.login.Reauthentication;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.throttle.ThrottlePolicy;
import dev.latchkey.core.throttle.ThrottleRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
            public Map<AuditKind, Instant> latestOfEachKind(PrincipalId principal) {
                return Map.of();
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
