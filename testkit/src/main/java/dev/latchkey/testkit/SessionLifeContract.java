package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.SessionStore.Insertion;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.session.SessionStore.Replaced;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} must do with rotation, remember-me series, browsers and a maximum. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class SessionLifeContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00.123456Z");
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final Instant LONG_AGO = T0.minus(Duration.ofDays(365));
    private static final Instant UNTIL = T0.plusSeconds(30);
    private static final PrincipalId ALICE = new PrincipalId("alice-id");

    /** Of the same partition: whatever tells one from another is no difference between places. */
    private static final PrincipalId BOB = new PrincipalId("bob-2211");

    private static final Tokens TOKENS = new Tokens();
    private static final Browser FIREFOX = new Browser("Firefox", "Linux", "203.0.113.0/24", "");
    private static final Browser CHROME = new Browser("Chrome", "Windows", "2001:db8::/48", "abcdefghijklmnopqrstuv");

    private SessionStore store;

    /** For subclasses. */
    protected SessionLifeContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract SessionStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Nested
    class Keeping {
        @Test
        void the_browser_and_every_kind_of_link() {
            List<SeriesLink> links = List.of(
                    new SeriesLink.None(), new SeriesLink.Holds(newSeries()), new SeriesLink.BornOf(newSeries()));
            for (Browser browser : List.of(Browser.unknown(), FIREFOX, CHROME)) {
                for (SeriesLink link : links) {
                    Session session = session(ALICE, T0, link, browser);
                    TokenHash hash = insert(session);

                    assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));
                    assertThat(store.list(ALICE)).contains(session);
                }
            }
        }

        @Test
        void both_when_activity_is_recorded() {
            Session session = session(ALICE, T0, new SeriesLink.BornOf(newSeries()), CHROME);
            TokenHash hash = insert(session);
            store.recordActivity(Map.of(hash, T0.plusSeconds(60)));

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session.touchedAt(T0.plusSeconds(60))));
        }
    }

    @Nested
    class Ending_others {
        @Test
        void answers_the_token_hashes_of_those_that_were_live_and_keeps_the_one() {
            Session kept = session(ALICE);
            TokenHash keptHash = insert(kept);
            TokenHash first = insert(session(ALICE));
            TokenHash second = insert(session(ALICE));

            assertThat(store.endOthers(ALICE, kept.id(), EndReason.REVOKED, T0))
                    .containsExactlyInAnyOrder(first, second);
            assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(store.find(second)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(store.find(keptHash)).isEqualTo(new Lookup.Live(kept));
            assertThat(store.list(ALICE)).containsExactly(kept);
        }

        @Test
        void ends_all_when_the_one_is_not_live() {
            TokenHash hash = insert(session(ALICE));

            assertThat(store.endOthers(ALICE, TOKENS.newSessionId(ALICE.partition()), EndReason.REVOKED, T0))
                    .containsExactly(hash);
        }

        @Test
        void leaves_other_principals_alone() {
            Session his = session(BOB);
            TokenHash hash = insert(his);

            assertThat(store.endOthers(ALICE, TOKENS.newSessionId(ALICE.partition()), EndReason.REVOKED, T0))
                    .isEmpty();
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(his));
        }

        @Test
        void at_once_from_two_sessions_ends_each_at_most_once() {
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sessions.add(session(ALICE));
                insert(sessions.get(i));
            }

            List<List<TokenHash>> ended = Race.of(
                    20, i -> () -> store.endOthers(ALICE, sessions.get(i).id(), EndReason.REVOKED, T0));

            assertThat(ended.stream().flatMap(List::stream)).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Ending_a_series {
        @Test
        void ends_its_sessions_whichever_way_they_are_linked_and_no_others() {
            SeriesId series = newSeries();
            TokenHash holding = insert(session(ALICE, T0, new SeriesLink.Holds(series), FIREFOX));
            TokenHash born = insert(session(ALICE, T0, new SeriesLink.BornOf(series), FIREFOX));
            Session other = session(ALICE, T0, new SeriesLink.BornOf(newSeries()), FIREFOX);
            Session none = session(ALICE);
            insert(other);
            insert(none);

            assertThat(store.endSeries(series, EndReason.STOLEN, T0)).containsExactlyInAnyOrder(holding, born);
            assertThat(store.find(holding)).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
            assertThat(store.find(born)).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
            assertThat(store.list(ALICE)).containsExactlyInAnyOrder(other, none);
        }

        @Test
        void is_empty_for_a_series_without_sessions() {
            insert(session(ALICE));

            assertThat(store.endSeries(newSeries(), EndReason.STOLEN, T0)).isEmpty();
        }

        @Test
        void reaches_a_session_that_was_rotated_and_its_predecessor() {
            SeriesId series = newSeries();
            Session session = session(ALICE, T0, new SeriesLink.BornOf(series), FIREFOX);
            TokenHash before = insert(session);
            TokenHash after = rotate(before, session);

            assertThat(store.endSeries(series, EndReason.STOLEN, T0)).containsExactly(after);
            assertThat(store.find(after)).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
            assertThat(store.find(before)).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
        }
    }

    @Nested
    class Rotating {
        private final Session session = session(ALICE, T0, new SeriesLink.BornOf(newSeries()), FIREFOX);
        private final TokenHash first = newHash();
        private final TokenHash second = newHash();
        private final TokenHash third = newHash();
        private final Session proven = session.authenticatedAt(T0.plusSeconds(5), CHROME);

        @BeforeEach
        void begin() {
            assertThat(store.insert(first, session)).isTrue();
        }

        @Test
        void puts_the_successor_and_the_updated_session_in_place() {
            assertThat(store.find(second)).isEqualTo(new Lookup.Absent());
            assertThat(store.find(first)).isEqualTo(new Lookup.Live(session));

            assertThat(store.rotate(first, second, proven, UNTIL)).isTrue();

            assertThat(store.find(second)).isEqualTo(new Lookup.Live(proven));
            assertThat(store.list(ALICE)).containsExactly(proven);
        }

        @Test
        void makes_a_predecessor_of_what_was_current_at_once() {
            store.rotate(first, second, proven, UNTIL);

            assertThat(store.find(first)).isEqualTo(new Lookup.Predecessor(proven, UNTIL));
        }

        @Test
        void changes_nothing_but_what_a_proof_changes() {
            Session forged = new Session(
                    session.id(),
                    new Principal(BOB, "bob", "Bob"),
                    T0.plusSeconds(9),
                    T0.plusSeconds(5),
                    T0.plusSeconds(5),
                    session.expiresAt().plusSeconds(9),
                    proven.link(),
                    CHROME);
            store.rotate(first, second, forged, UNTIL);

            assertThat(store.find(second)).isEqualTo(new Lookup.Live(proven));
            assertThat(store.list(BOB)).isEmpty();
        }

        @Test
        void does_not_lose_activity_that_was_recorded_meanwhile() {
            store.recordActivity(Map.of(first, T0.plusSeconds(90)));
            store.rotate(first, second, proven, UNTIL);

            assertThat(store.find(second)).isEqualTo(new Lookup.Live(proven.touchedAt(T0.plusSeconds(90))));
        }

        @Test
        void twice_keeps_both_predecessors() {
            store.rotate(first, second, proven, UNTIL);
            assertThat(store.rotate(second, third, proven, UNTIL.plusSeconds(7)))
                    .isTrue();

            assertThat(store.find(first)).isEqualTo(new Lookup.Predecessor(proven, UNTIL));
            assertThat(store.find(second)).isEqualTo(new Lookup.Predecessor(proven, UNTIL.plusSeconds(7)));
            assertThat(store.find(third)).isEqualTo(new Lookup.Live(proven));
        }

        @Test
        void a_predecessor_is_refused() {
            store.rotate(first, second, proven, UNTIL);

            assertThat(store.rotate(first, third, proven, UNTIL)).isFalse();
            assertThat(store.find(third)).isEqualTo(new Lookup.Absent());
            assertThat(store.find(second)).isEqualTo(new Lookup.Live(proven));
        }

        @Test
        void what_ended_is_refused_and_stays_ended() {
            store.end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(store.rotate(first, second, proven, UNTIL)).isFalse();
            assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.find(second)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void what_was_never_there_is_refused() {
            assertThat(store.rotate(second, third, proven, UNTIL)).isFalse();
            assertThat(store.find(third)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void with_the_id_of_another_session_is_refused() {
            assertThat(store.rotate(first, second, session(ALICE), UNTIL)).isFalse();
            assertThat(store.find(first)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void to_a_token_hash_in_use_is_refused() {
            Session other = session(BOB);
            TokenHash live = insert(other);
            Session endedSession = session(BOB);
            TokenHash ended = insert(endedSession);
            store.end(endedSession.id(), EndReason.LOGGED_OUT, T0);
            Session rotated = session(BOB);
            TokenHash predecessor = insert(rotated);
            rotate(predecessor, rotated);

            for (TokenHash used : List.of(live, ended, predecessor, first)) {
                assertThat(store.rotate(first, used, proven, UNTIL)).isFalse();
            }
            assertThat(store.find(first)).isEqualTo(new Lookup.Live(session));
            assertThat(store.find(live)).isEqualTo(new Lookup.Live(other));
            assertThat(store.find(ended)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void leaves_a_predecessor_that_nothing_else_takes_for_a_session() {
            store.rotate(first, second, proven, UNTIL);
            store.recordActivity(Map.of(first, T0.plusSeconds(90)));

            assertThat(store.find(second)).isEqualTo(new Lookup.Live(proven));
            assertThat(store.insert(first, session(BOB))).isFalse();
            assertThat(store.find(first)).isEqualTo(new Lookup.Predecessor(proven, UNTIL));
        }

        @Test
        void leaves_a_predecessor_that_sees_the_session_as_it_stands() {
            store.rotate(first, second, proven, UNTIL);
            store.recordActivity(Map.of(second, T0.plusSeconds(90)));

            assertThat(store.find(first))
                    .isEqualTo(new Lookup.Predecessor(proven.touchedAt(T0.plusSeconds(90)), UNTIL));
        }

        @Test
        void leaves_a_predecessor_that_ends_with_the_session() {
            store.rotate(first, second, proven, UNTIL);

            assertThat(store.end(session.id(), EndReason.LOGGED_OUT, T0)).contains(second);
            assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.find(second)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void of_50_at_once_one_wins() {
            List<TokenHash> successors = hashes(50);

            List<Boolean> won = Race.of(50, i -> () -> store.rotate(first, successors.get(i), proven, UNTIL));

            assertThat(won).containsOnlyOnce(true);
            TokenHash winner = successors.remove(won.indexOf(true));
            assertThat(store.find(winner)).isEqualTo(new Lookup.Live(proven));
            assertThat(store.find(first)).isEqualTo(new Lookup.Predecessor(proven, UNTIL));
            assertThat(successors)
                    .allSatisfy(hash -> assertThat(store.find(hash)).isEqualTo(new Lookup.Absent()));
        }

        @Test
        void racing_an_end_revives_nothing() {
            List<TokenHash> successors = hashes(20);
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (TokenHash successor : successors) {
                contenders.add(() -> {
                    boolean won = store.rotate(first, successor, proven, UNTIL);
                    store.find(first);
                    store.find(successor);
                    return won;
                });
            }
            contenders.add(10, () -> {
                store.end(session.id(), EndReason.LOGGED_OUT, T0);
                assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                return false;
            });

            List<Boolean> won = Race.of(contenders);

            assertThat(won.stream().filter(Boolean::booleanValue)).hasSizeLessThanOrEqualTo(1);
            assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.list(ALICE)).isEmpty();
            assertThat(successors)
                    .allSatisfy(hash -> assertThat(store.find(hash)).isNotInstanceOf(Lookup.Live.class));
        }

        @Test
        void and_recording_at_once_lose_neither() {
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                Instant at = T0.plusSeconds(60 + i);
                contenders.add(() -> {
                    store.recordActivity(Map.of(first, at));
                    store.recordActivity(Map.of(second, at));
                    return false;
                });
            }
            contenders.add(10, () -> store.rotate(first, second, proven, UNTIL));

            assertThat(Race.of(contenders)).containsOnlyOnce(true);
            assertThat(store.find(second)).isInstanceOf(Lookup.Live.class);
            Session after = ((Lookup.Live) store.find(second)).session();
            assertThat(after.lastSeenAt()).isEqualTo(T0.plusSeconds(80));
            assertThat(after.authenticatedAt()).isEqualTo(proven.authenticatedAt());
        }
    }

    @Nested
    class Purging_predecessors {
        private final Session session = session(ALICE);
        private final TokenHash before = newHash();

        @BeforeEach
        void begin() {
            assertThat(store.insert(before, session)).isTrue();
            rotate(before, session);
        }

        @Test
        void just_before_their_time_is_up_keeps_them() {
            assertThat(store.purge(UNTIL.minus(TICK), LONG_AGO, LONG_AGO, 10)).isZero();
            assertThat(store.find(before)).isEqualTo(new Lookup.Predecessor(session, UNTIL));
        }

        @Test
        void forgets_them_exactly_when_it_is() {
            assertThat(store.purge(UNTIL, LONG_AGO, LONG_AGO, 10)).isEqualTo(1);
            assertThat(store.find(before)).isEqualTo(new Lookup.Absent());
            assertThat(store.list(ALICE)).containsExactly(session);
        }

        @Test
        void forgets_them_just_after_it_was() {
            assertThat(store.purge(UNTIL.plus(TICK), LONG_AGO, LONG_AGO, 10)).isEqualTo(1);
            assertThat(store.find(before)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void forgets_them_with_the_reason_of_their_session() {
            store.end(session.id(), EndReason.LOGGED_OUT, T0);
            store.purge(T0, LONG_AGO, T0.plus(TICK), 10);

            assertThat(store.find(before)).isEqualTo(new Lookup.Absent());
            assertThat(store.insert(before, session)).isTrue();
        }

        @Test
        void deals_with_at_most_the_limit() {
            Session other = session(BOB);
            rotate(insert(other), other);

            assertThat(store.purge(UNTIL, LONG_AGO, LONG_AGO, 1)).isEqualTo(1);
            assertThat(store.purge(UNTIL, LONG_AGO, LONG_AGO, 1)).isEqualTo(1);
            assertThat(store.purge(UNTIL, LONG_AGO, LONG_AGO, 1)).isZero();
        }
    }

    @Nested
    class With_a_maximum {
        @Test
        void nobody_is_pushed_out_while_there_is_room() {
            assertThat(store.insert(newHash(), session(ALICE), 2, T0)).isEqualTo(new Insertion.Added(List.of()));
            assertThat(store.insert(newHash(), session(ALICE), 2, T0)).isEqualTo(new Insertion.Added(List.of()));
            assertThat(store.list(ALICE)).hasSize(2);
        }

        @Test
        void the_one_seen_longest_ago_is_pushed_out_and_told() {
            Session oldButUsed = session(ALICE, T0);
            TokenHash used = insert(oldButUsed);
            Session idle = session(ALICE, T0.plusSeconds(1));
            TokenHash idleHash = insert(idle);
            store.recordActivity(Map.of(used, T0.plusSeconds(60)));
            Session newest = session(ALICE, T0.plusSeconds(70));

            assertThat(store.insert(newHash(), newest, 2, T0.plusSeconds(70)))
                    .isEqualTo(new Insertion.Added(List.of(new Replaced(idleHash, idle))));
            assertThat(store.find(idleHash)).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
            assertThat(store.list(ALICE)).containsExactly(newest, oldButUsed.touchedAt(T0.plusSeconds(60)));
        }

        @Test
        void the_new_one_stays_even_when_others_were_seen_later() {
            Session ahead = session(ALICE, T0.plusSeconds(60));
            TokenHash hash = insert(ahead);
            Session newest = session(ALICE, T0);

            assertThat(store.insert(newHash(), newest, 1, T0))
                    .isEqualTo(new Insertion.Added(List.of(new Replaced(hash, ahead))));
            assertThat(store.list(ALICE)).containsExactly(newest);
        }

        @Test
        void a_smaller_one_than_before_pushes_out_all_that_is_too_many() {
            for (int i = 0; i < 5; i++) {
                insert(session(ALICE, T0.plusSeconds(i)));
            }
            store.insert(newHash(), session(ALICE, T0.plusSeconds(9)), 2, T0.plusSeconds(9));

            assertThat(store.list(ALICE))
                    .extracting(Session::lastSeenAt)
                    .containsExactly(T0.plusSeconds(9), T0.plusSeconds(4));
        }

        @Test
        void other_principals_do_not_count() {
            Session his = session(BOB);
            insert(his);
            store.insert(newHash(), session(ALICE), 1, T0);

            assertThat(store.list(BOB)).containsExactly(his);
        }

        @Test
        void a_collision_pushes_nobody_out() {
            Session hers = session(ALICE);
            TokenHash hash = insert(hers);

            assertThat(store.insert(hash, session(ALICE), 1, T0)).isEqualTo(new Insertion.Refused());
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(hers));
        }

        @Test
        void of_50_logins_at_once_never_more_are_seen_and_each_is_replaced_once() {
            Set<TokenHash> replaced = ConcurrentHashMap.newKeySet();
            List<TokenHash> hashes = hashes(50);

            List<Integer> seen = Race.of(50, i -> () -> {
                Insertion insertion = store.insert(hashes.get(i), session(ALICE), 3, T0);
                for (Replaced row : ((Insertion.Added) insertion).replaced()) {
                    assertThat(replaced.add(row.hash())).isTrue();
                    assertThat(store.find(row.hash())).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
                }
                return store.list(ALICE).size();
            });

            assertThat(seen).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(3));
            assertThat(store.list(ALICE)).hasSize(3);
            assertThat(hashes.stream().filter(hash -> store.find(hash) instanceof Lookup.Live))
                    .hasSize(3);
            assertThat(replaced).hasSize(47);
        }
    }

    @Nested
    class Bringing_back {
        private final SeriesId series = newSeries();
        private final Session returned = session(ALICE, T0, new SeriesLink.BornOf(series), FIREFOX);

        @Test
        void keeps_the_session_and_ends_those_that_the_series_had_before_whichever_way_they_were_linked() {
            Session held = session(ALICE, T0, new SeriesLink.Holds(series), FIREFOX);
            Session born = session(ALICE, T0, new SeriesLink.BornOf(series, true), FIREFOX);
            TokenHash first = insert(held);
            TokenHash second = insert(born);
            TokenHash hash = newHash();

            assertThat(((Insertion.Added) store.bringBack(hash, returned, T0)).replaced())
                    .containsExactlyInAnyOrder(new Replaced(first, held), new Replaced(second, born));
            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(returned));
            assertThat(store.find(first)).isEqualTo(new Lookup.Ended(EndReason.RETURNED));
            assertThat(store.find(second)).isEqualTo(new Lookup.Ended(EndReason.RETURNED));
        }

        @Test
        void forgets_what_was_rotated_away_of_those_that_end() {
            Session held = session(ALICE, T0, new SeriesLink.Holds(series), FIREFOX);
            TokenHash first = insert(held);
            TokenHash second = rotate(first, held);
            store.bringBack(newHash(), returned, T0);

            assertThat(store.find(first)).isEqualTo(new Lookup.Absent());
            assertThat(store.find(second)).isEqualTo(new Lookup.Ended(EndReason.RETURNED));
        }

        @Test
        void leaves_every_other_session_of_the_principal() {
            Session other = session(ALICE, T0, new SeriesLink.Holds(newSeries()), FIREFOX);
            TokenHash hash = insert(other);
            TokenHash unlinked = insert(session(ALICE));
            store.bringBack(newHash(), returned, T0);

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(other));
            assertThat(store.find(unlinked)).isInstanceOf(Lookup.Live.class);
        }

        @Test
        void by_a_token_that_is_known_is_refused_and_ends_nothing() {
            TokenHash live = insert(session(ALICE, T0, new SeriesLink.Holds(series), FIREFOX));
            Session gone = session(ALICE);
            TokenHash ended = insert(gone);
            store.end(gone.id(), EndReason.IDLE_EXPIRED, T0);
            Session rotated = session(ALICE);
            TokenHash predecessor = insert(rotated);
            rotate(predecessor, rotated);

            for (TokenHash known : List.of(live, ended, predecessor)) {
                assertThat(store.bringBack(known, returned, T0)).isEqualTo(new Insertion.Refused());
            }
            assertThat(store.find(live)).isInstanceOf(Lookup.Live.class);
        }

        @Test
        void of_50_at_once_with_one_token_one_wins_and_is_there() {
            TokenHash hash = newHash();
            List<Insertion> insertions = Race.of(
                    50,
                    i -> () -> store.bringBack(hash, session(ALICE, T0, new SeriesLink.BornOf(series), FIREFOX), T0));

            assertThat(insertions).filteredOn(Insertion.Added.class::isInstance).hasSize(1);
            assertThat(store.list(ALICE)).hasSize(1);
            assertThat(store.find(hash)).isInstanceOf(Lookup.Live.class);
        }

        @Test
        void of_50_at_once_with_tokens_of_their_own_one_is_left() {
            List<TokenHash> hashes = hashes(50);
            Race.of(
                    50,
                    i -> () -> store.bringBack(
                            hashes.get(i), session(ALICE, T0, new SeriesLink.BornOf(series), FIREFOX), T0));

            assertThat(store.list(ALICE)).hasSize(1);
            assertThat(hashes.stream().filter(hash -> store.find(hash) instanceof Lookup.Live))
                    .hasSize(1);
        }
    }

    @Nested
    class Confirming {
        @Test
        void keeps_that_the_browser_got_its_cookies_and_nothing_else() {
            for (SeriesLink link :
                    List.of(new SeriesLink.BornOf(newSeries(), false), new SeriesLink.Holds(newSeries(), false))) {
                Session session = session(ALICE, T0, link, FIREFOX);
                TokenHash hash = insert(session);
                Session other = session(ALICE, T0, link, FIREFOX);
                TokenHash untouched = insert(other);
                assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session));

                store.confirm(List.of(hash));

                assertThat(store.find(hash)).isEqualTo(new Lookup.Live(session.confirmed()));
                assertThat(store.find(untouched)).isEqualTo(new Lookup.Live(other));
            }
        }

        @Test
        void again_or_without_a_series_or_by_what_is_not_live_changes_nothing() {
            Session confirmed = session(ALICE, T0, new SeriesLink.BornOf(newSeries(), true), FIREFOX);
            TokenHash hash = insert(confirmed);
            Session unlinked = session(ALICE);
            TokenHash ofUnlinked = insert(unlinked);
            Session gone = session(ALICE, T0, new SeriesLink.BornOf(newSeries()), FIREFOX);
            TokenHash ended = insert(gone);
            store.end(gone.id(), EndReason.LOGGED_OUT, T0);
            TokenHash unknown = newHash();

            store.confirm(List.of(hash, ofUnlinked, ended, unknown));
            store.confirm(List.of());

            assertThat(store.find(hash)).isEqualTo(new Lookup.Live(confirmed));
            assertThat(store.find(ofUnlinked)).isEqualTo(new Lookup.Live(unlinked));
            assertThat(store.find(ended)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.find(unknown)).isEqualTo(new Lookup.Absent());
        }
    }

    @Nested
    class Forgetting_predecessors {
        @Test
        void makes_every_token_of_before_unknown_and_leaves_the_session() {
            Session session = session(ALICE);
            TokenHash first = insert(session);
            TokenHash second = rotate(first, session);
            TokenHash third = rotate(second, session);
            Session other = session(ALICE);
            TokenHash ofOther = insert(other);
            rotate(ofOther, other);
            assertThat(store.find(first)).isInstanceOf(Lookup.Predecessor.class);

            store.forgetPredecessors(session.id());

            assertThat(store.find(first)).isEqualTo(new Lookup.Absent());
            assertThat(store.find(second)).isEqualTo(new Lookup.Absent());
            assertThat(store.find(third)).isEqualTo(new Lookup.Live(session));
            assertThat(store.find(ofOther)).isInstanceOf(Lookup.Predecessor.class);
            store.forgetPredecessors(TOKENS.newSessionId(ALICE.partition()));
        }
    }

    @Nested
    class Keeping_proofs {
        @Test
        void keeps_each_with_its_time_and_puts_new_ones_in_their_place() {
            Session unproven = session(ALICE, T0, new SeriesLink.BornOf(newSeries()), FIREFOX);
            TokenHash first = insert(unproven);
            assertThat(((Lookup.Live) store.find(first)).session().proofs()).isEmpty();

            Session proven = unproven.provenBy(Proof.byPassword(T0.plusSeconds(5)), FIREFOX)
                    .provenBy(new Proof(new ProofMethod("otp"), T0.plusSeconds(9)), FIREFOX);
            TokenHash second = rotate(first, proven);

            assertThat(store.find(second)).isEqualTo(new Lookup.Live(proven));
            assertThat(((Lookup.Live) store.find(second)).session().proofs())
                    .containsExactly(
                            Proof.byPassword(T0.plusSeconds(5)), new Proof(new ProofMethod("otp"), T0.plusSeconds(9)));
            TokenHash third = insert(copyOf(proven));
            assertThat(((Lookup.Live) store.find(third)).session().proofs()).isEqualTo(proven.proofs());
        }

        private Session copyOf(Session session) {
            return new Session(
                    TOKENS.newSessionId(ALICE.partition()),
                    session.principal(),
                    session.createdAt(),
                    session.authenticatedAt(),
                    session.proofs(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    new SeriesLink.Holds(newSeries(), false),
                    session.browser());
        }
    }

    private TokenHash insert(Session session) {
        TokenHash hash = newHash();
        assertThat(store.insert(hash, session)).isTrue();
        return hash;
    }

    private TokenHash rotate(TokenHash current, Session session) {
        TokenHash successor = newHash();
        assertThat(store.rotate(current, successor, session, UNTIL)).isTrue();
        return successor;
    }

    private static TokenHash newHash() {
        return TOKENS.newSessionToken(ALICE.partition()).hash();
    }

    private static List<TokenHash> hashes(int count) {
        List<TokenHash> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(newHash());
        }
        return hashes;
    }

    private static SeriesId newSeries() {
        return TOKENS.newSeriesId(ALICE.partition());
    }

    private static Session session(PrincipalId principal) {
        return session(principal, T0);
    }

    private static Session session(PrincipalId principal, Instant lastSeenAt) {
        return session(principal, lastSeenAt, new SeriesLink.None(), Browser.unknown());
    }

    private static Session session(PrincipalId principal, Instant lastSeenAt, SeriesLink link, Browser browser) {
        return new Session(
                TOKENS.newSessionId(ALICE.partition()),
                new Principal(principal, principal.value(), "The one called " + principal),
                T0,
                T0,
                lastSeenAt,
                T0.plus(Duration.ofDays(7)),
                link,
                browser);
    }
}
