package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.PASSWORD;
import static dev.latchkey.core.testing.World.T0;
import static dev.latchkey.core.testing.World.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.freshness.Privilege;
import dev.latchkey.core.login.ReauthenticationOutcome.Reauthenticated;
import dev.latchkey.core.login.ReauthenticationOutcome.Superseded;
import dev.latchkey.core.login.ReauthenticationOutcome.WrongPassword;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReauthenticationTest {
    private final World world = new World();
    private final User alice = world.user("alice");
    private final SessionToken token = world.logIn(alice).token();

    @Nested
    class The_right_password {
        @Test
        void makes_the_session_fresh_and_rotates_its_token() {
            world.advance(Duration.ofHours(1));
            assertThat(world.freshness.judge(visit(token, FIREFOX), world.now.get()))
                    .isEqualTo(new Privilege.ReauthenticationRequired());

            Reauthenticated outcome = (Reauthenticated) attempt(token, PASSWORD, FIREFOX);

            assertThat(outcome.token()).isNotEqualTo(token);
            assertThat(world.freshness.judge(visit(outcome.token(), FIREFOX), world.now.get()))
                    .isInstanceOfSatisfying(
                            Fresh.class, fresh -> assertThat(fresh.session()).isEqualTo(outcome.session()));
            assertThat(visit(token, FIREFOX).standing()).isEqualTo(Standing.PREDECESSOR);
            assertThat(world.events(AuthEvent.Reauthenticated.class))
                    .containsExactly(new AuthEvent.Reauthenticated(
                            T0.plus(Duration.ofHours(1)),
                            alice.id(),
                            outcome.session().id(),
                            "203.0.113.0/24"));
        }

        @Test
        void turns_a_remembered_session_into_a_proven_one_of_the_same_series() {
            RememberToken remember =
                    world.logInRemembered(alice).remember().orElseThrow().token();
            SessionToken restored = ((RememberOutcome.Restored) world.rememberMe.restore(remember, FIREFOX)).token();

            Reauthenticated outcome = (Reauthenticated) attempt(restored, PASSWORD, FIREFOX);

            assertThat(outcome.session().link()).isEqualTo(new SeriesLink.Holds(remember.series(), false));
            assertThat(world.freshness.isFresh(outcome.session(), Standing.CURRENT, world.now.get()))
                    .isTrue();
        }

        @Test
        void makes_the_new_network_the_sessions_own() {
            Client train = World.client("Firefox", "Linux", "192.0.2.1");
            assertThat(visit(token, train).standing()).isEqualTo(Standing.ELSEWHERE);

            Reauthenticated outcome = (Reauthenticated) attempt(token, PASSWORD, train);

            assertThat(visit(outcome.token(), train).standing()).isEqualTo(Standing.CURRENT);
        }
    }

    @Nested
    class Refused {
        @Test
        void a_wrong_password_leaves_the_session_as_it_was() {
            assertThat(attempt(token, "wrong", FIREFOX)).isEqualTo(new WrongPassword());
            assertThat(visit(token, FIREFOX).standing()).isEqualTo(Standing.CURRENT);
        }

        @Test
        void a_predecessor_is_without_looking_at_the_password() {
            attempt(token, PASSWORD, FIREFOX);
            int verified = world.hasher.verified();

            assertThat(attempt(token, PASSWORD, FIREFOX)).isEqualTo(new Superseded());
            assertThat(world.hasher.verified()).isEqualTo(verified);
        }

        @Test
        void guesses_are_throttled_by_the_same_limiter_as_logins() {
            int before = world.hasher.verified();
            for (int i = 0; i < 5; i++) {
                attempt(token, "wrong", FIREFOX);
            }
            assertThat(attempt(token, PASSWORD, FIREFOX))
                    .isEqualTo(new ReauthenticationOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
            assertThat(world.hasher.verified()).isEqualTo(before + 5);
        }

        @Test
        void guesses_of_strangers_do_not_slow_it_down() {
            for (int i = 0; i < 100; i++) {
                world.login.attempt(
                        new LoginProof.ByPassword(alice.username(), password("wrong")), LoginDetails.of(FIREFOX));
            }
            assertThat(attempt(token, PASSWORD, FIREFOX)).isInstanceOf(Reauthenticated.class);
        }

        @Test
        void a_user_who_is_disabled_meanwhile_has_no_session_left() {
            Resolution.Active visit = visit(token, FIREFOX);
            world.hasher.whileVerifying(() -> world.users.setDisabled(alice.id(), true));

            assertThat(world.reauthentication.attempt(visit, token, password(PASSWORD), FIREFOX))
                    .isEqualTo(new WrongPassword());
            assertThat(world.sessions.list(alice.id())).isEmpty();
        }
    }

    @Test
    void of_four_tabs_at_once_one_rotates_and_the_others_are_told() {
        List<ReauthenticationOutcome> outcomes = Race.of(
                4,
                i -> () -> world.reauthentication.attempt(
                        new Resolution.Active(visit(token, FIREFOX).session()), token, password(PASSWORD), FIREFOX));

        assertThat(outcomes.stream().filter(Reauthenticated.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(new Superseded()::equals)).hasSize(3);
    }

    private ReauthenticationOutcome attempt(SessionToken held, String typed, Client client) {
        return world.reauthentication.attempt(visit(held, client), held, password(typed), client);
    }

    private Resolution.Active visit(SessionToken held, Client client) {
        return (Resolution.Active) world.identification.resolve(held, client);
    }
}
