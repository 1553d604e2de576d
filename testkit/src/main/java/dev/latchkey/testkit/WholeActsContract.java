package dev.latchkey.testkit;

import static dev.latchkey.testkit.World.FIREFOX;
import static dev.latchkey.testkit.World.PASSWORD;
import static dev.latchkey.testkit.World.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.PasswordChangeOutcome;
import dev.latchkey.core.login.ReauthenticationOutcome;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.core.token.SessionToken;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * What a person or an operator does is done or not done: interrupted at any call of a store, or at the commit, nothing
 * happened and nobody heard of anything; tried again it happens.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class WholeActsContract {
    private static final String NEW_PASSWORD = "a wholly different sentence";
    private static final int NEVER = Integer.MAX_VALUE;

    /** How many calls of a store are still answered. */
    private final AtomicInteger answered = new AtomicInteger(NEVER);

    private boolean failsAtCommit;
    private World world;
    private User alice;
    private LoginOutcome.LoggedIn here;
    private LoginOutcome.LoggedIn elsewhere;

    /** For subclasses. */
    protected WholeActsContract() {}

    /** Stores of one database, and what joins them. */
    public record Joined(
            Transactions transactions,
            UserStore users,
            SessionStore sessions,
            RememberMeStore series,
            ThrottleStore budgets,
            SecretStore secrets) {}

    /** New stores, empty. */
    protected abstract Joined newStores();

    @BeforeEach
    void logIn() {
        Joined stores = newStores();
        world = World.unthrottled(
                new Stores(
                        new FailingCommits(stores.transactions()),
                        failing(SessionStore.class, stores.sessions()),
                        failing(RememberMeStore.class, stores.series()),
                        failing(ThrottleStore.class, stores.budgets()),
                        failing(UserStore.class, stores.users()),
                        stores.secrets(),
                        World.discardingAudit()),
                3);
        alice = world.user("alice");
        here = world.logIn(alice, LoginDetails.of(FIREFOX).toBeRemembered(true));
        elsewhere = world.logIn(alice, LoginDetails.of(FIREFOX).toBeRemembered(true));
        world.sessions.peek(here.token());
        world.sessions.peek(elsewhere.token());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_change_of_password() {
        AtomicInteger changes = new AtomicInteger();
        List<SessionToken> tokens = new ArrayList<>();

        assertWhole(
                () -> {
                    var outcome = (PasswordChangeOutcome.Changed) world.passwordChange.attempt(
                            granted(), here.token(), password(PASSWORD), password(NEW_PASSWORD), FIREFOX.address());
                    tokens.add(outcome.token());
                    changes.incrementAndGet();
                },
                AuthEvent.PasswordChanged.class);

        assertThat(changes).hasValue(1);
        assertThat(isLoggedIn(tokens.getFirst())).isTrue();
        assertThat(isLoggedIn(here.token())).as("the token before").isFalse();
        assertThat(isLoggedIn(elsewhere.token())).isFalse();
        assertThat(logsInWith(PASSWORD)).isFalse();
        assertThat(logsInWith(NEW_PASSWORD)).isTrue();
    }

    @Test
    void another_password_by_an_operator() {
        assertWhole(
                () -> assertThat(world.accounts.setPassword(alice, new PasswordHash("$fake$other")))
                        .isTrue(),
                AuthEvent.PasswordReset.class);

        assertEverybodyIsOut();
        assertThat(logsInWith(PASSWORD)).isFalse();
    }

    @Test
    void shutting_a_user_out() {
        assertWhole(() -> assertThat(world.accounts.disable(alice.id())).isTrue(), AuthEvent.UserDisabled.class);

        assertEverybodyIsOut();
        assertThat(logsInWith(PASSWORD)).isFalse();
    }

    @Test
    void deleting_a_user() {
        assertWhole(() -> assertThat(world.accounts.delete(alice.id())).isTrue(), AuthEvent.UserDeleted.class);

        assertEverybodyIsOut();
        assertThat(logsInWith(PASSWORD)).isFalse();
    }

    @Test
    void ending_the_other_sessions() {
        assertWhole(
                () -> assertThat(world.ownSessions.endOthers(granted())).isEqualTo(1), AuthEvent.SessionsRevoked.class);

        assertThat(isLoggedIn(here.token())).isTrue();
        assertThat(isLoggedIn(elsewhere.token())).isFalse();
    }

    @Test
    void ending_one_session() {
        assertWhole(
                () -> assertThat(world.ownSessions.end(
                                granted(), elsewhere.session().id()))
                        .isTrue(),
                AuthEvent.SessionsRevoked.class);

        assertThat(isLoggedIn(here.token())).isTrue();
        assertThat(isLoggedIn(elsewhere.token())).isFalse();
    }

    @Test
    void logging_out() {
        assertWhole(
                () -> world.ownSessions.logOut(
                        List.of(here.token()),
                        List.of(here.remember().orElseThrow().token())),
                AuthEvent.LoggedOut.class);

        assertThat(isLoggedIn(here.token())).isFalse();
        assertThat(isLoggedIn(elsewhere.token())).isTrue();
    }

    @Test
    void logging_in_where_somebody_was_logged_in() {
        List<LoginOutcome> outcomes = new ArrayList<>();
        LoginDetails context = LoginDetails.of(FIREFOX)
                .toBeRemembered(true)
                .holding(
                        List.of(here.token()),
                        List.of(here.remember().orElseThrow().token()));

        assertWhole(
                () -> outcomes.add(
                        world.login.attempt(new LoginProof.ByPassword(alice.username(), password(PASSWORD)), context)),
                AuthEvent.LoggedIn.class);

        assertThat(outcomes).hasSize(1);
        assertThat(isLoggedIn(((LoginOutcome.LoggedIn) outcomes.getFirst()).token()))
                .isTrue();
        assertThat(isLoggedIn(here.token())).isFalse();
        assertThat(isLoggedIn(elsewhere.token())).isTrue();
    }

    @Test
    void logging_in_beyond_the_maximum() {
        world.logIn(alice, LoginDetails.of(FIREFOX));

        assertWhole(
                () -> world.login.attempt(
                        new LoginProof.ByPassword(alice.username(), password(PASSWORD)), LoginDetails.of(FIREFOX)),
                AuthEvent.LoggedIn.class);

        assertThat(world.sessions.list(alice.id())).hasSize(3);
    }

    @Test
    void proving_the_password_again() {
        List<SessionToken> tokens = new ArrayList<>();

        assertWhole(
                () -> tokens.add(((ReauthenticationOutcome.Reauthenticated) world.reauthentication.attempt(
                                (Resolution.Active) world.sessions.peek(here.token()),
                                here.token(),
                                password(PASSWORD),
                                FIREFOX))
                        .token()),
                AuthEvent.Reauthenticated.class);

        assertThat(isLoggedIn(tokens.getFirst())).isTrue();
    }

    private void assertEverybodyIsOut() {
        assertThat(world.sessions.list(alice.id())).isEmpty();
        assertThat(isLoggedIn(here.token())).isFalse();
        assertThat(isLoggedIn(elsewhere.token())).isFalse();
        assertThat(world.rememberMe.revokeAll(alice.id())).isZero();
    }

    private boolean isLoggedIn(SessionToken token) {
        return world.sessions.peek(token) instanceof Resolution.Active;
    }

    private boolean logsInWith(String typed) {
        return world.login.attempt(
                        new LoginProof.ByPassword(alice.username(), password(typed)), LoginDetails.of(FIREFOX))
                instanceof LoginOutcome.LoggedIn;
    }

    private Fresh granted() {
        return (Fresh) world.freshness.judge(world.sessions.peek(here.token()), world.now.get());
    }

    /** All that the act could change, as others see it. */
    private record Seen(Optional<User> user, List<Object> sessions, List<Object> series) {}

    private Seen seen() {
        return new Seen(
                world.users().find(alice.id()),
                List.of(
                        world.sessions.peek(here.token()),
                        world.sessions.peek(elsewhere.token()),
                        world.sessions.list(alice.id())),
                List.of(
                        world.series()
                                .find(here.remember().orElseThrow().token().series()),
                        world.series()
                                .find(elsewhere.remember().orElseThrow().token().series())));
    }

    private void assertWhole(Runnable act, Class<? extends AuthEvent> event) {
        Seen before = seen();
        List<AuthEvent> told = List.copyOf(world.events);
        failsAtCommit = true;
        assertThat(isDone(act)).as("with a commit that fails").isFalse();
        failsAtCommit = false;
        assertNothingHappened("at the commit", before, told);
        int calls = 0;
        while (!isDoneAnswering(calls, act)) {
            assertNothingHappened("at call " + calls, before, told);
            calls++;
        }
        assertThat(calls).as("interrupted at every call").isGreaterThan(2);
        assertThat(world.events.subList(told.size(), world.events.size())).hasAtLeastOneElementOfType(event);
    }

    private void assertNothingHappened(String when, Seen before, List<AuthEvent> told) {
        assertThat(seen()).as(when).isEqualTo(before);
        assertThat(world.events).as(when).isEqualTo(told);
    }

    private boolean isDoneAnswering(int calls, Runnable act) {
        answered.set(calls);
        try {
            return isDone(act);
        } finally {
            answered.set(NEVER);
        }
    }

    private static boolean isDone(Runnable act) {
        try {
            act.run();
            return true;
        } catch (StoreUnavailableException interrupted) {
            return false;
        }
    }

    private <T> T failing(Class<T> spi, T store) {
        return spi.cast(Proxy.newProxyInstance(
                spi.getClassLoader(), new Class<?>[] {spi}, (proxy, method, arguments) -> {
                    if (answered.get() != NEVER && answered.getAndDecrement() <= 0) {
                        throw new StoreUnavailableException("interrupted", new IOException("no more"));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
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
}
