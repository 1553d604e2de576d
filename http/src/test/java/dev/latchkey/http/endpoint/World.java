package dev.latchkey.http.endpoint;

import dev.latchkey.credential.HashingBulkhead;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.PasswordHasher;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.credential.Username;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.http.csrf.CsrfRefusal;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.Deployment;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.memory.MemorySessionStore;
import dev.latchkey.memory.MemoryUserStore;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionStore;
import dev.latchkey.session.Sessions;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.Tokens;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** An API at http://localhost:5000 with two users, a clock to move and a store to break. */
final class World implements AutoCloseable {
    static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");
    static final PrincipalId JANE = new PrincipalId("u-jane");
    static final String JANES_LOGIN = "{\"username\":\"jane\",\"password\":\"secret\"}";
    static final String JOES_LOGIN = "{\"username\":\"joe\",\"password\":\"hunter2\"}";
    static final Origin TRUSTED = Origin.parse("http://localhost:8080").orElseThrow();

    final AtomicReference<Instant> now = new AtomicReference<>(T0);
    final AtomicBoolean isStoreDown = new AtomicBoolean();
    /** How often the session store was asked anything. */
    final AtomicInteger questions = new AtomicInteger();

    final PlainHasher hasher = new PlainHasher();
    final HashingBulkhead bulkhead = new HashingBulkhead(1, 1, Duration.ofSeconds(10));
    final SessionStore store = breakable(SessionStore.class, new MemorySessionStore(), questions);
    final UserStore users = breakable(UserStore.class, new MemoryUserStore(), new AtomicInteger());
    /** What the listener of refusals heard. */
    final List<CsrfRefusal> refusals = new ArrayList<>();

    final Sessions sessions;
    final Api api;
    private final boolean isHttps;

    World() {
        this(DeploymentPolicy.embedded(Origin.parse("http://localhost:5000").orElseThrow()));
    }

    World(DeploymentPolicy policy) {
        InstantSource clock = now::get;
        Tokens tokens = new Tokens();
        this.sessions = Sessions.builder(store, clock).build();
        PasswordLogin login = new PasswordLogin(users, hasher, bulkhead, sessions, clock, AuthEventListener.none());
        CsrfTokens csrf = new CsrfTokens((name, candidate) -> candidate, tokens);
        this.api = new Api(policy, sessions, login, csrf, clock, refusals::add);
        this.isHttps = policy.publicOrigin().isHttps();
        addUser(JANE, "jane", "Jane Doe", "secret");
        addUser(new PrincipalId("u-joe"), "joe", "Joe", "hunter2");
        questions.set(0);
    }

    /** The same API on https, where cookies are bound to the host; it trusts one other origin. */
    static World onHttps() {
        DeploymentPolicy embedded =
                DeploymentPolicy.embedded(Origin.parse("https://localhost:5000").orElseThrow());
        return new World(new DeploymentPolicy(
                new Deployment.CrossOrigin(embedded.publicOrigin(), Set.of(TRUSTED), false),
                embedded.cookies(),
                embedded.csrf(),
                embedded.forwarding(),
                false));
    }

    private void addUser(PrincipalId id, String username, String name, String password) {
        users.insert(new User(
                id,
                Username.parse(username).orElseThrow(),
                name,
                hasher.hash(Password.parse(password).orElseThrow()),
                false));
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

    Response handle(FakeRequest request) {
        return api.handle(isHttps ? request.encrypted() : request);
    }

    /** Logs jane in from a new browser; the {@code name=value} pair of her session cookie. */
    String loggedIn() {
        return pair(handle(FakeRequest.post("/api/login").json(JANES_LOGIN)));
    }

    Response getSession(String cookies) {
        return handle(FakeRequest.get("/api/getsession").cookie(cookies));
    }

    Response getData(String cookies) {
        return handle(FakeRequest.get("/api/data").cookie(cookies));
    }

    /** Jane's only session. */
    Session janesSession() {
        return sessions.list(JANE).getFirst();
    }

    void after(Duration time) {
        now.set(now.get().plus(time));
    }

    @Override
    public void close() {
        bulkhead.close();
    }

    /** The {@code name=value} pair of the last cookie that an answer sets. */
    static String pair(Response response) {
        return setCookies(response).getLast().split(";", 2)[0];
    }

    static List<String> setCookies(Response response) {
        return lines(response, "Set-Cookie");
    }

    static Optional<String> line(Response response, String name) {
        return lines(response, name).stream().findFirst();
    }

    static List<String> lines(Response response, String name) {
        return allLines(response).stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
    }

    static List<HeaderField> allLines(Response response) {
        return Stream.concat(response.fixed().fields().stream(), response.headers().stream())
                .toList();
    }

    static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Costs nothing and hides nothing: for tests alone. */
    static final class PlainHasher implements PasswordHasher {
        final List<String> verifiedAgainst = new ArrayList<>();

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
