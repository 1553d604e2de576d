package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.PASSWORD;
import static dev.latchkey.core.testing.World.T0;
import static dev.latchkey.core.testing.World.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.login.PasswordChangeOutcome.Changed;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PasswordChangeTest {
    private static final String NEW_PASSWORD = "a wholly different sentence";

    private final World world = new World(World.Options.UNTHROTTLED);
    private final User alice = world.user("alice");
    private final LoginOutcome.LoggedIn here = world.logInRemembered(alice);
    private final LoginOutcome.LoggedIn elsewhere = world.logInRemembered(alice);

    @Nested
    class Done {
        @Test
        @DisplayName("ASVS 7.4.3: changing the password ends every other session and every series")
        void ends_every_other_session_and_every_series() {
            Changed changed = (Changed) change(PASSWORD, NEW_PASSWORD);

            assertThat(world.sessions.peek(elsewhere.token())).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
            assertThat(world.sessions.list(alice.id())).containsExactly(changed.session());
            for (LoginOutcome.LoggedIn login : List.of(here, elsewhere)) {
                RememberToken token = login.remember().orElseThrow().token();
                assertThat(world.rememberMe.restore(token, FIREFOX))
                        .isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
            }
        }

        @Test
        void leaves_the_own_session_logged_in_with_a_new_token_alone() {
            Changed changed = (Changed) change(PASSWORD, NEW_PASSWORD);

            assertThat(changed.token()).isNotEqualTo(here.token());
            assertThat(world.sessions.resolve(changed.token())).isEqualTo(new Resolution.Active(changed.session()));
        }

        @Test
        void leaves_no_older_token_of_the_own_session_good_for_a_moment() {
            SessionToken newer = world.sessions
                    .rotate(here.token(), Browser.of(FIREFOX))
                    .orElseThrow()
                    .token();
            assertThat(world.sessions.peek(here.token())).isInstanceOf(Resolution.Active.class);

            Changed changed = (Changed) world.passwordChange.attempt(
                    world.fresh(here.session()), newer, password(PASSWORD), password(NEW_PASSWORD), FIREFOX.address());

            assertThat(world.sessions.peek(here.token())).isEqualTo(new Resolution.Unknown());
            assertThat(world.sessions.peek(newer)).isEqualTo(new Resolution.Unknown());
            assertThat(world.sessions.peek(changed.token())).isInstanceOf(Resolution.Active.class);
        }

        @Test
        void lets_in_with_the_new_password_only() {
            change(PASSWORD, NEW_PASSWORD);

            assertThat(world.login.attempt(
                            new LoginProof.ByPassword(alice.username(), password(PASSWORD)), LoginDetails.of(FIREFOX)))
                    .isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(world.login.attempt(
                            new LoginProof.ByPassword(alice.username(), password(NEW_PASSWORD)),
                            LoginDetails.of(FIREFOX)))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void is_told_to_the_audit_log() {
            change(PASSWORD, NEW_PASSWORD);

            assertThat(world.events(AuthEvent.PasswordChanged.class))
                    .containsExactly(new AuthEvent.PasswordChanged(T0, alice.id()));
        }
    }

    @Nested
    class Refused {
        @Test
        void a_wrong_current_password_changes_nothing() {
            assertThat(change("wrong", NEW_PASSWORD)).isEqualTo(new PasswordChangeOutcome.WrongPassword());
            assertThat(world.sessions.list(alice.id())).hasSize(2);
        }

        @Test
        void a_token_that_another_tab_rotated_away_changes_nothing() {
            world.sessions.rotate(here.token(), Browser.of(FIREFOX));

            assertThat(change(PASSWORD, NEW_PASSWORD)).isEqualTo(new PasswordChangeOutcome.Superseded());
            assertThat(world.users.find(alice.id())).contains(alice);
            assertThat(world.sessions.list(alice.id())).hasSize(2);
        }

        @Test
        void a_bad_new_password_changes_nothing() {
            assertThat(change(PASSWORD, "short"))
                    .isEqualTo(new PasswordChangeOutcome.Refused(Set.of(PasswordFlaw.TOO_SHORT)));
            assertThat(world.users.find(alice.id())).contains(alice);
        }

        @Test
        void guesses_are_throttled_by_the_same_limiter_as_logins() {
            World throttled = new World();
            User bob = throttled.user("bob");
            LoginOutcome.LoggedIn his = throttled.logIn(bob);
            Fresh privilege = throttled.fresh(his.session());
            for (int i = 0; i < 5; i++) {
                throttled.passwordChange.attempt(
                        privilege, his.token(), password("wrong"), password(NEW_PASSWORD), FIREFOX.address());
            }
            assertThat(throttled.passwordChange.attempt(
                            privilege, his.token(), password(PASSWORD), password(NEW_PASSWORD), FIREFOX.address()))
                    .isEqualTo(new PasswordChangeOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
        }
    }

    @Nested
    class At_once {
        @Test
        void of_two_changes_one_wins_and_the_other_finds_another_password() {
            List<PasswordChangeOutcome> outcomes = Race.of(2, i -> () -> change(PASSWORD, NEW_PASSWORD + i));

            assertThat(outcomes.stream().filter(Changed.class::isInstance)).hasSize(1);
            assertThat(outcomes).contains(new PasswordChangeOutcome.WrongPassword());
        }

        @Test
        void logins_with_the_old_password_and_returning_browsers_leave_no_session_behind() {
            RememberToken spent = elsewhere.remember().orElseThrow().token();
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                contenders.add(() -> world.login.attempt(
                                new LoginProof.ByPassword(alice.username(), password(PASSWORD)),
                                LoginDetails.of(FIREFOX).toBeRemembered(true))
                        instanceof LoginOutcome.LoggedIn);
                contenders.add(() -> world.rememberMe.restore(spent, FIREFOX) instanceof RememberOutcome.Restored);
            }
            contenders.add(30, () -> change(PASSWORD, NEW_PASSWORD) instanceof Changed);

            assertThat(Race.of(contenders).get(30)).isTrue();
            assertThat(world.sessions.list(alice.id()))
                    .extracting(session -> session.id())
                    .containsExactly(here.session().id());
            assertThat(world.rememberMe.revokeAll(alice.id())).isZero();
        }
    }

    private PasswordChangeOutcome change(String current, String replacement) {
        return world.passwordChange.attempt(
                world.fresh(here.session()), here.token(), password(current), password(replacement), FIREFOX.address());
    }
}
