package dev.latchkey.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.memory.MemoryAuditStore;
import dev.latchkey.core.memory.MemoryRememberMeStore;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryThrottleStore;
import dev.latchkey.core.memory.MemoryTransactions;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndWatch;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.http.api.Api;
import dev.latchkey.http.api.Contract;
import dev.latchkey.http.api.events.EventStreams;
import dev.latchkey.http.csrf.CsrfRefusal;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.Deployment;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An API at http://localhost:5000 with two users, a clock to move and a store to break. */
public final class World implements AutoCloseable {
    public static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");
    public static final PrincipalId JANE = new PrincipalId("u-jane");
    public static final String JANES_LOGIN = "{\"username\":\"jane\",\"password\":\"secret\"}";
    public static final String JOES_LOGIN = "{\"username\":\"joe\",\"password\":\"hunter2\"}";
    public static final Origin TRUSTED = Origin.parse("http://localhost:8080").orElseThrow();

    public final AtomicReference<Instant> now = new AtomicReference<>(T0);
    /** How far the clock moves whenever it is read. */
    public final AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);

    /** How often it was read. */
    public final AtomicInteger readings = new AtomicInteger();

    public final AtomicBoolean isStoreDown = new AtomicBoolean();
    /** Whether budgets do what they are asked and then cannot keep it, while everything else is well. */
    public final AtomicBoolean losesCommits = new AtomicBoolean();

    /** How often the session store was asked anything. */
    public final AtomicInteger questions = new AtomicInteger();

    public final PlainHasher hasher = new PlainHasher();
    public final HashingBulkhead bulkhead = new HashingBulkhead(1, 64, Duration.ofSeconds(10));
    private final InMemory inMemory;
    public final SessionStore store;
    public final UserStore users;
    public final RememberMeStore series;
    public final ThrottleStore throttles;
    public final List<AuthEvent> events = Collections.synchronizedList(new ArrayList<>());
    /** What the listener of refusals heard. */
    public final List<CsrfRefusal> refusals = new ArrayList<>();

    public final Sessions sessions;
    public final EndWatch ends;
    public final EventStreams streams;
    public final Api api;
    private final boolean isHttps;

    /** What is behind the stores that break. */
    private static final class InMemory {
        final MemorySessionStore sessions = new MemorySessionStore();
        final MemoryUserStore users = new MemoryUserStore();
        final MemoryRememberMeStore series = new MemoryRememberMeStore();
        final MemoryThrottleStore budgets = new MemoryThrottleStore();
        final MemorySecretStore secrets = new MemorySecretStore();
        final MemoryTransactions transactions = MemoryTransactions.over(sessions, users, series, budgets);
    }

    public World() {
        this(DeploymentPolicy.embedded(Origin.parse("http://localhost:5000").orElseThrow()));
    }

    public World(DeploymentPolicy policy) {
        this(policy, false);
    }

    /** The same, where people may make accounts. */
    public static World withRegistration() {
        return withRegistration(
                DeploymentPolicy.embedded(Origin.parse("http://localhost:5000").orElseThrow()));
    }

    public static World withRegistration(DeploymentPolicy policy) {
        return new World(policy, true);
    }

    private World(DeploymentPolicy policy, boolean isRegistrationOpen) {
        this(policy, isRegistrationOpen, new InMemory());
        addUser(JANE, "jane", "Jane Doe", "secret");
        addUser(new PrincipalId("u-joe"), "joe", "Joe", "hunter2");
        questions.set(0);
    }

    /** The same installation, restarted as another deployment or with other cookies. */
    public World restartedAs(DeploymentPolicy policy) {
        World restarted = new World(policy, false, inMemory);
        restarted.now.set(now.get());
        return restarted;
    }

    private World(DeploymentPolicy policy, boolean isRegistrationOpen, InMemory inMemory) {
        this.inMemory = inMemory;
        this.store = breakable(SessionStore.class, inMemory.sessions, questions);
        this.users = breakable(UserStore.class, inMemory.users, new AtomicInteger());
        this.series = breakable(RememberMeStore.class, inMemory.series, new AtomicInteger());
        this.throttles = losing(breakable(ThrottleStore.class, inMemory.budgets, new AtomicInteger()));
        Installation installation = installation(isRegistrationOpen);
        this.sessions = installation.sessions();
        CsrfTokens csrf = new CsrfTokens(installation.keys(), installation.tokens());
        Guard guard = Guard.builder(policy, installation.identification(), installation.freshness(), csrf, World::agent)
                .listener(installation.listener())
                .crossSiteListener(refusals::add)
                .build();
        this.ends = new EndWatch(installation.sessions(), Runnable::run);
        this.streams = new EventStreams(ends, EventStreams.DEFAULT_MOST);
        this.api = new Api(policy, installation, guard, streams);
        this.isHttps = policy.publicOrigin().isHttps();
    }

    /** The same API on https, where cookies are bound to the host; it trusts one other origin. */
    public static World onHttps() {
        DeploymentPolicy embedded =
                DeploymentPolicy.embedded(Origin.parse("https://localhost:5000").orElseThrow());
        return new World(new DeploymentPolicy(
                new Deployment.CrossOrigin(embedded.publicOrigin(), Set.of(TRUSTED), false),
                embedded.cookies(),
                embedded.csrf(),
                embedded.forwarding(),
                false));
    }

    private Instant read() {
        readings.incrementAndGet();
        return now.getAndUpdate(before -> before.plus(step.get()));
    }

    /** Core's services as a server brings them together, on stores in memory. */
    private Installation installation(boolean isRegistrationOpen) {
        Stores stores = new Stores(
                inMemory.transactions, store, series, throttles, users, inMemory.secrets, new MemoryAuditStore());
        return Installation.builder(stores, hasher, this::read)
                .rules(
                        isRegistrationOpen
                                ? LoginRules.builder().openRegistration().build()
                                : LoginRules.DEFAULT)
                .listener(events::add)
                .hashing(bulkhead)
                .build();
    }

    /** User-Agents of tests are a family and a platform with a slash between: {@code Firefox/Linux}. */
    private static Client.Kind agent(String userAgent) {
        String[] parts = userAgent.split("/", 2);
        return new Client.Kind(parts[0], parts.length > 1 ? parts[1] : "");
    }

    private void addUser(PrincipalId id, String username, String name, String password) {
        users.insert(new User(
                id,
                Username.parse(username).orElseThrow(),
                name,
                hasher.hash(Password.parse(password).orElseThrow()),
                false));
    }

    private ThrottleStore losing(ThrottleStore store) {
        return (ThrottleStore) Proxy.newProxyInstance(
                ThrottleStore.class.getClassLoader(), new Class<?>[] {ThrottleStore.class}, (proxy, method, args) -> {
                    // What is given back is acknowledged before it is on disk.
                    if (losesCommits.get() && !method.getName().equals("settle")) {
                        throw new StoreUnavailableException("the commit is lost", new IOException("no space left"));
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private <T> T breakable(Class<T> type, T store, AtomicInteger counter) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            counter.incrementAndGet();
            if (isStoreDown.get()) {
                throw new StoreUnavailableException("down for the test", new IOException());
            }
            return method.invoke(store, args);
        }));
    }

    public Response handle(FakeRequest request) {
        FakeRequest arriving = arriving(request);
        Response response = api.handle(arriving);
        Contract.check(api, arriving, response);
        return response;
    }

    /** What the guard says of a request for a route of the application. */
    public Access admit(FakeRequest request, Need need) {
        return api.guard().admit(arriving(request), need);
    }

    /** What the guard says of a request that is asked about beside itself. */
    public Access peek(FakeRequest request) {
        return api.guard().peek(arriving(request));
    }

    private FakeRequest arriving(FakeRequest request) {
        return isHttps ? request.encrypted() : request;
    }

    /** Logs jane in from a new browser that is to be remembered; its cookies. */
    public String remembered() {
        return cookies(handle(FakeRequest.post("/api/login").json(JANES_LOGIN.replace("}", ",\"remember\":true}"))));
    }

    /** Logs jane in from a new browser; the {@code name=value} pair of her session cookie. */
    public String loggedIn() {
        return pair(handle(FakeRequest.post("/api/login").json(JANES_LOGIN)));
    }

    public Response getSession(String cookies) {
        return handle(FakeRequest.get("/api/getsession").cookie(cookies));
    }

    public Response getData(String cookies) {
        return handle(FakeRequest.get("/api/data").cookie(cookies));
    }

    /** Jane's only session: with two of one instant, which one came first would be chance. */
    public Session janesSession() {
        List<Session> all = sessions.list(JANE);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    public void after(Duration time) {
        now.set(now.get().plus(time));
    }

    @Override
    public void close() {
        bulkhead.close();
    }

    /** The {@code name=value} pair of the last cookie that an answer sets: after a login, the session's. */
    public static String pair(Response response) {
        return setCookies(response).getLast().split(";", 2)[0];
    }

    /** The {@code name=value} pairs of all cookies that an answer sets and does not remove, as a browser sends them. */
    public static String cookies(Response response) {
        return setCookies(response).stream()
                .filter(line -> !line.contains("Max-Age=0"))
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    /** The {@code name=value} pair of the cookie of that name that an answer sets. */
    public static String pair(Response response, String name) {
        return setCookies(response).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    public static List<String> setCookies(Response response) {
        return lines(response, "Set-Cookie");
    }

    public static Optional<String> line(Response response, String name) {
        return lines(response, name).stream().findFirst();
    }

    public static List<String> lines(Response response, String name) {
        return allLines(response).stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
    }

    public static List<HeaderField> allLines(Response response) {
        return Stream.concat(response.fixed().fields().stream(), response.headers().stream())
                .toList();
    }

    public static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Costs nothing and hides nothing: for tests alone. */
    public static final class PlainHasher implements PasswordHasher {
        public final List<String> verifiedAgainst = new ArrayList<>();

        @Override
        public PasswordHash hash(Password password) {
            return new PasswordHash("plain:" + HexFormat.of().formatHex(password.toUtf8()));
        }

        @Override
        public synchronized Verification verify(Password password, PasswordHash hash) {
            verifiedAgainst.add(hash.phc());
            return hash(password).equals(hash) ? Verification.MATCHES : Verification.DIFFERS;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("decoy");
        }
    }
}
