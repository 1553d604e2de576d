package dev.latchkey.remember;

import static dev.latchkey.testing.World.CHROME;
import static dev.latchkey.testing.World.FIREFOX;
import static dev.latchkey.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.credential.User;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.remember.RememberOutcome.Ended;
import dev.latchkey.remember.RememberOutcome.Restored;
import dev.latchkey.remember.RememberOutcome.Stolen;
import dev.latchkey.remember.RememberOutcome.Unknown;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Resolution;
import dev.latchkey.session.SeriesLink;
import dev.latchkey.session.Standing;
import dev.latchkey.testing.Race;
import dev.latchkey.testing.World;
import dev.latchkey.token.RememberToken;
import dev.latchkey.token.SeriesId;
import dev.latchkey.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RememberMeTest {
    private static final Duration GRACE = RememberPolicy.DEFAULT.grace();
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration NIGHT = Duration.ofHours(13);

    private final World world = new World();
    private final User alice = world.user("alice");

    @Nested
    class A_browser_that_comes_back {
        @Test
        void gets_a_remembered_session_and_the_next_token() {
            RememberToken first = remembered();
            world.advance(NIGHT);

            Restored restored = restored(world.rememberMe.restore(first, FIREFOX));

            assertThat(restored.session().isRemembered()).isTrue();
            assertThat(restored.session().link()).isEqualTo(new SeriesLink.BornOf(first.series()));
            assertThat(restored.session().principal()).isEqualTo(alice.principal());
            assertThat(restored.successor().token()).isNotEqualTo(first);
            assertThat(restored.successor().token().series()).isEqualTo(first.series());
            assertThat(world.sessions.resolve(restored.token()))
                    .isEqualTo(new Resolution.Active(restored.session(), Standing.CURRENT));
        }

        @Test
        void can_do_so_again_and_again_with_the_latest_token() {
            RememberToken token = remembered();
            for (int i = 0; i < 20; i++) {
                world.advance(NIGHT);
                token = restored(world.rememberMe.restore(token, FIREFOX))
                        .successor()
                        .token();
            }
            assertThat(world.events(AuthEvent.Remembered.class)).hasSize(20);
            assertThat(world.events(AuthEvent.RememberMeStolen.class)).isEmpty();
        }

        @Test
        @DisplayName("NIST SP 800-63B §5.1: being remembered is not being authenticated; the session is never fresh")
        void is_not_fresh_even_within_minutes_of_the_login() {
            RememberToken first = remembered();

            Restored restored = restored(world.rememberMe.restore(first, FIREFOX));

            assertThat(world.freshness.isFresh(restored.session(), Standing.CURRENT))
                    .isFalse();
        }

        @Test
        void keeps_the_cookie_until_the_series_ends_and_no_longer() {
            RememberToken first = remembered();
            world.advance(Duration.ofDays(10));

            assertThat(restored(world.rememberMe.restore(first, FIREFOX))
                            .successor()
                            .maxAge())
                    .isEqualTo(Duration.ofDays(20));
        }

        @Test
        void is_greeted_by_the_name_of_today() {
            RememberToken first = remembered();
            world.users.setDisabled(alice.id(), false);

            assertThat(restored(world.rememberMe.restore(first, FIREFOX))
                            .session()
                            .principal()
                            .name())
                    .isEqualTo(alice.name());
        }

        @Test
        void is_refused_when_the_user_was_disabled_and_the_series_ends() {
            RememberToken first = remembered();
            world.users.setDisabled(alice.id(), true);

            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Ended(EndReason.REVOKED));
            world.users.setDisabled(alice.id(), false);
            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Ended(EndReason.REVOKED));
        }
    }

    @Nested
    class The_deadline_of_a_series {
        private final Duration month = RememberPolicy.DEFAULT.duration();

        @Test
        void just_before_it_the_browser_is_remembered_and_the_session_ends_with_the_series() {
            RememberToken first = remembered();
            world.advance(month.minusSeconds(1));

            assertThat(restored(world.rememberMe.restore(first, FIREFOX))
                            .session()
                            .expiresAt())
                    .isEqualTo(T0.plus(month));
        }

        @Test
        void at_it_the_series_is_over() {
            RememberToken first = remembered();
            world.advance(month);

            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Ended(EndReason.EXPIRED));
        }

        @Test
        void after_it_the_series_is_over() {
            RememberToken first = remembered();
            world.advance(month.plus(TICK));

            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Ended(EndReason.EXPIRED));
        }

        @Test
        void use_does_not_move_it() {
            RememberToken token = remembered();
            for (int day = 1; day < 30; day++) {
                world.advance(Duration.ofDays(1));
                token = restored(world.rememberMe.restore(token, FIREFOX))
                        .successor()
                        .token();
            }
            world.advance(Duration.ofDays(1));

            assertThat(world.rememberMe.restore(token, FIREFOX)).isEqualTo(new Ended(EndReason.EXPIRED));
        }

        @Test
        void moves_with_use_where_that_is_chosen_but_never_beyond_400_days() {
            World refreshing =
                    new World(World.Options.DEFAULT.with(new RememberPolicy(Duration.ofDays(30), true, GRACE)));
            RememberToken token = remembered(refreshing, refreshing.user("bob"));
            Instant lastUse = T0;
            while (refreshing.rememberMe.restore(token, FIREFOX) instanceof Restored restored) {
                token = restored.successor().token();
                lastUse = refreshing.now.get();
                refreshing.advance(Duration.ofDays(20));
            }

            assertThat(lastUse).isBetween(T0.plus(Duration.ofDays(380)), T0.plus(Duration.ofDays(400)));
        }

        @Test
        void is_purged_when_it_passed() {
            RememberToken first = remembered();
            world.advance(month);

            assertThat(world.rememberMe.purgeExpired(10)).isEqualTo(1);
            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Ended(EndReason.EXPIRED));
            world.advance(Duration.ofHours(24).plus(TICK));
            assertThat(world.rememberMe.purgeExpired(10)).isEqualTo(1);
            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Unknown());
        }
    }

    @Nested
    class Fifty_tabs_that_come_at_once {
        @Test
        void all_get_the_same_session_and_the_same_successor_by_one_rotation_and_without_alarm() {
            RememberToken spent = remembered();
            world.advance(NIGHT);

            List<RememberOutcome> outcomes = Race.of(50, i -> () -> world.rememberMe.restore(spent, FIREFOX));

            assertThat(outcomes).containsOnly(outcomes.getFirst()).first().isInstanceOf(Restored.class);
            assertThat(series(spent.series()).generation()).isEqualTo(1);
            assertThat(world.events(AuthEvent.Remembered.class)).hasSize(1);
            assertThat(world.events(AuthEvent.RememberMeStolen.class)).isEmpty();
            assertThat(world.sessions.list(alice.id()).stream().filter(session -> session.isRemembered()))
                    .hasSize(1);
        }

        @Test
        void may_come_to_different_nodes() {
            RememberToken spent = remembered();
            List<World> nodes = List.of(world, world.anotherNode(), world.anotherNode());
            world.advance(NIGHT);

            List<RememberOutcome> outcomes =
                    Race.of(50, i -> () -> nodes.get(i % 3).rememberMe.restore(spent, FIREFOX));

            assertThat(outcomes).containsOnly(outcomes.getFirst()).first().isInstanceOf(Restored.class);
        }

        @Test
        void racing_a_logout_leave_nothing_behind() {
            for (int round = 0; round < 20; round++) {
                LoginOutcome.LoggedIn login = world.logInRemembered(alice);
                RememberToken token = login.remember().orElseThrow().token();
                List<Callable<Boolean>> contenders = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    contenders.add(() -> world.rememberMe.restore(token, FIREFOX) instanceof Restored);
                }
                contenders.add(10, () -> {
                    world.ownSessions.logOut(List.of(login.token()), List.of(token));
                    return true;
                });
                Race.of(contenders);

                assertThat(world.sessions.list(alice.id())).isEmpty();
                assertThat(world.rememberMe.restore(token, FIREFOX)).isEqualTo(new Ended(EndReason.LOGGED_OUT));
            }
        }
    }

    @Nested
    class When_a_spent_token_comes_back {
        @Test
        void just_before_the_grace_ends_it_gives_the_same_successor() {
            RememberToken spent = remembered();
            Restored first = restored(world.rememberMe.restore(spent, FIREFOX));
            world.advance(GRACE.minus(TICK));

            Restored second = restored(world.rememberMe.restore(spent, FIREFOX));

            assertThat(second.token()).isEqualTo(first.token());
            assertThat(second.successor().token()).isEqualTo(first.successor().token());
        }

        @Test
        void when_the_grace_ends_it_is_theft() {
            RememberToken spent = remembered();
            world.rememberMe.restore(spent, FIREFOX);
            world.advance(GRACE);

            assertThat(world.rememberMe.restore(spent, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void after_the_grace_the_whole_series_and_every_session_of_it_end_as_stolen() {
            LoginOutcome.LoggedIn login = world.logInRemembered(alice);
            LoginOutcome.LoggedIn otherBrowser = world.logInRemembered(alice);
            RememberToken spent = login.remember().orElseThrow().token();
            Restored restored = restored(world.rememberMe.restore(spent, FIREFOX));
            world.advance(GRACE.plus(TICK));
            world.rememberMe.restore(spent, FIREFOX);

            assertThat(world.sessions.peek(login.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
            assertThat(world.sessions.peek(restored.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
            assertThat(world.rememberMe.restore(restored.successor().token(), FIREFOX))
                    .isEqualTo(new Ended(EndReason.STOLEN));
            assertThat(world.sessions.peek(otherBrowser.token())).isInstanceOf(Resolution.Active.class);
        }

        @Test
        void the_owner_and_the_audit_log_can_be_told_once() {
            RememberToken spent = remembered();
            world.rememberMe.restore(spent, FIREFOX);
            world.advance(GRACE);
            Race.of(20, i -> () -> world.rememberMe.restore(spent, FIREFOX));

            assertThat(world.events(AuthEvent.RememberMeStolen.class))
                    .containsExactly(new AuthEvent.RememberMeStolen(
                            T0.plus(GRACE), alice.id(), spent.series(), 2, "203.0.113.0/24"));
        }

        @Test
        void a_thief_who_comes_first_is_found_out_by_the_victim() {
            RememberToken copied = remembered();
            world.advance(NIGHT);
            Restored thief = restored(world.rememberMe.restore(copied, FIREFOX));
            world.advance(Duration.ofMinutes(5));

            assertThat(world.rememberMe.restore(copied, FIREFOX)).isEqualTo(new Stolen());
            assertThat(world.sessions.peek(thief.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
        }

        @Test
        void a_thief_who_comes_second_gives_themselves_away() {
            RememberToken copied = remembered();
            world.advance(NIGHT);
            Restored victim = restored(world.rememberMe.restore(copied, FIREFOX));
            world.advance(Duration.ofMinutes(5));

            assertThat(world.rememberMe.restore(copied, CHROME)).isEqualTo(new Stolen());
            assertThat(world.sessions.peek(victim.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
        }

        @Test
        void it_is_recognised_after_many_generations() {
            RememberToken first = remembered();
            RememberToken token = first;
            for (int i = 0; i < 100; i++) {
                world.advance(Duration.ofHours(1));
                token = restored(world.rememberMe.restore(token, FIREFOX))
                        .successor()
                        .token();
            }
            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void even_within_the_grace_if_it_is_older_than_the_previous_one() {
            RememberToken first = remembered();
            RememberToken second = restored(world.rememberMe.restore(first, FIREFOX))
                    .successor()
                    .token();
            world.rememberMe.restore(second, FIREFOX);

            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Stolen());
        }
    }

    @Nested
    class Somebody_who_knows_a_selector {
        @Test
        void harms_nobody_by_guessing_validators() {
            RememberToken token = remembered();
            token = restored(world.rememberMe.restore(token, FIREFOX))
                    .successor()
                    .token();
            for (int i = 0; i < 1000; i++) {
                assertThat(world.rememberMe.restore(guess(token.series()), CHROME))
                        .isEqualTo(new Unknown());
            }
            assertThat(world.rememberMe.restore(token, FIREFOX)).isInstanceOf(Restored.class);
        }

        @Test
        void ends_nothing_by_logging_out_with_it() {
            RememberToken token = remembered();
            world.rememberMe.forget(guess(token.series()));

            assertThat(world.rememberMe.restore(token, FIREFOX)).isInstanceOf(Restored.class);
        }

        @Test
        void learns_nothing_of_a_series_that_does_not_exist() {
            assertThat(world.rememberMe.restore(new Tokens().newRememberToken(), CHROME))
                    .isEqualTo(new Unknown());
        }

        private RememberToken guess(SeriesId series) {
            String validator = new Tokens().newSessionToken().cookieValue();
            return RememberToken.parse(series.value() + "." + validator).orElseThrow();
        }
    }

    @Nested
    class A_dump_of_the_store {
        @Test
        void holds_nothing_that_works_as_a_cookie() {
            RememberToken token = remembered();
            String keptHash = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(series(token.series()).current().toBytes());
            RememberToken forged =
                    RememberToken.parse(token.series() + "." + keptHash).orElseThrow();

            assertThat(world.rememberMe.restore(forged, FIREFOX)).isEqualTo(new Unknown());
        }
    }

    @Nested
    class In_another_kind_of_browser {
        @Test
        void a_token_is_not_honoured_and_not_spent() {
            RememberToken token = remembered();

            assertThat(world.rememberMe.restore(token, CHROME)).isEqualTo(new RememberOutcome.Elsewhere());
            assertThat(world.rememberMe.restore(token, FIREFOX)).isInstanceOf(Restored.class);
            assertThat(world.events(AuthEvent.RememberMeElsewhere.class)).hasSize(1);
        }

        @Test
        void but_another_network_is_no_obstacle() {
            RememberToken token = remembered();

            assertThat(world.rememberMe.restore(token, World.client("Firefox", "Linux", "2001:db8::1")))
                    .isInstanceOf(Restored.class);
        }
    }

    private RememberToken remembered() {
        return remembered(world, alice);
    }

    private static RememberToken remembered(World world, User user) {
        return world.logInRemembered(user).remember().orElseThrow().token();
    }

    private static Restored restored(RememberOutcome outcome) {
        assertThat(outcome).isInstanceOf(Restored.class);
        return (Restored) outcome;
    }

    private RememberMeSeries series(SeriesId id) {
        return ((RememberMeStore.Lookup.Live) world.seriesStore.find(id)).series();
    }
}
