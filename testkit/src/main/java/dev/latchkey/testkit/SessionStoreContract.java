package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link SessionStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class SessionStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00.123456Z");
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final Instant LONG_AGO = T0.minus(Duration.ofDays(365));
    private static final PrincipalId ALICE = new PrincipalId("alice-id");

    /** Of the same partition: whatever tells one from another is no difference between places. */
    private static final PrincipalId BOB = new PrincipalId("bob-2211");

    private static final Tokens TOKENS = new Tokens();

    private SessionStore store;

    /** For subclasses. */
    protected SessionStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract SessionStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Nested
    class Inserting {
        @Test
        void keeps_the_session_as_it_was() {
            Session session = new Session(
                    TOKENS.newSessionId(ALICE.partition()),
                    new Principal(ALICE, "älïce'; drop table session; --", "Ålice \"Ω\" 愛麗絲 🗝"),
                    T0,
                    T0.plus(TICK),
                    T0.plusSeconds(1),
                    T0.plus(Duration.ofDays(7)));
            TokenHash hash = newHash();

            assertThat(store.insert(hash, session)).isTrue();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void a_hash_never_inserted_is_absent() {
            insert(sessionOf(ALICE));

            assertThat(store.find(newHash())).isEqualTo(new Lookup.Absent());
        }

        @Test
        void a_hash_that_was_looked_up_in_vain_is_live_once_inserted() {
            TokenHash hash = newHash();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Absent());
            Session session = sessionOf(ALICE);

            assertThat(store.insert(hash, session)).isTrue();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void a_token_hash_that_is_live_is_refused_and_nothing_changes() {
            Session hers = sessionOf(ALICE);
            TokenHash hash = insert(hers);

            assertThat(store.insert(hash, sessionOf(BOB))).isFalse();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(hers));
            assertThat(store.list(BOB)).isEmpty();
        }

        @Test
        void a_session_id_that_is_live_is_refused_and_nothing_changes() {
            Session hers = sessionOf(ALICE);
            TokenHash hash = insert(hers);
            TokenHash other = newHash();

            assertThat(store.insert(other, sessionOf(BOB, hers.id()))).isFalse();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(hers));
            assertThat(store.find(other)).isEqualTo(new Lookup.Absent());
            assertThat(store.list(BOB)).isEmpty();
        }

        @Test
        void a_token_hash_that_ended_is_refused_and_stays_ended() {
            Session hers = sessionOf(ALICE);
            TokenHash hash = insert(hers);
            store.end(hers.id(), EndReason.LOGGED_OUT, T0);

            assertThat(store.insert(hash, sessionOf(ALICE))).isFalse();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.list(ALICE)).isEmpty();
        }

        @Test
        void a_session_id_that_ended_is_refused_and_nothing_changes() {
            Session hers = sessionOf(ALICE);
            insert(hers);
            store.end(hers.id(), EndReason.LOGGED_OUT, T0);
            TokenHash other = newHash();

            assertThat(store.insert(other, sessionOf(BOB, hers.id()))).isFalse();
            assertThat(store.find(other)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void what_was_ended_and_forgotten_is_free_again() {
            Session hers = sessionOf(ALICE);
            TokenHash hash = insert(hers);
            store.end(hers.id(), EndReason.LOGGED_OUT, T0);
            store.purge(T0, LONG_AGO, T0.plus(TICK), 100);

            assertThat(store.insert(hash, hers)).isTrue();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(hers));
        }

        @Test
        void of_50_at_once_with_one_token_hash_one_wins() {
            TokenHash hash = newHash();
            List<Session> contenders = sessions(50);

            List<Boolean> won = Race.of(50, i -> () -> store.insert(hash, contenders.get(i)));

            assertThat(won).containsOnlyOnce(true);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(contenders.get(won.indexOf(true))));
            assertThat(store.list(ALICE)).hasSize(1);
        }

        @Test
        void of_50_at_once_with_one_session_id_one_wins() {
            SessionId id = TOKENS.newSessionId(ALICE.partition());

            List<Boolean> won = Race.of(50, i -> () -> store.insert(newHash(), sessionOf(ALICE, id)));

            assertThat(won).containsOnlyOnce(true);
            assertThat(store.list(ALICE)).hasSize(1);
        }

        @Test
        void of_50_at_once_that_differ_all_win() {
            List<Boolean> won = Race.of(50, i -> () -> store.insert(newHash(), sessionOf(ALICE)));

            assertThat(won).doesNotContain(false);
            assertThat(store.list(ALICE)).hasSize(50);
        }
    }

    @Nested
    class Listing {
        @Test
        void tells_a_principals_sessions_latest_activity_first() {
            Session first = sessionOf(ALICE, T0.plusSeconds(5));
            Session second = sessionOf(ALICE, T0.plusSeconds(9));
            Session third = sessionOf(ALICE, T0.plusSeconds(7));
            TokenHash hash = insert(first);
            insert(second);
            insert(third);
            insert(sessionOf(BOB));
            assertThat(store.list(ALICE)).containsExactly(second, third, first);

            store.recordActivity(Map.of(hash, T0.plusSeconds(20)));
            assertThat(store.list(ALICE)).containsExactly(first.touchedAt(T0.plusSeconds(20)), second, third);
        }

        @Test
        void includes_what_is_past_a_deadline() {
            Session stale = new Session(
                    TOKENS.newSessionId(ALICE.partition()),
                    principal(ALICE),
                    LONG_AGO,
                    LONG_AGO,
                    LONG_AGO,
                    LONG_AGO.plusSeconds(60));
            TokenHash hash = insert(stale);

            assertThat(store.list(ALICE)).containsExactly(stale);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(stale));
        }

        @Test
        void leaves_out_what_ended() {
            Session ended = sessionOf(ALICE);
            Session live = sessionOf(ALICE);
            insert(ended);
            insert(live);
            store.end(ended.id(), EndReason.REVOKED, T0);

            assertThat(store.list(ALICE)).containsExactly(live);
        }

        @Test
        void is_empty_for_a_principal_without_sessions() {
            insert(sessionOf(ALICE));

            assertThat(store.list(BOB)).isEmpty();
        }
    }

    @Nested
    class Recording_activity {
        @Test
        void moves_it_forward_and_changes_nothing_else() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);

            store.recordActivity(Map.of(hash, T0.plusSeconds(90)));

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session.touchedAt(T0.plusSeconds(90))));
            assertThat(store.list(ALICE)).containsExactly(session.touchedAt(T0.plusSeconds(90)));
        }

        @Test
        void never_moves_it_back() {
            Session session = sessionOf(ALICE, T0.plusSeconds(90));
            TokenHash hash = insert(session);

            store.recordActivity(Map.of(hash, T0.plusSeconds(89)));

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void takes_many_at_once_and_passes_over_those_that_are_not_live() {
            Session ended = sessionOf(ALICE);
            TokenHash endedHash = insert(ended);
            store.end(ended.id(), EndReason.LOGGED_OUT, T0);
            TokenHash absent = newHash();
            Map<TokenHash, Instant> batch = new HashMap<>();
            batch.put(endedHash, T0.plusSeconds(90));
            batch.put(absent, T0.plusSeconds(90));
            List<TokenHash> live = new ArrayList<>();
            for (Session session : sessions(600)) {
                TokenHash hash = insert(session);
                live.add(hash);
                batch.put(hash, T0.plusSeconds(90));
            }

            store.recordActivity(batch);

            assertThat(live)
                    .allSatisfy(
                            hash -> assertThat(liveSession(hash).lastSeenAt()).isEqualTo(T0.plusSeconds(90)));
            assertThat(store.find(endedHash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.find(absent)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void of_nothing_does_nothing() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);

            store.recordActivity(Map.of());

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void keeps_the_latest_of_50_at_once() {
            TokenHash hash = insert(sessionOf(ALICE));

            Race.of(50, i -> () -> {
                store.recordActivity(Map.of(hash, T0.plusSeconds(i)));
                return true;
            });

            assertThat(liveSession(hash).lastSeenAt()).isEqualTo(T0.plusSeconds(49));
        }

        @Test
        void in_50_late_writes_racing_a_logout_revives_nothing() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Instant at = T0.plusSeconds(60 + i);
                contenders.add(() -> {
                    store.recordActivity(Map.of(hash, at));
                    store.find(hash);
                    return false;
                });
            }
            contenders.add(25, () -> {
                boolean won = store.end(session.id(), EndReason.LOGGED_OUT, T0).isPresent();
                assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                return won;
            });

            assertThat(Race.of(contenders)).containsOnlyOnce(true);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.list(ALICE)).isEmpty();
        }
    }

    @Nested
    class Ending_one {
        @Test
        void answers_its_token_hash_and_keeps_the_reason() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);

            assertThat(store.end(session.id(), EndReason.LOGGED_OUT, T0)).contains(hash);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @ParameterizedTest
        @EnumSource(EndReason.class)
        void keeps_any_reason(EndReason reason) {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);
            store.end(session.id(), reason, T0);

            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(reason));
        }

        @Test
        void is_empty_when_there_is_no_such_session() {
            assertThat(store.end(TOKENS.newSessionId(ALICE.partition()), EndReason.REVOKED, T0))
                    .isEmpty();
        }

        @Test
        void is_empty_the_second_time_and_the_first_reason_stays() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);
            store.end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(store.end(session.id(), EndReason.REVOKED, T0)).isEmpty();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void leaves_the_principals_other_sessions_alone() {
            Session session = sessionOf(ALICE);
            Session other = sessionOf(ALICE);
            insert(session);
            TokenHash otherHash = insert(other);
            store.end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(store.find(otherHash)).isEqualTo(new Lookup.Live(other));
        }

        @Test
        void in_50_parallel_endings_has_one_winner() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);
            List<EndReason> reasons = List.of(EndReason.LOGGED_OUT, EndReason.REVOKED);

            List<Optional<TokenHash>> answers = Race.of(50, i -> () -> store.end(session.id(), reasons.get(i % 2), T0));

            assertThat(answers).containsOnlyOnce(Optional.of(hash));
            int winner = answers.indexOf(Optional.of(hash));
            assertThat(Collections.frequency(answers, Optional.empty())).isEqualTo(49);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(reasons.get(winner % 2)));
        }
    }

    @Nested
    class An_end_that_races_insertions_of_the_same_token {
        /** One that looks for the end, waits for its commit and goes through after it would bring the token back. */
        @Test
        void is_final() {
            for (int round = 0; round < 5; round++) {
                Session session = sessionOf(ALICE);
                TokenHash hash = insert(session);
                List<Callable<Boolean>> contenders = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    contenders.add(() -> store.insert(hash, sessionOf(ALICE)));
                }
                contenders.add(
                        10,
                        () -> store.end(session.id(), EndReason.LOGGED_OUT, T0).isEmpty());

                assertThat(Race.of(contenders)).containsOnly(false);
                assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                assertThat(store.list(ALICE)).isEmpty();
            }
        }
    }

    @Nested
    class Ending_all {
        @Test
        void answers_the_token_hashes_of_those_that_were_live() {
            TokenHash first = insert(sessionOf(ALICE));
            TokenHash second = insert(sessionOf(ALICE));
            Session endedBefore = sessionOf(ALICE);
            TokenHash third = insert(endedBefore);
            store.end(endedBefore.id(), EndReason.LOGGED_OUT, T0);

            assertThat(store.endAll(ALICE, EndReason.REVOKED, T0)).containsExactlyInAnyOrder(first, second);
            assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(store.find(second)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(store.find(third)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.list(ALICE)).isEmpty();
        }

        @Test
        void leaves_other_principals_alone() {
            insert(sessionOf(ALICE));
            Session his = sessionOf(BOB);
            TokenHash hash = insert(his);
            store.endAll(ALICE, EndReason.REVOKED, T0);

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(his));
        }

        @Test
        void is_empty_for_a_principal_without_sessions() {
            assertThat(store.endAll(BOB, EndReason.REVOKED, T0)).isEmpty();
        }

        @Test
        void twice_ends_nothing_more() {
            insert(sessionOf(ALICE));
            store.endAll(ALICE, EndReason.REVOKED, T0);

            assertThat(store.endAll(ALICE, EndReason.REVOKED, T0)).isEmpty();
        }

        @Test
        void racing_50_logins_answers_exactly_those_it_ended() {
            List<TokenHash> hashes = new ArrayList<>();
            List<Callable<List<TokenHash>>> contenders = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                TokenHash hash = newHash();
                hashes.add(hash);
                contenders.add(() -> {
                    store.insert(hash, sessionOf(ALICE));
                    return List.of();
                });
            }
            contenders.add(25, () -> store.endAll(ALICE, EndReason.REVOKED, T0));

            List<TokenHash> ended = Race.of(contenders).get(25);

            assertThat(hashes.stream().filter(hash -> store.find(hash) instanceof Lookup.Ended))
                    .containsExactlyInAnyOrderElementsOf(ended);
            assertThat(store.list(ALICE)).hasSize(50 - ended.size());
        }
    }

    @Nested
    class Purging {
        private final Instant deadline = T0.plus(Duration.ofDays(7));

        @Test
        void just_before_the_absolute_deadline_keeps_a_session() {
            Session session = sessionOf(ALICE);
            TokenHash hash = insert(session);

            assertThat(store.purge(deadline.minus(TICK), LONG_AGO, LONG_AGO, 100))
                    .isZero();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void at_the_absolute_deadline_ends_it_as_expired() {
            TokenHash hash = insert(sessionOf(ALICE));

            assertThat(store.purge(deadline, LONG_AGO, LONG_AGO, 100)).isEqualTo(1);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.EXPIRED));
            assertThat(store.list(ALICE)).isEmpty();
        }

        @Test
        void just_after_the_absolute_deadline_ends_it_as_expired() {
            TokenHash hash = insert(sessionOf(ALICE));

            assertThat(store.purge(deadline.plus(TICK), LONG_AGO, LONG_AGO, 100))
                    .isEqualTo(1);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.EXPIRED));
        }

        @Test
        void keeps_a_session_seen_just_after_the_idle_bound() {
            Session session = sessionOf(ALICE, T0.plus(TICK));
            TokenHash hash = insert(session);

            assertThat(store.purge(T0, T0, LONG_AGO, 100)).isZero();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void ends_a_session_seen_exactly_at_the_idle_bound() {
            TokenHash hash = insert(sessionOf(ALICE, T0));

            assertThat(store.purge(T0, T0, LONG_AGO, 100)).isEqualTo(1);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void ends_a_session_seen_just_before_the_idle_bound() {
            TokenHash hash = insert(sessionOf(ALICE, T0.minus(TICK)));

            assertThat(store.purge(T0, T0, LONG_AGO, 100)).isEqualTo(1);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void judges_idleness_by_the_latest_activity() {
            TokenHash hash = insert(sessionOf(ALICE, T0));
            store.recordActivity(Map.of(hash, T0.plusSeconds(60)));

            assertThat(store.purge(T0.plusSeconds(60), T0.plusSeconds(59), LONG_AGO, 100))
                    .isZero();
            assertThat(liveSession(hash).lastSeenAt()).isEqualTo(T0.plusSeconds(60));
        }

        @Test
        void calls_a_session_past_both_deadlines_expired() {
            TokenHash hash = insert(sessionOf(ALICE, T0));
            store.purge(deadline, deadline, LONG_AGO, 100);

            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.EXPIRED));
        }

        @Test
        void a_late_write_does_not_revive_what_was_purged() {
            TokenHash hash = insert(sessionOf(ALICE, T0));
            store.purge(T0, T0, LONG_AGO, 100);
            store.recordActivity(Map.of(hash, T0.plusSeconds(60)));

            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void remembers_a_reason_until_just_before_its_bound() {
            TokenHash hash = endedAt(T0);

            assertThat(store.purge(T0, LONG_AGO, T0.minus(TICK), 100)).isZero();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void remembers_a_reason_exactly_at_its_bound() {
            TokenHash hash = endedAt(T0);

            assertThat(store.purge(T0, LONG_AGO, T0, 100)).isZero();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void forgets_a_reason_just_after_its_bound() {
            TokenHash hash = endedAt(T0);

            assertThat(store.purge(T0, LONG_AGO, T0.plus(TICK), 100)).isEqualTo(1);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void tells_the_reason_for_24_hours() {
            TokenHash hash = endedAt(T0);
            Duration kept = Duration.ofHours(24);
            store.purge(T0.plus(kept), LONG_AGO, T0.plus(kept).minus(kept), 100);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));

            Instant later = T0.plus(kept).plus(TICK);
            store.purge(later, LONG_AGO, later.minus(kept), 100);
            assertThat(store.find(hash)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void deals_with_at_most_the_limit_and_says_when_nothing_is_left() {
            sessions(25).forEach(SessionStoreContract.this::insert);

            assertThat(store.purge(deadline, LONG_AGO, LONG_AGO, 10)).isEqualTo(10);
            assertThat(store.list(ALICE)).hasSize(15);
            assertThat(store.purge(deadline, LONG_AGO, LONG_AGO, 10)).isEqualTo(10);
            assertThat(store.purge(deadline, LONG_AGO, LONG_AGO, 10)).isEqualTo(5);
            assertThat(store.list(ALICE)).isEmpty();
            assertThat(store.purge(deadline, LONG_AGO, LONG_AGO, 10)).isZero();
        }

        @Test
        void goes_on_until_all_is_done_while_the_answer_equals_the_limit() {
            sessions(12).forEach(SessionStoreContract.this::insert);
            List<TokenHash> forgotten = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                forgotten.add(endedAt(T0));
            }
            Session fresh = new Session(
                    TOKENS.newSessionId(ALICE.partition()),
                    principal(BOB),
                    T0,
                    T0,
                    deadline,
                    deadline.plus(Duration.ofDays(7)));
            TokenHash live = insert(fresh);

            int rounds = 0;
            while (store.purge(deadline, T0, T0.plus(TICK), 5) == 5) {
                assertThat(++rounds).isLessThan(20);
            }

            assertThat(store.list(ALICE)).isEmpty();
            assertThat(forgotten)
                    .allSatisfy(hash -> assertThat(store.find(hash)).isEqualTo(new Lookup.Absent()));
            assertThat(store.find(live)).isEqualTo(new Lookup.Live(fresh));
        }

        @Test
        void twice_at_once_deals_with_each_row_once() {
            sessions(40).forEach(SessionStoreContract.this::insert);

            List<Integer> counts = Race.of(4, i -> () -> store.purge(deadline, LONG_AGO, LONG_AGO, 100));

            assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        }
    }

    private TokenHash endedAt(Instant at) {
        Session session = sessionOf(BOB);
        TokenHash hash = insert(session);
        assertThat(store.end(session.id(), EndReason.LOGGED_OUT, at)).isPresent();
        return hash;
    }

    private TokenHash insert(Session session) {
        TokenHash hash = newHash();
        assertThat(store.insert(hash, session)).isTrue();
        return hash;
    }

    private Session liveSession(TokenHash hash) {
        assertThat(store.find(hash)).isInstanceOf(Lookup.Live.class);
        return ((Lookup.Live) store.find(hash)).session();
    }

    private static TokenHash newHash() {
        return TOKENS.newSessionToken(ALICE.partition()).hash();
    }

    private static Principal principal(PrincipalId id) {
        return new Principal(id, id.value(), "The one called " + id);
    }

    private static List<Session> sessions(int count) {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(sessionOf(ALICE));
        }
        return sessions;
    }

    private static Session sessionOf(PrincipalId principal) {
        return sessionOf(principal, TOKENS.newSessionId(ALICE.partition()));
    }

    private static Session sessionOf(PrincipalId principal, SessionId id) {
        return new Session(id, principal(principal), T0, T0, T0, T0.plus(Duration.ofDays(7)));
    }

    private static Session sessionOf(PrincipalId principal, Instant lastSeenAt) {
        Session session = sessionOf(principal);
        return new Session(session.id(), session.principal(), T0, T0, lastSeenAt, session.expiresAt());
    }
}
