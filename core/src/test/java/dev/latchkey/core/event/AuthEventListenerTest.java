package dev.latchkey.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.testing.FakeHasher;
import dev.latchkey.core.testing.World;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuthEventListenerTest {
    private static final AuthEvent EVENT = new AuthEvent.Unauthorized(World.T0);

    /** Whatever a listener throws: what nobody declared as well. */
    static Stream<AuthEventListener> failing() {
        return Stream.of(
                event -> {
                    throw new IllegalStateException("the log is full");
                },
                event -> {
                    throw new NoClassDefFoundError("dev/example/Gone");
                },
                event -> throwUndeclared(new IOException("no space left")));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> void throwUndeclared(Exception exception) throws E {
        throw (E) exception;
    }

    @ParameterizedTest
    @MethodSource("failing")
    void one_that_throws_keeps_no_other_from_hearing(AuthEventListener failing) {
        List<AuthEvent> heard = new ArrayList<>();

        AuthEventListener.all(List.of(failing, heard::add, failing, heard::add)).on(EVENT);

        assertThat(heard).containsExactly(EVENT, EVENT);
    }

    @ParameterizedTest
    @MethodSource("failing")
    void one_that_throws_fails_nobody_who_tells_something_outside_of_a_transaction(AuthEventListener failing) {
        AuthEventListener listener = failing.onceCommitted(Transactions.eachWriteAlone());

        assertThatCode(() -> listener.on(EVENT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void one_that_throws_breaks_no_login_no_refusal_and_no_logout(AuthEventListener failing) {
        Stores stores = Stores.memory();
        try (Installation installation = Installation.builder(stores, new FakeHasher(), () -> World.T0)
                .rules(LoginRules.builder()
                        .maxPerPrincipal(1)
                        .openRegistration()
                        .build())
                .listener(failing)
                .build()) {
            User jane = new User(
                    new PrincipalId("id-jane"),
                    World.username("jane"),
                    "Jane",
                    new FakeHasher().hash(World.password(World.PASSWORD)),
                    false);
            stores.users().insert(jane);
            LoginDetails context = LoginDetails.of(World.FIREFOX).toBeRemembered(true);

            LoginOutcome first = installation
                    .login()
                    .attempt(new LoginProof.ByPassword(jane.username(), World.password(World.PASSWORD)), context);
            LoginOutcome second = installation
                    .login()
                    .attempt(new LoginProof.ByPassword(jane.username(), World.password(World.PASSWORD)), context);
            LoginOutcome wrong = installation
                    .login()
                    .attempt(new LoginProof.ByPassword(jane.username(), World.password("wrong password")), context);

            assertThat(first).isInstanceOf(LoginOutcome.LoggedIn.class);
            assertThat(wrong).isInstanceOf(LoginOutcome.BadCredentials.class);
            assertThat(second).isInstanceOfSatisfying(LoginOutcome.LoggedIn.class, loggedIn -> {
                installation.ownSessions().logOut(List.of(loggedIn.token()), List.of());
                assertThat(installation.sessions().list(jane.id())).isEmpty();
            });
            assertThat(installation.accounts().delete(jane.id())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("failing")
    void a_service_that_was_given_one_by_itself_is_safe_from_it_too(AuthEventListener failing) {
        Sessions sessions = Sessions.builder(Stores.memory().sessions(), () -> World.T0)
                .listener(failing)
                .build();

        Sessions.Issued issued = sessions.issue(new Principal(new PrincipalId("id-jane"), "jane", "Jane"));

        assertThat(sessions.logOut(issued.token())).isPresent();
    }

    @Test
    void what_fails_once_is_told_the_next_event_all_the_same() {
        List<Instant> heard = new ArrayList<>();
        AuthEventListener listener = ((AuthEventListener) event -> {
                    heard.add(event.at());
                    throw new IllegalStateException();
                })
                .isolated();

        listener.on(EVENT);
        listener.on(EVENT);

        assertThat(heard).hasSize(2);
    }
}
