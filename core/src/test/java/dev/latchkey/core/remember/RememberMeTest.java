package dev.latchkey.core.remember;

import static dev.latchkey.core.testing.World.CHROME;
import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.remember.RememberOutcome.Ended;
import dev.latchkey.core.remember.RememberOutcome.Restored;
import dev.latchkey.core.remember.RememberOutcome.Stolen;
import dev.latchkey.core.remember.RememberOutcome.Unknown;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.HmacKey;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberMeTest {
    private static final Duration GRACE = RememberPolicy.DEFAULT.grace();
    private static final Duration REST = Duration.ofMinutes(1);
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
                token = used(restored(world.rememberMe.restore(token, FIREFOX)))
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

            assertThat(world.freshness.isFresh(restored.session(), Standing.CURRENT, world.now.get()))
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
        void seen_by_a_clock_that_was_ahead_for_a_moment_ends_nothing_for_good() {
            RememberToken first = remembered();
            world.advance(month.multipliedBy(12));
            assertThat(world.rememberMe.restore(first, FIREFOX)).isEqualTo(new Ended(EndReason.EXPIRED));
            world.advance(month.multipliedBy(12).negated().plusDays(1));

            assertThat(restored(world.rememberMe.restore(first, FIREFOX))
                            .session()
                            .isRemembered())
                    .isTrue();
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
            World refreshing = new World(World.Options.DEFAULT.toBuilder()
                    .remember(new RememberPolicy(Duration.ofDays(30), true, GRACE))
                    .build());
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
        private final RememberToken spent = remembered();
        private final Restored first = restored(world.rememberMe.restore(spent, FIREFOX));

        @Test
        void just_before_the_grace_ends_it_gives_the_same_successor_and_session() {
            used(first);
            world.advance(GRACE.minus(TICK));

            Restored second = restored(world.rememberMe.restore(spent, FIREFOX));

            assertThat(second.token()).isEqualTo(first.token());
            assertThat(second.successor().token()).isEqualTo(first.successor().token());
        }

        @Test
        void when_the_grace_ends_it_is_theft() {
            used(first);
            world.advance(GRACE);

            assertThat(world.rememberMe.restore(spent, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void the_grace_begins_with_the_first_use_and_no_later_use_prolongs_it() {
            world.advance(Duration.ofHours(1));
            used(first);
            world.advance(GRACE.minus(TICK));
            used(first);
            assertThat(world.rememberMe.restore(spent, FIREFOX)).isInstanceOf(Restored.class);
            world.advance(TICK);

            assertThat(world.rememberMe.restore(spent, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void the_grace_begins_as_well_when_the_successor_itself_is_used() {
            world.rememberMe.restore(first.successor().token(), FIREFOX);
            world.advance(GRACE);

            assertThat(world.rememberMe.restore(spent, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void a_use_that_another_node_saw_counts_once_it_is_written() {
            World elsewhere = world.anotherNode();
            elsewhere.identification.peek(first.token(), FIREFOX);
            elsewhere.rememberMe.flush();
            world.advance(GRACE);

            assertThat(world.rememberMe.restore(spent, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void after_the_grace_the_whole_series_and_every_session_of_it_end_as_stolen() {
            LoginOutcome.LoggedIn otherBrowser = world.logInRemembered(alice);
            used(first);
            world.advance(GRACE.plus(TICK));
            world.rememberMe.restore(spent, FIREFOX);

            assertThat(world.sessions.peek(first.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
            assertThat(world.rememberMe.restore(first.successor().token(), FIREFOX))
                    .isEqualTo(new Ended(EndReason.STOLEN));
            assertThat(world.sessions.peek(otherBrowser.token())).isInstanceOf(Resolution.Active.class);
        }

        @Test
        void the_owner_and_the_audit_log_can_be_told_once() {
            used(first);
            world.advance(GRACE);
            Race.of(20, i -> () -> world.rememberMe.restore(spent, FIREFOX));

            assertThat(world.events(AuthEvent.RememberMeStolen.class))
                    .containsExactly(new AuthEvent.RememberMeStolen(
                            T0.plus(GRACE), alice.id(), spent.series(), 1, "203.0.113.0/24"));
        }

        @Test
        void even_within_the_grace_if_it_is_older_than_the_previous_one() {
            used(first);
            world.advance(REST);
            world.rememberMe.restore(first.successor().token(), FIREFOX);

            assertThat(world.rememberMe.restore(spent, FIREFOX)).isEqualTo(new Stolen());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 100, 501, 520, 5_000})
        void it_is_recognised_however_often_the_thief_used_the_cookie_since(int uses) {
            World long_ = new World(World.Options.DEFAULT.toBuilder()
                    .remember(new RememberPolicy(Duration.ofDays(400), false, Duration.ofSeconds(1)))
                    .build());
            RememberToken victims = remembered(long_, long_.user("bob"));
            RememberToken thiefs = victims;
            Restored latest = null;
            for (int i = 0; i < uses; i++) {
                latest = restored(long_.rememberMe.restore(thiefs, FIREFOX));
                thiefs = latest.successor().token();
                long_.identification.peek(latest.token(), FIREFOX);
                // Nearly as slow as 400 days allow: what ended is forgotten on the way.
                long_.advance(Duration.ofMinutes(5));
                if (i % 200 == 0) {
                    long_.sessions.purgeExpired(1_000);
                }
            }
            assertThat(thiefs.generation()).isEqualTo(uses);

            assertThat(long_.rememberMe.restore(victims, FIREFOX)).isEqualTo(new Stolen());
            assertThat(long_.sessions.peek(latest.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
            assertThat(long_.events(AuthEvent.RememberMeStolen.class)).hasSize(1);
        }

        @Test
        @Tag("release")
        void it_is_recognised_when_the_thief_used_the_cookie_for_a_year() {
            it_is_recognised_however_often_the_thief_used_the_cookie_since(100_000);
        }
    }

    @Nested
    class A_thief {
        private final RememberToken copied = remembered();

        @Test
        void who_comes_first_is_found_out_by_the_victim() {
            world.advance(NIGHT);
            Restored thief = used(restored(world.rememberMe.restore(copied, FIREFOX)));
            world.advance(Duration.ofMinutes(5));

            assertThat(world.rememberMe.restore(copied, FIREFOX)).isEqualTo(new Stolen());
            assertThat(world.sessions.peek(thief.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
        }

        @Test
        void who_comes_second_gives_themselves_away() {
            world.advance(NIGHT);
            Restored victim = used(restored(world.rememberMe.restore(copied, FIREFOX)));
            world.advance(Duration.ofMinutes(5));

            assertThat(world.rememberMe.restore(copied, CHROME)).isEqualTo(new Stolen());
            assertThat(world.sessions.peek(victim.token())).isEqualTo(new Resolution.Ended(EndReason.STOLEN));
        }

        @Test
        void who_comes_while_the_owner_is_there_is_found_however_often_the_owners_page_asks() {
            LoginOutcome.LoggedIn login = world.logInRemembered(alice);
            RememberToken cookie = login.remember().orElseThrow().token();
            world.rememberMe.restore(cookie, FIREFOX);
            for (int i = 0; i < 11; i++) {
                Resolution shown = world.identification.resolve(login.token(), FIREFOX);
                assertThat(shown).isEqualTo(new Resolution.Ended(EndReason.RETURNED));
                assertThat(world.identification.restore(cookie, FIREFOX, shown))
                        .isEqualTo(new Ended(EndReason.RETURNED));
                world.advance(Duration.ofSeconds(5));
            }
            world.advance(Duration.ofSeconds(5));

            assertThat(world.identification.restore(
                            cookie, FIREFOX, world.identification.resolve(login.token(), FIREFOX)))
                    .isEqualTo(new Stolen());
        }

        @Test
        void is_not_the_tab_whose_session_had_expired_when_another_one_returned() {
            LoginOutcome.LoggedIn login = world.logInRemembered(alice);
            RememberToken cookie = login.remember().orElseThrow().token();
            world.advance(NIGHT);
            Restored first = restored(world.rememberMe.restore(cookie, FIREFOX));

            Resolution shown = world.identification.resolve(login.token(), FIREFOX);
            assertThat(shown).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
            assertThat(restored(world.identification.restore(cookie, FIREFOX, shown))
                            .token())
                    .isEqualTo(first.token());
        }

        @Test
        void who_comes_first_each_day_and_uses_the_session_is_found_on_the_first() {
            assertThat(dayOfTheft(true, true)).isEqualTo(1);
        }

        @Test
        void who_follows_the_owner_each_day_is_found_on_the_first() {
            assertThat(dayOfTheft(false, true)).isEqualTo(1);
        }

        @Test
        void who_comes_first_each_day_and_asks_only_once_is_found_within_the_week() {
            assertThat(dayOfTheft(true, false)).isBetween(1, 7);
        }

        @Test
        void who_follows_each_day_and_asks_only_once_is_found_on_the_first() {
            assertThat(dayOfTheft(false, false)).isEqualTo(1);
        }

        /** Owner and thief both come once a day, each with the newest cookie they were given. */
        private int dayOfTheft(boolean isThiefFirst, boolean doesThiefUseTheSession) {
            RememberToken owners = copied;
            RememberToken thiefs = copied;
            for (int day = 1; day <= 30; day++) {
                world.advance(Duration.ofHours(14));
                for (boolean isThief : isThiefFirst ? List.of(true, false) : List.of(false, true)) {
                    RememberOutcome outcome = world.rememberMe.restore(isThief ? thiefs : owners, FIREFOX);
                    if (!(outcome instanceof Restored restored)) {
                        assertThat(outcome).isEqualTo(new Stolen());
                        return day;
                    }
                    if (isThief) {
                        thiefs = restored.successor().token();
                    } else {
                        owners = restored.successor().token();
                    }
                    if (!isThief || doesThiefUseTheSession) {
                        world.identification.resolve(restored.token(), FIREFOX);
                    }
                    world.advance(Duration.ofHours(5));
                }
            }
            return 31;
        }
    }

    @Nested
    class An_answer_that_got_lost {
        private final RememberToken sent = remembered();
        private Restored lost;

        @BeforeEach
        void lose() {
            world.advance(NIGHT);
            lost = restored(world.rememberMe.restore(sent, FIREFOX));
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 66, 5 * 60, 11 * 3600})
        void is_given_again_the_same_for_as_long_as_nobody_used_it(long seconds) {
            world.advance(Duration.ofSeconds(seconds));

            Restored again = restored(world.rememberMe.restore(sent, FIREFOX));

            assertThat(again.token()).isEqualTo(lost.token());
            assertThat(again.successor().token()).isEqualTo(lost.successor().token());
            assertThat(world.events(AuthEvent.RememberMeStolen.class)).isEmpty();
            assertThat(world.events(AuthEvent.Remembered.class)).hasSize(1);
        }

        @Test
        void is_given_again_also_when_its_session_is_idle_by_then() {
            world.advance(NIGHT);

            Restored again = restored(world.rememberMe.restore(sent, FIREFOX));

            assertThat(again.token()).isNotEqualTo(lost.token());
            assertThat(again.successor().token()).isEqualTo(lost.successor().token());
            assertThat(restored(world.rememberMe.restore(sent, FIREFOX)).token())
                    .isEqualTo(again.token());
            assertThat(world.sessions.list(alice.id())).containsExactly(again.session());
        }

        @Test
        void just_before_a_day_is_over() {
            world.advance(RememberPolicy.AWAITED.minus(TICK));

            assertThat(world.rememberMe.restore(sent, FIREFOX)).isInstanceOf(Restored.class);
        }

        @Test
        void but_not_when_the_day_is_over() {
            world.advance(RememberPolicy.AWAITED);

            assertThat(world.rememberMe.restore(sent, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void is_given_again_after_the_clock_was_set_back() {
            world.advance(Duration.ofHours(-6));

            assertThat(restored(world.rememberMe.restore(sent, FIREFOX)).token())
                    .isEqualTo(lost.token());
        }

        @Test
        void again_and_again_in_one_generation_is_no_theft() {
            for (int i = 0; i < 50; i++) {
                world.advance(Duration.ofMinutes(10));
                assertThat(world.rememberMe.restore(sent, FIREFOX)).isInstanceOf(Restored.class);
            }
        }

        @Test
        void in_three_generations_in_a_row_is_bad_luck_and_in_a_fourth_it_is_theft() {
            RememberToken token = sent;
            for (int generation = 1; generation <= 3; generation++) {
                world.advance(Duration.ofMinutes(2));
                token = used(restored(world.rememberMe.restore(token, FIREFOX)))
                        .successor()
                        .token();
                world.advance(NIGHT);
                world.rememberMe.restore(token, FIREFOX);
            }
            world.advance(Duration.ofMinutes(2));

            assertThat(world.rememberMe.restore(token, FIREFOX)).isEqualTo(new Stolen());
        }

        @Test
        void now_and_then_is_bad_luck_for_ever() {
            RememberToken token = sent;
            for (int day = 1; day < 14; day++) {
                world.advance(Duration.ofMinutes(2));
                token = used(restored(world.rememberMe.restore(token, FIREFOX)))
                        .successor()
                        .token();
                world.advance(NIGHT);
                token = used(restored(world.rememberMe.restore(token, FIREFOX)))
                        .successor()
                        .token();
                world.advance(NIGHT);
                world.rememberMe.restore(token, FIREFOX);
            }
        }
    }

    @Nested
    class A_crash_in_the_middle {
        private final RememberToken token = remembered();

        @Test
        void after_the_rotation_and_before_the_session_leaves_the_person_logged_in() {
            world.advance(NIGHT);
            // All that a crash there leaves.
            RememberToken successor =
                    token.successor(world.keys.keyset("remember-me").signing());
            RememberMeSeries before = series(token.series());
            world.seriesStore.rotate(
                    before.id(), before.current(), successor.hash(), world.now.get(), before.expiresAt());
            world.advance(Duration.ofSeconds(66));

            Restored restored = restored(world.rememberMe.restore(token, FIREFOX));

            assertThat(restored.successor().token()).isEqualTo(successor);
            assertThat(world.sessions.list(alice.id())).containsExactly(restored.session());
        }
    }

    @Nested
    class Inside_the_grace_of_its_own_rotation {
        private final RememberToken first = remembered();

        @Test
        void the_current_token_is_not_spent_and_gives_its_own_session_whoever_asks_how_often() {
            Restored restored = restored(world.rememberMe.restore(first, FIREFOX));
            for (int i = 0; i < 200; i++) {
                world.advance(Duration.ofMillis(200));
                Restored again =
                        restored(world.rememberMe.restore(restored.successor().token(), FIREFOX));
                assertThat(again.token()).isEqualTo(restored.token());
                assertThat(again.successor().token())
                        .isEqualTo(restored.successor().token());
            }
            assertThat(series(first.series()).generation()).isEqualTo(1);
            assertThat(world.sessions.list(alice.id())).hasSize(1);
            assertThat(world.events(AuthEvent.Remembered.class)).hasSize(1);
        }

        @Test
        void session_protection_does_not_keep_the_owner_out() {
            Restored restored = restored(world.rememberMe.restore(first, FIREFOX));
            assertThat(world.identification.resolve(restored.token(), CHROME))
                    .isEqualTo(new Resolution.Ended(EndReason.PROTECTED));

            Restored again =
                    restored(world.rememberMe.restore(restored.successor().token(), FIREFOX));

            assertThat(world.sessions.list(alice.id())).containsExactly(again.session());
        }

        @Test
        void ending_its_session_again_and_again_does_not_make_many() {
            Restored latest = restored(world.rememberMe.restore(first, FIREFOX));
            int begun = 0;
            for (int i = 0; i < 100; i++) {
                world.identification.resolve(latest.token(), CHROME);
                if (world.rememberMe.restore(latest.successor().token(), FIREFOX) instanceof Restored again) {
                    latest = again;
                    begun++;
                }
            }
            assertThat(begun).isLessThanOrEqualTo(5);
        }
    }

    @Nested
    class One_cookie_that_is_used_without_end {
        @Test
        void leaves_one_live_session_and_few_lines_in_the_audit_log() {
            RememberToken token = remembered();
            world.events.clear();
            for (int i = 0; i < 1_000; i++) {
                token = used(restored(world.rememberMe.restore(token, FIREFOX)))
                        .successor()
                        .token();
                world.advance(Duration.ofSeconds(20));
            }
            assertThat(world.sessions.list(alice.id())).hasSize(1);
            assertThat(world.events).hasSizeLessThan(1_000 * 20 / 600 + 2);
        }

        @Test
        void pushes_no_other_browser_out() {
            World three = new World(
                    World.Options.DEFAULT.toBuilder().maxPerPrincipal(3).build());
            User bob = three.user("bob");
            List<LoginOutcome.LoggedIn> logins =
                    List.of(three.logInRemembered(bob), three.logInRemembered(bob), three.logInRemembered(bob));
            RememberToken token = logins.get(2).remember().orElseThrow().token();
            for (int i = 0; i < 10; i++) {
                Restored restored = restored(three.rememberMe.restore(token, FIREFOX));
                three.identification.peek(restored.token(), FIREFOX);
                token = restored.successor().token();
                three.advance(REST);
            }

            assertThat(three.sessions.list(bob.id())).hasSize(3);
            for (LoginOutcome.LoggedIn other : logins.subList(0, 2)) {
                assertThat(three.sessions.peek(other.token())).isInstanceOf(Resolution.Active.class);
                assertThat(three.rememberMe.restore(
                                other.remember().orElseThrow().token(), FIREFOX))
                        .isInstanceOf(Restored.class);
            }
        }
    }

    @Nested
    class The_maximum_of_a_principal {
        private final World two = new World(
                World.Options.UNTHROTTLED.toBuilder().maxPerPrincipal(2).build());
        private final User bob = two.user("bob");

        @Test
        void counts_remembered_browsers_that_have_no_session_just_now() {
            RememberToken oldest = remembered(two, bob);
            two.advance(Duration.ofMinutes(5));
            RememberToken older = remembered(two, bob);
            two.advance(NIGHT);
            LoginOutcome.LoggedIn login = two.logIn(bob);

            assertThat(two.rememberMe.restore(oldest, FIREFOX)).isEqualTo(new Ended(EndReason.REPLACED));
            assertThat(two.rememberMe.restore(older, FIREFOX)).isInstanceOf(Restored.class);
            assertThat(two.sessions.peek(login.token())).isInstanceOf(Resolution.Active.class);
            assertThat(two.sessions.list(bob.id())).hasSize(2);
        }

        @Test
        void does_not_take_the_series_of_a_login_that_is_under_way() {
            for (int round = 0; round < 20; round++) {
                Race.of(10, i -> () -> two.logInRemembered(bob));
                assertThat(two.sessions.list(bob.id())).hasSize(2);
                two.advance(NIGHT);
            }
        }
    }

    @Nested
    class A_return {
        @Test
        void ends_the_session_that_its_series_had_before_and_no_other() {
            LoginOutcome.LoggedIn login = world.logInRemembered(alice);
            LoginOutcome.LoggedIn otherBrowser = world.logInRemembered(alice);

            Restored restored = restored(
                    world.rememberMe.restore(login.remember().orElseThrow().token(), FIREFOX));

            assertThat(world.sessions.peek(login.token())).isEqualTo(new Resolution.Ended(EndReason.RETURNED));
            assertThat(world.sessions.list(alice.id()))
                    .containsExactlyInAnyOrder(restored.session(), otherBrowser.session());
        }

        @Test
        void after_the_password_was_proven_and_the_new_session_cookie_was_lost_is_possible_at_once() {
            Restored restored = used(restored(world.rememberMe.restore(remembered(), FIREFOX)));
            world.advance(Duration.ofSeconds(5));
            Resolution.Active visit = (Resolution.Active) world.identification.resolve(restored.token(), FIREFOX);
            world.reauthentication.attempt(visit, restored.token(), World.password(World.PASSWORD), FIREFOX);
            world.advance(Duration.ofSeconds(40));

            assertThat(world.rememberMe.restore(restored.successor().token(), FIREFOX))
                    .isInstanceOf(Restored.class);
            assertThat(world.sessions.list(alice.id())).hasSize(1);
        }
    }

    @Nested
    class After_a_rotation_of_the_keys {
        @Test
        void every_browser_is_still_remembered_and_theft_is_still_recognised() {
            RememberToken before = remembered();
            rotateKeys(world);

            Restored restored = used(restored(world.rememberMe.restore(before, FIREFOX)));
            world.advance(GRACE);

            assertThat(world.rememberMe.restore(before, FIREFOX)).isEqualTo(new Stolen());
            assertThat(restored.successor().token().isSignedWith(newest())).isTrue();
        }

        @Test
        void the_old_keys_may_be_forgotten_once_every_browser_returned() {
            RememberToken token = used(restored(world.rememberMe.restore(remembered(), FIREFOX)))
                    .successor()
                    .token();
            rotateKeys(world);
            token = used(restored(world.rememberMe.restore(token, FIREFOX)))
                    .successor()
                    .token();
            world.secrets.forgetBelow("remember-me", 2);
            world.keys.refresh();
            world.advance(REST);

            assertThat(world.rememberMe.restore(token, FIREFOX)).isInstanceOf(Restored.class);
        }

        @Test
        void what_was_signed_with_a_forgotten_key_is_a_guess() {
            RememberToken token = remembered();
            rotateKeys(world);
            world.secrets.forgetBelow("remember-me", 2);
            world.keys.refresh();

            assertThat(world.rememberMe.restore(token, FIREFOX)).isEqualTo(new Unknown());
        }

        @Test
        void tabs_at_nodes_that_sign_with_different_keys_agree() {
            World ahead = world.anotherNode();
            World behind = world.anotherNode();
            RememberToken spent = remembered();
            ahead.keys.rotate();
            world.advance(Duration.ofMinutes(2));

            Restored here = restored(behind.rememberMe.restore(spent, FIREFOX));
            Restored there = restored(ahead.rememberMe.restore(spent, FIREFOX));

            assertThat(there).isEqualTo(here);
        }

        private void rotateKeys(World rotated) {
            rotated.keys.rotate();
            rotated.advance(Duration.ofMinutes(2));
        }

        private HmacKey newest() {
            return world.keys.keyset("remember-me").verifying().getFirst();
        }
    }

    @Nested
    class A_store_that_was_put_back_from_a_backup {
        @Test
        void takes_nobody_for_a_thief_who_has_a_newer_token_than_it_knows() {
            RememberToken first = remembered();
            RememberMeSeries backup = series(first.series());
            RememberToken newer = restored(world.rememberMe.restore(first, FIREFOX))
                    .successor()
                    .token();
            World restored = new World();
            restored.users.insert(alice);
            restored.seriesStore.insert(backup);
            restored.secrets.add("remember-me", world.secrets.list().getFirst().value(), T0);
            restored.keys.refresh();

            assertThat(restored.rememberMe.restore(newer, FIREFOX)).isEqualTo(new Unknown());
            assertThat(restored.seriesStore.find(first.series())).isEqualTo(new RememberMeStore.Lookup.Live(backup));
        }
    }

    @Nested
    class A_shorter_policy_of_today {
        @Test
        void ends_series_of_before_as_soon_as_it_gives() {
            RememberToken token = remembered();
            World shorter = world.restartedWith(World.Options.DEFAULT.toBuilder()
                    .remember(new RememberPolicy(Duration.ofDays(1), false, GRACE))
                    .build());
            world.advance(Duration.ofDays(1).minus(TICK));
            Restored restored = restored(shorter.rememberMe.restore(token, FIREFOX));

            assertThat(restored.session().expiresAt()).isEqualTo(T0.plus(Duration.ofDays(1)));
            world.advance(TICK);
            assertThat(shorter.rememberMe.restore(restored.successor().token(), FIREFOX))
                    .isEqualTo(new Ended(EndReason.EXPIRED));
        }

        @Test
        void gives_no_cookie_longer_than_that() {
            RememberToken token = remembered();
            World shorter = world.restartedWith(World.Options.DEFAULT.toBuilder()
                    .remember(new RememberPolicy(Duration.ofDays(1), false, GRACE))
                    .build());
            // A clock that was ahead at the login.
            world.advance(Duration.ofDays(-10));

            assertThat(restored(shorter.rememberMe.restore(token, FIREFOX))
                            .successor()
                            .maxAge())
                    .isEqualTo(Duration.ofDays(1));
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
                assertThat(world.rememberMe.restore(guess(token), CHROME)).isEqualTo(new Unknown());
            }
            assertThat(world.rememberMe.restore(token, FIREFOX)).isInstanceOf(Restored.class);
        }

        @Test
        void ends_nothing_by_logging_out_with_it() {
            RememberToken token = remembered();
            world.rememberMe.forget(guess(token));

            assertThat(world.rememberMe.restore(token, FIREFOX)).isInstanceOf(Restored.class);
        }

        @Test
        void learns_nothing_of_a_series_that_does_not_exist() {
            assertThat(world.rememberMe.restore(
                            new Tokens()
                                    .newRememberToken(
                                            7, world.keys.keyset("remember-me").signing()),
                            CHROME))
                    .isEqualTo(new Unknown());
        }

        @Test
        void and_the_whole_store_with_its_keys_can_end_the_series_and_not_log_in() {
            RememberToken token = remembered();
            RememberToken forged = RememberToken.parse(token.cookieValue()).orElseThrow();
            RememberToken ofAnotherPartition = new Tokens()
                    .newRememberToken(
                            token.partition() ^ 1,
                            world.keys.keyset("remember-me").signing());
            String moved = ofAnotherPartition.cookieValue().substring(0, 2)
                    + forged.cookieValue().substring(2);

            assertThat(world.rememberMe.restore(RememberToken.parse(moved).orElseThrow(), FIREFOX))
                    .isEqualTo(new Unknown());
        }

        /** The series of that token, and what follows it from a token of somebody else's making. */
        private RememberToken guess(RememberToken of) {
            HmacKey own = new HmacKey(new Tokens().newSecret(HmacKey.BYTES));
            String value = new Tokens().newRememberToken(of.partition(), own).cookieValue();
            return RememberToken.parse(of.cookieValue().substring(0, 25) + value.substring(25))
                    .orElseThrow();
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

    /** The page that got the answer makes its next request. */
    private Restored used(Restored restored) {
        assertThat(world.identification.peek(restored.token(), FIREFOX)).isInstanceOf(Resolution.Active.class);
        return restored;
    }

    private static Restored restored(RememberOutcome outcome) {
        assertThat(outcome).isInstanceOf(Restored.class);
        return (Restored) outcome;
    }

    private RememberMeSeries series(SeriesId id) {
        return ((RememberMeStore.Lookup.Live) world.seriesStore.find(id)).series();
    }
}
