package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.CHROME;
import static dev.latchkey.core.testing.World.FIREFOX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.RememberToken;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OwnSessionsTest {
    private final World world = new World();
    private final User alice = world.user("alice");
    private final LoginOutcome.LoggedIn here = world.logInRemembered(alice);
    private final LoginOutcome.LoggedIn there =
            world.logIn(alice, LoginDetails.of(CHROME).toBeRemembered(true));
    private final LoginOutcome.LoggedIn his = world.logIn(world.user("bob"));
    private final Fresh privilege = world.fresh(here.session());

    @Test
    void are_listed_with_the_kind_of_browser_and_the_network() {
        assertThat(world.ownSessions.list(privilege.owner()))
                .extracting(Session::browser)
                .containsExactlyInAnyOrder(
                        new Browser("Firefox", "Linux", "203.0.113.0/24", ""),
                        new Browser("Chrome", "Windows", "198.51.100.0/24", ""));
    }

    @Nested
    class Ending_one {
        @Test
        @DisplayName("ASVS 7.5.2: a session ended from another browser does not come back by its series")
        void ends_its_series_too() {
            assertThat(world.ownSessions.end(privilege, there.session().id())).isTrue();

            assertThat(world.sessions.peek(there.token())).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
            assertThat(restore(there)).isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
            assertThat(restore(here)).isInstanceOf(RememberOutcome.Restored.class);
        }

        @Test
        void of_somebody_else_does_nothing() {
            assertThat(world.ownSessions.end(privilege, his.session().id())).isFalse();
            assertThat(world.sessions.peek(his.token())).isInstanceOf(Resolution.Active.class);
        }
    }

    @Nested
    class Ending_the_others {
        @Test
        void leaves_this_session_and_this_series() {
            assertThat(world.ownSessions.endOthers(privilege)).isEqualTo(1);

            assertThat(world.sessions.list(alice.id())).containsExactly(here.session());
            assertThat(restore(there)).isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
            assertThat(restore(here)).isInstanceOf(RememberOutcome.Restored.class);
            assertThat(world.sessions.peek(his.token())).isInstanceOf(Resolution.Active.class);
        }
    }

    @Nested
    class Ending_all_of_a_principal {
        @Test
        void ends_sessions_and_series() {
            assertThat(world.ownSessions.endAll(alice.id())).isEqualTo(2);

            assertThat(world.sessions.list(alice.id())).isEmpty();
            assertThat(restore(here)).isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
        }
    }

    @Nested
    class Logging_out {
        @Test
        void ends_the_series_even_when_only_the_session_cookie_came() {
            world.ownSessions.logOut(List.of(here.token()), List.of());

            assertThat(restore(here)).isEqualTo(new RememberOutcome.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void ends_the_session_even_when_only_the_remember_cookie_came() {
            world.ownSessions.logOut(List.of(), List.of(remember(here)));

            assertThat(world.sessions.peek(here.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
            assertThat(restore(here)).isEqualTo(new RememberOutcome.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void of_nothing_is_done_already() {
            world.ownSessions.logOut(List.of(), List.of());

            assertThat(world.sessions.list(alice.id())).hasSize(2);
        }
    }

    @Nested
    class Logging_in_again {
        @Test
        void ends_what_the_browser_held_before() {
            LoginOutcome.LoggedIn again = world.logIn(
                    alice,
                    LoginDetails.of(FIREFOX)
                            .toBeRemembered(true)
                            .holding(List.of(here.token()), List.of(remember(here))));

            assertThat(world.sessions.peek(here.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
            assertThat(restore(here)).isEqualTo(new RememberOutcome.Ended(EndReason.LOGGED_OUT));
            assertThat(restore(again)).isInstanceOf(RememberOutcome.Restored.class);
        }

        @Test
        void in_vain_ends_nothing() {
            world.login.attempt(
                    new LoginProof.ByPassword(alice.username(), World.password("wrong")),
                    LoginDetails.of(FIREFOX).holding(List.of(here.token()), List.of(remember(here))));

            assertThat(world.sessions.peek(here.token())).isInstanceOf(Resolution.Active.class);
        }
    }

    private RememberOutcome restore(LoginOutcome.LoggedIn login) {
        return world.rememberMe.restore(remember(login), login.equals(there) ? CHROME : FIREFOX);
    }

    private static RememberToken remember(LoginOutcome.LoggedIn login) {
        return login.remember().orElseThrow().token();
    }
}
