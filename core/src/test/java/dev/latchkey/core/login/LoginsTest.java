package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.FIREFOX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.testing.World;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whatever the proof, a login is the same; what a password alone does is in {@link PasswordLoginTest}. */
class LoginsTest {
    private static final ProofMethod PASSKEY = new ProofMethod("hwk");
    private static final ProofMethod ONE_TIME_CODE = new ProofMethod("otp");

    private final World world = new World();
    private final User alice = world.user("alice");

    private LoginOutcome byApplication(PrincipalId who, LoginDetails context) {
        return world.login.attempt(new LoginProof.ByApplication(who, PASSKEY), context);
    }

    private LoginOutcome.LoggedIn loggedIn(PrincipalId who, LoginDetails context) {
        return (LoginOutcome.LoggedIn) byApplication(who, context);
    }

    @Nested
    class What_the_application_proved {
        @Test
        void begins_a_fresh_session_that_says_how() {
            LoginOutcome.LoggedIn login = loggedIn(alice.id(), LoginDetails.of(FIREFOX));

            assertThat(login.session().proofs()).containsExactly(new Proof(PASSKEY, World.T0));
            assertThat(world.freshness.judge(world.identification.peek(login.token(), FIREFOX), World.T0))
                    .isInstanceOf(Fresh.class);
            assertThat(world.events(AuthEvent.LoggedIn.class)).hasSize(1);
        }

        @Test
        void logs_in_who_has_no_password() {
            PrincipalId carol = new PrincipalId("carol-id");
            world.users.insert(User.withoutPassword(carol, World.username("carol"), "Carol"));

            assertThat(loggedIn(carol, LoginDetails.of(FIREFOX))
                            .session()
                            .principal()
                            .id())
                    .isEqualTo(carol);
        }

        @Test
        void ends_what_the_browser_held() {
            LoginOutcome.LoggedIn before = world.logInRemembered(alice);

            loggedIn(
                    alice.id(),
                    LoginDetails.of(FIREFOX)
                            .holding(
                                    List.of(before.token()),
                                    List.of(before.remember().orElseThrow().token())));

            assertThat(world.sessions.peek(before.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
            assertThat(world.sessions.list(alice.id())).hasSize(1);
            assertThat(world.seriesStore.list(alice.id())).isEmpty();
        }

        @Test
        void remembers_the_browser_that_asks() {
            LoginOutcome.LoggedIn login =
                    loggedIn(alice.id(), LoginDetails.of(FIREFOX).toBeRemembered(true));

            assertThat(login.remember()).isPresent();
            assertThat(login.session().link().series())
                    .contains(login.remember().orElseThrow().token().series());
        }

        @Test
        void keeps_to_the_maximum_of_sessions() {
            World narrow = new World(
                    World.Options.UNTHROTTLED.toBuilder().maxPerPrincipal(1).build());
            User bob = narrow.user("bob");
            LoginOutcome.LoggedIn before = narrow.logIn(bob);

            narrow.login.attempt(new LoginProof.ByApplication(bob.id(), PASSKEY), LoginDetails.of(FIREFOX));

            assertThat(narrow.sessions.peek(before.token())).isEqualTo(new Resolution.Ended(EndReason.REPLACED));
        }

        @Test
        void is_no_guess_and_asks_no_hasher() {
            int hashed = world.hasher.verified();

            for (int i = 0; i < 50; i++) {
                loggedIn(alice.id(), LoginDetails.of(FIREFOX));
            }

            assertThat(world.hasher.verified()).isEqualTo(hashed);
            assertThat(world.events(AuthEvent.Throttled.class)).isEmpty();
        }

        @Test
        void opens_nothing_for_who_is_shut_out_or_not_there() {
            world.users.setDisabled(alice.id(), true);

            assertThat(byApplication(alice.id(), LoginDetails.of(FIREFOX)))
                    .isEqualTo(byApplication(new PrincipalId("nobody"), LoginDetails.of(FIREFOX)))
                    .isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(world.sessions.list(alice.id())).isEmpty();
            assertThat(world.events(AuthEvent.LoginRefused.class)).hasSize(1);
            assertThat(world.events(AuthEvent.LoginRefusedForUnknownUser.class)).hasSize(1);
        }
    }

    @Nested
    class While_a_second_proof_is_wanted {
        private final Logins careful = Logins.builder(
                        new PasswordProof(
                                world.transactions,
                                world.users,
                                world.hasher,
                                world.installation.decoys(),
                                world.bulkhead,
                                world.throttle,
                                world.now::get,
                                world.events::add),
                        world.sessions)
                .rememberMe(world.rememberMe)
                .secondProofs(user -> Set.of(ONE_TIME_CODE))
                .build();
        private final LoginProof password = new LoginProof.ByPassword(alice.username(), World.password(World.PASSWORD));

        @Test
        void there_is_no_session_and_it_is_said_what_was_proven() {
            LoginOutcome outcome =
                    careful.attempt(password, LoginDetails.of(FIREFOX).toBeRemembered(true));

            assertThat(outcome)
                    .isEqualTo(new LoginOutcome.Pending(new PendingLogin(
                            alice.id(), alice.credentialEpoch(), Proof.byPassword(World.T0), Set.of(ONE_TIME_CODE))));
            assertThat(world.sessions.list(alice.id())).isEmpty();
            assertThat(world.seriesStore.list(alice.id())).isEmpty();
        }

        @Test
        void the_browser_holds_what_it_held() {
            LoginOutcome.LoggedIn before = world.logIn(alice);

            careful.attempt(password, LoginDetails.of(FIREFOX).holding(List.of(before.token()), List.of()));

            assertThat(world.sessions.peek(before.token())).isInstanceOf(Resolution.Active.class);
        }

        @Test
        void a_wrong_first_one_is_no_more_than_wrong() {
            LoginProof wrong = new LoginProof.ByPassword(alice.username(), World.password("wrong password"));

            assertThat(careful.attempt(wrong, LoginDetails.of(FIREFOX))).isEqualTo(new LoginOutcome.BadCredentials());
        }
    }

    @Test
    void where_nobody_is_remembered_the_wish_is_passed_over() {
        Logins forgetful = Logins.builder(
                        new PasswordProof(
                                world.transactions,
                                world.users,
                                world.hasher,
                                world.installation.decoys(),
                                world.bulkhead,
                                world.throttle,
                                world.now::get,
                                world.events::add),
                        world.sessions)
                .rememberMe(RememberMe.off())
                .build();

        assertThat(forgetful.attempt(
                        new LoginProof.ByApplication(alice.id(), PASSKEY),
                        LoginDetails.of(FIREFOX).toBeRemembered(true)))
                .isInstanceOfSatisfying(
                        LoginOutcome.LoggedIn.class,
                        login -> assertThat(login.remember()).isEmpty());
    }
}
