package dev.latchkey.database.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.Latchkey;
import dev.latchkey.LoginSetting;
import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.cache.NodeLoop;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.history.Member;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.jdbc.JdbcStores;
import dev.latchkey.postgresql.SilentRelay;
import dev.latchkey.testkit.Served;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** One process, as far as this matters: the whole API, a cache with its loop, and a pool of connections of its own. */
final class LocalNode implements Member {
    private static final String ORIGIN = "http://localhost:5000";

    private final SilentRelay relay;
    private final HikariDataSource pool;
    private final NodeLoop loop;
    private final Latchkey latchkey;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition goesOn = lock.newCondition();
    private volatile Duration ahead = Duration.ZERO;
    private boolean isPaused;
    private volatile boolean isDead;

    LocalNode(IntSupplier port, String database, Duration bound, Mistake mistake) {
        relay = new SilentRelay(port);
        pool = pool(relay.port(), database);
        JdbcStores stores = JdbcStores.on(pool).failFast(Duration.ofMillis(200)).open();
        InstantSource clock = () -> Instant.now().plus(ahead);
        CachedSessionStore cache = CachedSessionStore.builder(stores.stores().sessions())
                .transactions(stores.stores().transactions())
                .shared(bound, clock)
                .build();
        MistakenMemory memory = new MistakenMemory(cache);
        SessionFeed feed = stores.feed().orElseThrow();
        SessionFeed asked = switch (mistake) {
            case NONE -> feed;
            case NO_LEASE, ENTRY_BEFORE_LEASE -> memory.hearing(feed);
        };
        loop = NodeLoop.builder(asked, cache).build();
        SessionStore sessions = switch (mistake) {
            case NONE -> cache;
            case NO_LEASE -> memory.asStore(() -> true);
            case ENTRY_BEFORE_LEASE -> memory.asStore(loop::holdsLease);
        };
        latchkey = Latchkey.builder()
                .publicOrigin(ORIGIN)
                .clock(clock)
                .stores(stores.stores().withSessions(sessions))
                .hasher(new Served().hasher())
                .set(LoginSetting.THROTTLE, false)
                .set(LoginSetting.REGISTRATION, "open")
                .build();
        var unused =
                thread.scheduleWithFixedDelay(this::turn, 0, loop.interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static HikariDataSource pool(int port, String database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://localhost:" + port + "/" + database + "?connectTimeout=1&socketTimeout=2");
        config.setUsername("postgres");
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(500);
        return new HikariDataSource(config);
    }

    private void turn() {
        awaitTurn();
        loop.turn();
    }

    @Override
    public SilentRelay relay() {
        return relay;
    }

    @Override
    public boolean isReady() {
        return loop.holdsLease();
    }

    @Override
    public void paused(boolean value) {
        relay.silent(value); // what is in the middle of something stops at its next question
        lock.lock();
        try {
            isPaused = value;
            goesOn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ahead(Duration value) {
        ahead = value;
    }

    private void awaitTurn() {
        lock.lock();
        try {
            while (isPaused && !isDead) {
                goesOn.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its row in the database stays, and whoever ends a session waits for it. */
    @Override
    public void kill() {
        isDead = true;
        relay.cut(true);
        thread.shutdownNow();
        paused(false);
        latchkey.close();
        pool.close();
        relay.close();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        loop.close();
        latchkey.close();
        pool.close();
        relay.close();
    }

    @Override
    public Answer ask(String method, String path, String body, String cookies) throws IOException {
        awaitTurn();
        if (isDead) {
            throw new IOException("it is dead");
        }
        Response response =
                latchkey.answer(new Asked(method, path, body, cookies)).orElseThrow();
        awaitTurn();
        if (isDead) {
            throw new IOException("it died before it answered");
        }
        return new Answer(
                response.status(),
                Stream.concat(response.fixed().fields().stream(), response.headers().stream())
                        .filter(line -> line.name().equals("Set-Cookie"))
                        .map(HeaderField::value)
                        .toList());
    }

    private record Asked(String method, String rawPath, String content, String cookies) implements Request {
        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public List<String> header(RequestHeader name) {
            return switch (name) {
                case HOST -> List.of("localhost:5000");
                case ORIGIN -> method.equals("GET") ? List.of() : List.of(ORIGIN);
                case CONTENT_TYPE -> content.isEmpty() ? List.of() : List.of("application/json");
                case COOKIE -> cookies.isEmpty() ? List.of() : List.of(cookies);
                default -> List.of();
            };
        }

        @Override
        public InetAddress peerAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public boolean isTls() {
            return false;
        }

        @Override
        public Body body(int maxBytes) {
            return new Body.Complete(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
