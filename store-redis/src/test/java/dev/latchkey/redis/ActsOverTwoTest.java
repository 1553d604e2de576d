package dev.latchkey.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.PasswordChangeOutcome;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottlePolicy;
import dev.latchkey.core.throttle.ThrottleRule;
import dev.latchkey.jdbc.JdbcStores;
import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a person or an operator does to an account in PostgreSQL and to sessions in Redis, interrupted at any call to
 * Redis or at the commit: an account that changed has no sessions of before. Sessions may be over though nothing changed.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class ActsOverTwoTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String NEW_PASSWORD = "a wholly different sentence";
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Client FIREFOX =
            new Client("Firefox", "Linux", "Firefox/1 (Linux)", ClientAddress.of(new byte[] {(byte) 203, 0, 113, 7}));

    private static EmbeddedPostgres postgresql;
    private static RedisServer server;

    /** How many calls to sessions and series are still let through before the connection is interrupted. */
    private final AtomicInteger before = new AtomicInteger(NEVER);

    private Relay relay;
    private RedisStores redis;
    private Installation installation;
    private Runnable interruption = () -> {};
    private boolean failsAtCommit;
    private int names;
    private User alice;
    private LoginOutcome.LoggedIn here;

    @BeforeAll
    static void startServers() throws IOException {
        // Nobody cuts the power here.
        postgresql = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C") // whatever there is where the tests run
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start();
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        postgresql.close();
        server.close();
    }

    @BeforeEach
    void open() {
        server.tell(RedisCommands::flushall);
        relay = new Relay(server.port());
        redis = RedisStores.at(relay.address()).timeout(Duration.ofSeconds(30)).open();
        Stores database = JdbcStores.on(postgresql.getPostgresDatabase()).open().stores();
        Stores both = redis.with(new Stores(
                new FailingCommits(database.transactions()),
                database.sessions(),
                database.series(),
                database.budgets(),
                database.users(),
                database.secrets(),
                database.audit()));
        ThrottleRule generous = ThrottleRule.steady(1_000_000, Duration.ofMillis(1));
        installation = Installation.builder(
                        new Stores(
                                both.transactions(),
                                interrupted(SessionStore.class, both.sessions()),
                                interrupted(RememberMeStore.class, both.series()),
                                both.budgets(),
                                both.users(),
                                both.secrets(),
                                both.audit()),
                        new PlainHasher(),
                        () -> T0)
                .rules(LoginRules.builder()
                        .throttle(new ThrottlePolicy(generous, generous, generous, generous))
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        installation.close();
        redis.close();
        relay.close();
    }

    /** What is done, and what it changes about the account. */
    enum Act {
        CHANGE_OF_PASSWORD {
            @Override
            boolean isDone(ActsOverTwoTest test) {
                Fresh fresh = (Fresh) test.installation
                        .freshness()
                        .judge(test.installation.sessions().peek(test.here.token()), T0);
                return test.installation
                                .passwordChange()
                                .attempt(
                                        fresh,
                                        test.here.token(),
                                        password(PASSWORD),
                                        password(NEW_PASSWORD),
                                        FIREFOX.address())
                        instanceof PasswordChangeOutcome.Changed;
            }
        },
        RESET_BY_AN_OPERATOR {
            @Override
            boolean isDone(ActsOverTwoTest test) {
                return test.installation.accounts().setPassword(test.alice, new PasswordHash("$plain$other"));
            }
        },
        SHUTTING_OUT {
            @Override
            boolean isDone(ActsOverTwoTest test) {
                return test.installation.accounts().disable(test.alice.id());
            }
        },
        DELETING {
            @Override
            boolean isDone(ActsOverTwoTest test) {
                return test.installation.accounts().delete(test.alice.id());
            }
        };

        abstract boolean isDone(ActsOverTwoTest test);
    }

    @ParameterizedTest
    @EnumSource
    void cut_at_any_call_changes_nothing_about_the_account(Act act) {
        interruption = () -> relay.cut();
        interruptEverywhere(act);
    }

    @ParameterizedTest
    @EnumSource
    void whose_answers_get_lost_changes_nothing_about_the_account(Act act) {
        interruption = () -> relay.loseAnswers();
        interruptEverywhere(act);
    }

    private void interruptEverywhere(Act act) {
        int calls = 0;
        logIn();
        while (!isDone(act, calls)) {
            assertThat(account()).as("the account, cut at call " + calls).contains(alice);
            calls++;
            logIn();
        }
        assertThat(calls).as("interrupted at every call").isGreaterThanOrEqualTo(2);
        assertThat(account()).isNotEqualTo(Optional.of(alice));
        assertThat(othersOfAlice()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whose_commit_fails_changes_nothing_about_the_account_and_the_sessions_are_over_all_the_same(Act act) {
        logIn();
        failsAtCommit = true;

        assertThat(isDone(act, NEVER)).isFalse();

        assertThat(account()).contains(alice);
        assertThat(othersOfAlice()).isEmpty();
    }

    /** The account as the database has it, compared by what these acts change. */
    private Optional<User> account() {
        return redisless().users().find(alice.id());
    }

    private Stores redisless() {
        return JdbcStores.on(postgresql.getPostgresDatabase()).open().stores();
    }

    private Stream<Session> othersOfAlice() {
        return redis.sessions().list(alice.id()).stream()
                .filter(session -> !session.id().equals(here.session().id()));
    }

    /** A new person, who is logged in by three browsers. */
    private void logIn() {
        String name = "alice" + names++ + "-" + System.nanoTime();
        alice = new User(
                new PrincipalId("id-" + name),
                Username.parse(name).orElseThrow(),
                name,
                PlainHasher.of(password(PASSWORD)),
                false);
        assertThat(redisless().users().insert(alice)).isTrue();
        alice = account().orElseThrow();
        List<LoginOutcome.LoggedIn> logins = Stream.of(true, true, true)
                .map(isRemembered -> (LoginOutcome.LoggedIn) installation
                        .login()
                        .attempt(
                                new LoginProof.ByPassword(alice.username(), password(PASSWORD)),
                                LoginDetails.of(FIREFOX).toBeRemembered(isRemembered)))
                .toList();
        here = logins.getFirst();
        assertThat(redis.sessions().list(alice.id())).hasSize(3);
    }

    private boolean isDone(Act act, int calls) {
        before.set(calls);
        try {
            return act.isDone(this);
        } catch (StoreUnavailableException e) {
            return false;
        } finally {
            before.set(NEVER);
            relay.mend();
            Samples.await(this::isAvailable);
        }
    }

    private boolean isAvailable() {
        try {
            redis.checkAvailable();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private <T> T interrupted(Class<T> spi, T store) {
        return spi.cast(Proxy.newProxyInstance(
                spi.getClassLoader(), new Class<?>[] {spi}, (proxy, method, arguments) -> {
                    if (before.get() != NEVER && before.getAndDecrement() == 0) {
                        interruption.run();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static Password password(String typed) {
        return Password.parse(typed).orElseThrow();
    }

    /** Fails where the work is done and not yet kept. */
    private final class FailingCommits implements Transactions {
        private final Transactions transactions;

        FailingCommits(Transactions transactions) {
            this.transactions = transactions;
        }

        @Override
        public <T> T together(Supplier<T> work) {
            return transactions.together(() -> {
                T result = work.get();
                if (failsAtCommit) {
                    throw new StoreUnavailableException("interrupted", new IOException("at the commit"));
                }
                return result;
            });
        }

        @Override
        public void whenOver(Consumer<Ending> callback) {
            transactions.whenOver(callback);
        }

        @Override
        public boolean isUnderWay() {
            return transactions.isUnderWay();
        }
    }

    /** Hashes by writing the password down. */
    private static final class PlainHasher implements PasswordHasher {
        static PasswordHash of(Password password) {
            return new PasswordHash("$plain$" + HexFormat.of().formatHex(password.toUtf8()));
        }

        @Override
        public PasswordHash hash(Password password) {
            return of(password);
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            return of(password).equals(hash) ? Verification.MATCHES : Verification.DIFFERS;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("$decoy");
        }
    }
}
