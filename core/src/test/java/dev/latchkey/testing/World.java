package dev.latchkey.testing;

import dev.latchkey.browser.Client;
import dev.latchkey.browser.ClientAddress;
import dev.latchkey.credential.HashingBulkhead;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.User;
import dev.latchkey.credential.Username;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.freshness.Freshness;
import dev.latchkey.login.Decoys;
import dev.latchkey.login.LoginContext;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.login.PasswordChange;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.login.PasswordProof;
import dev.latchkey.login.Reauthentication;
import dev.latchkey.login.Visits;
import dev.latchkey.memory.MemoryRememberMeStore;
import dev.latchkey.memory.MemorySecretStore;
import dev.latchkey.memory.MemorySessionStore;
import dev.latchkey.memory.MemoryThrottleStore;
import dev.latchkey.memory.MemoryTransactions;
import dev.latchkey.memory.MemoryUserStore;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.registration.PasswordRules;
import dev.latchkey.remember.RememberMe;
import dev.latchkey.remember.RememberPolicy;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.Sessions;
import dev.latchkey.store.SecretStore;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.throttle.ThrottlePolicy;
import dev.latchkey.throttle.ThrottleRule;
import dev.latchkey.token.KeyRing;
import dev.latchkey.token.Tokens;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Everything wired together on memory stores and a clock that stands still: one installation. {@link #anotherNode} is a
 * second process on the same stores.
 */
public final class World {
    public static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    public static final String PASSWORD = "correct horse battery staple";
    public static final Client FIREFOX = client("Firefox", "Linux", "203.0.113.7");
    public static final Client CHROME = client("Chrome", "Windows", "198.51.100.9");

    public final AtomicReference<Instant> now;
    public final List<AuthEvent> events;
    public final MemorySessionStore sessionStore;
    public final MemoryRememberMeStore seriesStore;
    public final MemoryThrottleStore throttleStore;
    public final MemoryUserStore users;
    public final SecretStore secrets;
    public final MemoryTransactions transactions;
    public final FakeHasher hasher;
    public final Options options;

    public final Tokens tokens = new Tokens();
    public final KeyRing keys;
    public final Sessions sessions;
    public final RememberMe rememberMe;
    public final Throttle throttle;
    public final Freshness freshness;
    public final PasswordLogin login;
    public final Reauthentication reauthentication;
    public final PasswordChange passwordChange;
    public final OwnSessions ownSessions;
    public final Visits visits;
    public final HashingBulkhead bulkhead = new HashingBulkhead(8, 1000, Duration.ofSeconds(30));

    /** What differs from the defaults. */
    public record Options(
            SessionProtection protection,
            RememberPolicy remember,
            ThrottlePolicy throttle,
            int maxPerPrincipal,
            SessionPolicy session) {
        public static final Options DEFAULT = new Options(
                SessionProtection.DEFAULT,
                RememberPolicy.DEFAULT,
                ThrottlePolicy.DEFAULT,
                Integer.MAX_VALUE,
                SessionPolicy.DEFAULT);

        /** Guesses are never refused. */
        public static final Options UNTHROTTLED =
                DEFAULT.with(new ThrottlePolicy(generous(), generous(), generous(), generous()));

        public Options with(SessionProtection value) {
            return new Options(value, remember, throttle, maxPerPrincipal, session);
        }

        public Options with(RememberPolicy value) {
            return new Options(protection, value, throttle, maxPerPrincipal, session);
        }

        public Options with(ThrottlePolicy value) {
            return new Options(protection, remember, value, maxPerPrincipal, session);
        }

        public Options withMaxPerPrincipal(int value) {
            return new Options(protection, remember, throttle, value, session);
        }

        public Options with(SessionPolicy value) {
            return new Options(protection, remember, throttle, maxPerPrincipal, value);
        }

        private static ThrottleRule generous() {
            return ThrottleRule.steady(1_000_000, Duration.ofMillis(1));
        }
    }

    public World() {
        this(Options.DEFAULT);
    }

    public World(Options options) {
        this(
                options,
                new AtomicReference<>(T0),
                new CopyOnWriteArrayList<>(),
                new MemorySessionStore(),
                new MemoryRememberMeStore(),
                new MemoryThrottleStore(),
                new MemoryUserStore(),
                new MemorySecretStore(),
                new FakeHasher());
    }

    private World(
            Options options,
            AtomicReference<Instant> now,
            List<AuthEvent> events,
            MemorySessionStore sessionStore,
            MemoryRememberMeStore seriesStore,
            MemoryThrottleStore throttleStore,
            MemoryUserStore users,
            SecretStore secrets,
            FakeHasher hasher) {
        this.options = options;
        this.now = now;
        this.events = events;
        this.sessionStore = sessionStore;
        this.seriesStore = seriesStore;
        this.throttleStore = throttleStore;
        this.users = users;
        this.secrets = secrets;
        this.hasher = hasher;
        this.transactions = MemoryTransactions.over(sessionStore, seriesStore, throttleStore, users);
        InstantSource clock = now::get;
        SessionProtection protection = options.protection();
        this.keys = new KeyRing(secrets, tokens, clock);
        this.sessions = Sessions.builder(sessionStore, clock)
                .policy(options.session())
                .maxPerPrincipal(options.maxPerPrincipal())
                .listener(events::add)
                .build();
        this.rememberMe = RememberMe.builder(seriesStore, sessions, users, keys, clock)
                .policy(options.remember())
                .protection(protection)
                .listener(events::add)
                .build();
        this.throttle = Throttle.builder(throttleStore, keys, clock)
                .policy(options.throttle())
                .listener(events::add)
                .build();
        this.freshness = new Freshness(Freshness.DEFAULT_FRESH_FOR, clock);
        PasswordProof proof = new PasswordProof(
                transactions, users, hasher, new Decoys(users, hasher, keys), bulkhead, throttle, clock, events::add);
        this.login = PasswordLogin.builder(proof, sessions)
                .protection(protection)
                .rememberMe(rememberMe)
                .build();
        this.reauthentication = new Reauthentication(proof, sessions, protection);
        this.ownSessions = OwnSessions.of(transactions, sessions, rememberMe);
        this.passwordChange = new PasswordChange(proof, sessions, ownSessions, PasswordRules.defaults());
        this.visits = Visits.of(sessions, protection, rememberMe);
    }

    /** A second process of the same installation. */
    public World anotherNode() {
        return restartedWith(options);
    }

    /** The same installation after its settings were changed. */
    public World restartedWith(Options changed) {
        return new World(changed, now, events, sessionStore, seriesStore, throttleStore, users, secrets, hasher);
    }

    public void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    public User user(String username) {
        User user = new User(
                new PrincipalId("id-" + username),
                username(username),
                "The one called " + username,
                hasher.hash(password(PASSWORD)),
                false);
        if (!users.insert(user)) {
            throw new IllegalArgumentException("taken: " + username);
        }
        return user;
    }

    /** Logs in with the right password; what came of it must be a login. */
    public LoginOutcome.LoggedIn logIn(User user, LoginContext context) {
        return (LoginOutcome.LoggedIn) login.attempt(user.username(), password(PASSWORD), context);
    }

    public LoginOutcome.LoggedIn logIn(User user) {
        return logIn(user, LoginContext.of(FIREFOX));
    }

    public LoginOutcome.LoggedIn logInRemembered(User user) {
        return logIn(user, LoginContext.of(FIREFOX).toBeRemembered(true));
    }

    public <T extends AuthEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public static Password password(String typed) {
        return Password.parse(typed).orElseThrow();
    }

    public static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }

    public static Client client(String family, String platform, String address) {
        return new Client(family, platform, family + "/1 (" + platform + ")", address(address));
    }

    public static ClientAddress address(String literal) {
        try {
            return ClientAddress.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
