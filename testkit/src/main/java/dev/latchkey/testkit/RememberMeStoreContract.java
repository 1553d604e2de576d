package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.remember.RememberMeStore.Lookup;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RememberMeStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class RememberMeStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00.123456Z");
    private static final Instant LATER = T0.plusSeconds(90);
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final Instant LONG_AGO = T0.minus(Duration.ofDays(365));
    private static final Instant DEADLINE = T0.plus(Duration.ofDays(30));
    private static final PrincipalId ALICE = new PrincipalId("alice-id");

    /** Of the same partition: whatever tells one from another is no difference between places. */
    private static final PrincipalId BOB = new PrincipalId("bob-2211");

    private static final Tokens TOKENS = new Tokens();

    private RememberMeStore store;

    /** For subclasses. */
    protected RememberMeStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract RememberMeStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Nested
    class Inserting {
        @Test
        void keeps_the_series_as_it_was() {
            RememberMeSeries series = new RememberMeSeries(
                    newId(),
                    ALICE,
                    T0,
                    DEADLINE,
                    new Browser("Chrome", "Windows", "2001:db8::/48", "abcdefghijklmnopqrstuv"),
                    7,
                    newHash(),
                    newHash(),
                    LATER,
                    LATER.plus(TICK),
                    3,
                    2,
                    5);

            assertThat(store.insert(series)).isTrue();
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(series));
        }

        @Test
        void an_id_never_inserted_is_absent() {
            insert(ALICE);

            assertThat(store.find(newId())).isEqualTo(new Lookup.Absent());
        }

        @Test
        void an_id_that_is_live_is_refused_and_nothing_changes() {
            RememberMeSeries hers = insert(ALICE);

            assertThat(store.insert(series(hers.id(), BOB))).isFalse();
            assertThat(store.find(hers.id())).isEqualTo(new Lookup.Live(hers));
        }

        @Test
        void an_id_that_ended_is_refused_and_stays_ended() {
            RememberMeSeries hers = insert(ALICE);
            store.end(hers.id(), EndReason.LOGGED_OUT, T0);

            assertThat(store.insert(hers)).isFalse();
            assertThat(store.find(hers.id())).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void of_50_at_once_with_one_id_one_wins() {
            SeriesId id = newId();

            assertThat(Race.of(50, i -> () -> store.insert(series(id, ALICE)))).containsOnlyOnce(true);
        }
    }

    @Nested
    class Rotating {
        @Test
        void goes_to_the_next_generation() {
            RememberMeSeries before = insert(ALICE);
            TokenHash successor = newHash();

            assertThat(store.rotate(before.id(), before.current(), successor, LATER, DEADLINE.plusSeconds(5)))
                    .isTrue();
            assertThat(store.find(before.id()))
                    .isEqualTo(new Lookup.Live(before.rotatedAt(LATER, successor, DEADLINE.plusSeconds(5))));
        }

        @Test
        void again_and_again_counts_the_generations() {
            RememberMeSeries series = insert(ALICE);
            for (int i = 1; i <= 5; i++) {
                TokenHash successor = newHash();
                Instant now = T0.plusSeconds(i);
                assertThat(store.rotate(series.id(), series.current(), successor, now, DEADLINE))
                        .isTrue();
                series = series.rotatedAt(now, successor, DEADLINE);
            }
            assertThat(series.generation()).isEqualTo(5);
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(series));
        }

        @Test
        void by_what_is_not_current_is_refused_and_nothing_changes() {
            RememberMeSeries before = insert(ALICE);
            TokenHash successor = newHash();
            store.rotate(before.id(), before.current(), successor, LATER, DEADLINE);

            assertThat(store.rotate(before.id(), before.current(), newHash(), LATER, DEADLINE))
                    .isFalse();
            assertThat(store.rotate(before.id(), newHash(), newHash(), LATER, DEADLINE))
                    .isFalse();
            assertThat(store.find(before.id()))
                    .isEqualTo(new Lookup.Live(before.rotatedAt(LATER, successor, DEADLINE)));
        }

        @Test
        void what_ended_or_never_was_is_refused() {
            RememberMeSeries ended = insert(ALICE);
            store.end(ended.id(), EndReason.STOLEN, T0);

            assertThat(store.rotate(ended.id(), ended.current(), newHash(), LATER, DEADLINE))
                    .isFalse();
            assertThat(store.rotate(newId(), newHash(), newHash(), LATER, DEADLINE))
                    .isFalse();
            assertThat(store.find(ended.id())).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
        }

        @Test
        void of_50_at_once_one_wins() {
            RememberMeSeries before = insert(ALICE);
            List<TokenHash> successors = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                successors.add(newHash());
            }

            List<Boolean> won = Race.of(
                    50, i -> () -> store.rotate(before.id(), before.current(), successors.get(i), LATER, DEADLINE));

            assertThat(won).containsOnlyOnce(true);
            assertThat(store.find(before.id()))
                    .isEqualTo(new Lookup.Live(before.rotatedAt(LATER, successors.get(won.indexOf(true)), DEADLINE)));
        }

        @Test
        void racing_an_end_revives_nothing() {
            RememberMeSeries series = insert(ALICE);
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                contenders.add(() -> store.rotate(series.id(), series.current(), newHash(), LATER, DEADLINE));
            }
            contenders.add(15, () -> {
                store.end(series.id(), EndReason.LOGGED_OUT, T0);
                assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                return false;
            });
            Race.of(contenders);

            assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }
    }

    @Nested
    class Confirming {
        @Test
        void keeps_when_the_current_token_was_first_used() {
            RememberMeSeries rotated = rotated();
            Instant used = LATER.plusSeconds(5);

            store.confirm(rotated.id(), LATER, used);

            assertThat(store.find(rotated.id())).isEqualTo(new Lookup.Live(rotated.confirmedAt(used)));
        }

        @Test
        void twice_keeps_the_first_time() {
            RememberMeSeries rotated = rotated();
            store.confirm(rotated.id(), LATER, LATER);
            store.confirm(rotated.id(), LATER, LATER.plusSeconds(5));

            assertThat(store.find(rotated.id())).isEqualTo(new Lookup.Live(rotated.confirmedAt(LATER)));
        }

        @Test
        void by_what_was_issued_before_the_latest_rotation_changes_nothing() {
            RememberMeSeries rotated = rotated();
            store.confirm(rotated.id(), LATER.minus(TICK), LATER.plusSeconds(5));

            assertThat(store.find(rotated.id())).isEqualTo(new Lookup.Live(rotated));
        }

        @Test
        void is_over_with_the_next_rotation() {
            RememberMeSeries rotated = rotated();
            store.confirm(rotated.id(), LATER, LATER);
            TokenHash next = newHash();
            store.rotate(rotated.id(), rotated.current(), next, LATER.plusSeconds(90), DEADLINE);

            assertThat(store.find(rotated.id()))
                    .isEqualTo(new Lookup.Live(rotated.rotatedAt(LATER.plusSeconds(90), next, DEADLINE)));
        }

        @Test
        void what_ended_or_never_was_changes_nothing() {
            RememberMeSeries ended = rotated();
            store.end(ended.id(), EndReason.STOLEN, T0);
            store.confirm(ended.id(), LATER, LATER);
            SeriesId unknown = newId();
            store.confirm(unknown, LATER, LATER);

            assertThat(store.find(ended.id())).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
            assertThat(store.find(unknown)).isEqualTo(new Lookup.Absent());
        }
    }

    @Nested
    class One_more_session_of_a_generation {
        @Test
        void is_counted() {
            RememberMeSeries series = rotated();

            assertThat(store.nextSession(series.id(), series.current(), 0)).isTrue();
            assertThat(store.nextSession(series.id(), series.current(), 1)).isTrue();
            assertThat(store.find(series.id()))
                    .isEqualTo(new Lookup.Live(series.withNextSession().withNextSession()));
        }

        @Test
        void is_refused_when_another_was_begun_or_the_series_was_rotated_or_ended_meanwhile() {
            RememberMeSeries series = rotated();

            assertThat(store.nextSession(series.id(), series.current(), 1)).isFalse();
            assertThat(store.nextSession(series.id(), series.previous(), 0)).isFalse();
            assertThat(store.nextSession(newId(), series.current(), 0)).isFalse();
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(series));
            store.end(series.id(), EndReason.LOGGED_OUT, T0);
            assertThat(store.nextSession(series.id(), series.current(), 0)).isFalse();
        }

        @Test
        void of_50_at_once_one_wins() {
            RememberMeSeries series = rotated();

            assertThat(Race.of(50, i -> () -> store.nextSession(series.id(), series.current(), 0)))
                    .containsOnlyOnce(true);
        }
    }

    @Nested
    class A_lost_answer {
        @Test
        void is_counted_once_in_a_generation() {
            RememberMeSeries series = rotated();
            store.countLostAnswer(series.id(), series.current());
            store.countLostAnswer(series.id(), series.current());

            assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(series.withLostAnswer()));
            assertThat(series.withLostAnswer().lostAnswers()).isEqualTo(1);
        }

        @Test
        void is_remembered_over_the_next_rotation_and_forgotten_by_one_in_which_none_was_lost() {
            RememberMeSeries series = rotated();
            store.countLostAnswer(series.id(), series.current());
            RememberMeSeries expected = series.withLostAnswer();
            for (int lost : List.of(1, 0, 0)) {
                TokenHash next = newHash();
                store.rotate(series.id(), expected.current(), next, LATER, DEADLINE);
                expected = expected.rotatedAt(LATER, next, DEADLINE);
                assertThat(expected.lostAnswers()).isEqualTo(lost);
                assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(expected));
            }
        }

        @Test
        void of_what_is_not_current_is_not_counted() {
            RememberMeSeries series = rotated();
            store.countLostAnswer(series.id(), series.previous());
            store.countLostAnswer(newId(), series.current());

            assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(series));
        }
    }

    @Nested
    class Listing {
        @Test
        void tells_the_live_series_of_a_principal_and_no_other() {
            RememberMeSeries first = insert(ALICE);
            RememberMeSeries second = insert(ALICE);
            RememberMeSeries ended = insert(ALICE);
            store.end(ended.id(), EndReason.LOGGED_OUT, T0);
            insert(BOB);

            assertThat(store.list(ALICE)).containsExactlyInAnyOrder(first, second);
            assertThat(store.list(new PrincipalId("nobody"))).isEmpty();
        }
    }

    @Nested
    class Ending {
        @ParameterizedTest
        @EnumSource(EndReason.class)
        void keeps_the_reason(EndReason reason) {
            RememberMeSeries series = insert(ALICE);

            assertThat(store.end(series.id(), reason, T0)).isTrue();
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(reason));
        }

        @Test
        void twice_keeps_the_first_reason() {
            RememberMeSeries series = insert(ALICE);
            store.end(series.id(), EndReason.STOLEN, T0);

            assertThat(store.end(series.id(), EndReason.REVOKED, T0)).isFalse();
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
        }

        @Test
        void what_is_not_there_is_refused() {
            assertThat(store.end(newId(), EndReason.REVOKED, T0)).isFalse();
        }

        @Test
        void of_50_at_once_has_one_winner() {
            RememberMeSeries series = insert(ALICE);

            assertThat(Race.of(50, i -> () -> store.end(series.id(), EndReason.STOLEN, T0)))
                    .containsOnlyOnce(true);
        }

        @Test
        void all_of_a_principal_answers_those_that_were_live() {
            RememberMeSeries first = insert(ALICE);
            RememberMeSeries second = insert(ALICE);
            RememberMeSeries ended = insert(ALICE);
            store.end(ended.id(), EndReason.LOGGED_OUT, T0);
            RememberMeSeries his = insert(BOB);

            assertThat(store.endAll(ALICE, EndReason.REVOKED, T0)).containsExactlyInAnyOrder(first.id(), second.id());
            assertThat(store.find(first.id())).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(store.find(ended.id())).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.find(his.id())).isEqualTo(new Lookup.Live(his));
            assertThat(store.endAll(ALICE, EndReason.REVOKED, T0)).isEmpty();
        }

        @Test
        void all_but_one_keeps_that_one() {
            RememberMeSeries kept = insert(ALICE);
            RememberMeSeries other = insert(ALICE);
            RememberMeSeries his = insert(BOB);

            assertThat(store.endOthers(ALICE, kept.id(), EndReason.REVOKED, T0)).containsExactly(other.id());
            assertThat(store.find(kept.id())).isEqualTo(new Lookup.Live(kept));
            assertThat(store.find(his.id())).isEqualTo(new Lookup.Live(his));
        }

        @Test
        void all_but_one_that_is_not_live_ends_all() {
            RememberMeSeries series = insert(ALICE);

            assertThat(store.endOthers(ALICE, newId(), EndReason.REVOKED, T0)).containsExactly(series.id());
        }
    }

    @Nested
    class Purging {
        @Test
        void just_before_the_deadline_keeps_a_series() {
            RememberMeSeries series = insert(ALICE);

            assertThat(store.purge(DEADLINE.minus(TICK), LONG_AGO, 10)).isZero();
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Live(series));
        }

        @Test
        void at_the_deadline_ends_it() {
            RememberMeSeries series = insert(ALICE);

            assertThat(store.purge(DEADLINE, LONG_AGO, 10)).isEqualTo(1);
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(EndReason.EXPIRED));
        }

        @Test
        void just_after_the_deadline_ends_it() {
            RememberMeSeries series = insert(ALICE);

            assertThat(store.purge(DEADLINE.plus(TICK), LONG_AGO, 10)).isEqualTo(1);
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(EndReason.EXPIRED));
        }

        @Test
        void forgets_a_reason_just_after_its_bound_only() {
            RememberMeSeries series = insert(ALICE);
            store.end(series.id(), EndReason.STOLEN, T0);

            assertThat(store.purge(T0, T0, 10)).isZero();
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
            assertThat(store.purge(T0, T0.plus(TICK), 10)).isEqualTo(1);
            assertThat(store.find(series.id())).isEqualTo(new Lookup.Absent());
        }

        @Test
        void deals_with_at_most_the_limit() {
            for (int i = 0; i < 25; i++) {
                insert(ALICE);
            }

            assertThat(store.purge(DEADLINE, LONG_AGO, 10)).isEqualTo(10);
            assertThat(store.purge(DEADLINE, LONG_AGO, 10)).isEqualTo(10);
            assertThat(store.purge(DEADLINE, LONG_AGO, 10)).isEqualTo(5);
            assertThat(store.purge(DEADLINE, LONG_AGO, 10)).isZero();
        }
    }

    private RememberMeSeries insert(PrincipalId principal) {
        RememberMeSeries series = series(newId(), principal);
        assertThat(store.insert(series)).isTrue();
        return series;
    }

    /** A series whose current token nobody used yet. */
    private RememberMeSeries rotated() {
        RememberMeSeries series = insert(ALICE);
        TokenHash successor = newHash();
        assertThat(store.rotate(series.id(), series.current(), successor, LATER, DEADLINE))
                .isTrue();
        return series.rotatedAt(LATER, successor, DEADLINE);
    }

    private static RememberMeSeries series(SeriesId id, PrincipalId principal) {
        TokenHash first = newHash();
        return RememberMeSeries.begin(
                id, principal, T0, DEADLINE, new Browser("Firefox", "Linux", "203.0.113.0/24", ""), first);
    }

    private static SeriesId newId() {
        return TOKENS.newSeriesId(ALICE.partition());
    }

    private static TokenHash newHash() {
        return TOKENS.newSessionToken(ALICE.partition()).hash();
    }
}
