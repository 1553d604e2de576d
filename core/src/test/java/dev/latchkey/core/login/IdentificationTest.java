package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.CHROME;
import static dev.latchkey.core.testing.World.FIREFOX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.protection.ProtectionMode;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.RememberToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentificationTest {
    private static final Client TRAIN = World.client("Firefox", "Linux", "192.0.2.1");

    private final World world = new World();
    private final User alice = world.user("alice");
    private final LoginOutcome.LoggedIn login = world.logInRemembered(alice);

    @Nested
    class Another_kind_of_browser {
        @Test
        void ends_the_session_for_everyone() {
            assertThat(world.identification.resolve(login.token(), CHROME))
                    .isEqualTo(new Resolution.Ended(EndReason.PROTECTED));
            assertThat(world.identification.resolve(login.token(), FIREFOX))
                    .isEqualTo(new Resolution.Ended(EndReason.PROTECTED));
            assertThat(world.events(AuthEvent.SessionProtected.class)).hasSize(1);
        }

        @Test
        void does_not_learn_who_is_there_by_asking_either() {
            assertThat(world.identification.peek(login.token(), CHROME))
                    .isEqualTo(new Resolution.Ended(EndReason.PROTECTED));
        }

        @Test
        void does_not_come_back_with_a_copied_remember_cookie_but_the_owner_does() {
            world.identification.resolve(login.token(), CHROME);

            assertThat(world.identification.restore(
                            login.remember().orElseThrow().token(), CHROME))
                    .isEqualTo(new RememberOutcome.Elsewhere());
            assertThat(world.identification.restore(
                            login.remember().orElseThrow().token(), FIREFOX))
                    .isInstanceOf(RememberOutcome.Restored.class);
        }
    }

    @Nested
    class Another_network {
        @Test
        void takes_the_freshness_of_that_request_and_of_no_other() {
            assertThat(world.identification.resolve(login.token(), TRAIN))
                    .isEqualTo(new Resolution.Active(login.session(), Standing.ELSEWHERE));
            assertThat(world.identification.resolve(login.token(), FIREFOX))
                    .isEqualTo(new Resolution.Active(login.session(), Standing.CURRENT));
        }

        @Test
        void where_that_is_strong_does_not_log_out_who_is_remembered() {
            World strict = new World(World.Options.DEFAULT.toBuilder()
                    .protection(
                            new SessionProtection(ProtectionMode.STRONG, ProtectionMode.STRONG, ProtectionMode.STRONG))
                    .build());
            LoginOutcome.LoggedIn hers = strict.logInRemembered(strict.user("carol"));

            Resolution over = strict.identification.resolve(hers.token(), TRAIN);
            assertThat(over).isEqualTo(new Resolution.Ended(EndReason.PROTECTED));
            assertThat(Identification.mayReturn(over)).isTrue();

            RememberOutcome.Restored restored = (RememberOutcome.Restored)
                    strict.identification.restore(hers.remember().orElseThrow().token(), TRAIN);
            assertThat(strict.identification.resolve(restored.token(), TRAIN))
                    .isEqualTo(new Resolution.Active(restored.session(), Standing.CURRENT));
            assertThat(restored.session().isRemembered()).isTrue();
        }
    }

    @Nested
    class A_browser_without_a_session {
        @ParameterizedTest
        @EnumSource(
                value = EndReason.class,
                names = {"IDLE_EXPIRED", "EXPIRED", "PROTECTED"})
        void may_return_after_what_nobody_did_on_purpose(EndReason reason) {
            assertThat(Identification.mayReturn(new Resolution.Ended(reason))).isTrue();
        }

        @ParameterizedTest
        @EnumSource(
                value = EndReason.class,
                names = {"LOGGED_OUT", "REVOKED", "REPLACED", "STOLEN"})
        void may_not_return_after_what_somebody_did(EndReason reason) {
            assertThat(Identification.mayReturn(new Resolution.Ended(reason))).isFalse();
        }

        @Test
        void may_return_when_nothing_is_known() {
            assertThat(Identification.mayReturn(new Resolution.Unknown())).isTrue();
        }

        @Test
        void is_not_remembered_where_that_is_off() {
            Identification off = new Identification(world.sessions, SessionProtection.DEFAULT, RememberMe.off());

            assertThat(off.restore(login.remember().orElseThrow().token(), FIREFOX))
                    .isEqualTo(new RememberOutcome.Unknown());
            assertThat(off.remembersBrowsers()).isFalse();
            assertThat(world.identification.remembersBrowsers()).isTrue();
        }
    }

    @Test
    void asking_who_is_there_is_no_activity() {
        world.advance(Duration.ofHours(11));
        world.identification.peek(login.token(), FIREFOX);
        world.advance(Duration.ofHours(1));

        assertThat(world.identification.peek(login.token(), FIREFOX))
                .isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
    }

    /** A clock that is read again says something else, and near a deadline half an answer would be of another time. */
    @Nested
    class Everything_about_a_request_is_judged_at_its_one_moment {
        private final Instant moment = world.identification.now().plus(Duration.ofHours(13));

        @BeforeEach
        void a_clock_that_is_read_again_says_that_all_is_over() {
            world.now.set(moment.plus(Duration.ofDays(100)));
        }

        @Test
        void when_the_session_lives() {
            Instant inTime = moment.minus(Duration.ofHours(2));

            assertThat(world.identification.peek(login.token(), FIREFOX, inTime))
                    .isInstanceOf(Resolution.Active.class);
            assertThat(world.identification.resolve(login.token(), FIREFOX, inTime))
                    .isEqualTo(new Resolution.Active(login.session().touchedAt(inTime)));
        }

        @Test
        void when_another_browser_ends_it() {
            Instant inTime = moment.minus(Duration.ofHours(2));

            world.identification.resolve(login.token(), CHROME, inTime);

            assertThat(world.events(AuthEvent.SessionProtected.class))
                    .extracting(AuthEvent::at)
                    .containsExactly(inTime);
        }

        @Test
        void when_a_remembered_browser_returns() {
            RememberToken cookie = login.remember().orElseThrow().token();

            RememberOutcome outcome =
                    world.identification.restore(cookie, FIREFOX, new Resolution.Ended(EndReason.IDLE_EXPIRED), moment);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            RememberOutcome.Restored.class,
                            restored ->
                                    assertThat(restored.session().createdAt()).isEqualTo(moment));
        }
    }
}
