package dev.latchkey.core.testing;

import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.login.Identification;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.Logins;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.login.PasswordChange;
import dev.latchkey.core.login.Reauthentication;
import dev.latchkey.core.memory.MemoryRememberMeStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryThrottleStore;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.Throttle;
import dev.latchkey.core.throttle.ThrottlePolicy;
import dev.latchkey.core.throttle.ThrottleRule;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
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

    /** Rules that tests begin with. */
    public static final class Options {
        public static final LoginRules DEFAULT = LoginRules.DEFAULT;

        /** Guesses are never refused. */
        public static final LoginRules UNTHROTTLED = DEFAULT.toBuilder()
                .throttle(new ThrottlePolicy(generous(), generous(), generous(), generous()))
                .build();

        private Options() {}
    }

    public final AtomicReference<Instant> now;
    public final List<AuthEvent> events;
    public final MemorySessionStore sessionStore;
    public final MemoryRememberMeStore seriesStore;
    public final MemoryThrottleStore throttleStore;
    public final MemoryUserStore users;
    public final SecretStore secrets;
    public final Stores stores;
    public final Transactions transactions;
    public final FakeHasher hasher;
    public final LoginRules rules;

    public final Installation installation;
    public final Tokens tokens;
    public final KeyRing keys;
    public final Sessions sessions;
    public final RememberMe rememberMe;
    public final Throttle throttle;
    public final Freshness freshness;
    public final Logins login;
    public final Reauthentication reauthentication;
    public final PasswordChange passwordChange;
    public final OwnSessions ownSessions;
    public final Identification identification;
    public final HashingBulkhead bulkhead;

    public World() {
        this(LoginRules.DEFAULT);
    }

    public World(LoginRules rules) {
        this(rules, new AtomicReference<>(T0), new CopyOnWriteArrayList<>(), Stores.memory(), new FakeHasher());
    }

    private World(
            LoginRules rules, AtomicReference<Instant> now, List<AuthEvent> events, Stores stores, FakeHasher hasher) {
        this.rules = rules;
        this.now = now;
        this.events = events;
        this.stores = stores;
        this.sessionStore = (MemorySessionStore) stores.sessions();
        this.seriesStore = (MemoryRememberMeStore) stores.series();
        this.throttleStore = (MemoryThrottleStore) stores.budgets();
        this.users = (MemoryUserStore) stores.users();
        this.secrets = stores.secrets();
        this.transactions = stores.transactions();
        this.hasher = hasher;
        this.installation = Installation.builder(stores, hasher, now::get)
                .rules(rules)
                .listener(events::add)
                .hashing(new HashingBulkhead(8, 1000, Duration.ofSeconds(30)))
                .build();
        this.tokens = installation.tokens();
        this.keys = installation.keys();
        this.sessions = installation.sessions();
        this.rememberMe = installation.rememberMe();
        this.throttle = installation.throttle();
        this.freshness = installation.freshness();
        this.login = installation.login();
        this.reauthentication = installation.reauthentication();
        this.passwordChange = installation.passwordChange();
        this.ownSessions = installation.ownSessions();
        this.identification = installation.identification();
        this.bulkhead = installation.hashing();
    }

    private static ThrottleRule generous() {
        return ThrottleRule.steady(1_000_000, Duration.ofMillis(1));
    }

    /** A second process of the same installation. */
    public World anotherNode() {
        return restartedWith(rules);
    }

    /** The same installation after its settings were changed. */
    public World restartedWith(LoginRules changed) {
        return new World(changed, now, events, stores, hasher);
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
    public LoginOutcome.LoggedIn logIn(User user, LoginDetails context) {
        return (LoginOutcome.LoggedIn)
                login.attempt(new LoginProof.ByPassword(user.username(), password(PASSWORD)), context);
    }

    public LoginOutcome.LoggedIn logIn(User user) {
        return logIn(user, LoginDetails.of(FIREFOX));
    }

    public LoginOutcome.LoggedIn logInRemembered(User user) {
        return logIn(user, LoginDetails.of(FIREFOX).toBeRemembered(true));
    }

    /** That the session is fresh, as the service says; it must be. */
    public Fresh fresh(Session session) {
        return (Fresh) freshness.judge(new Resolution.Active(session), now.get());
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
