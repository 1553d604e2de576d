package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CachedSessionStoreTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final Tokens TOKENS = new Tokens();

    private final ProbeStore store = new ProbeStore();
    private final AtomicLong nanos = new AtomicLong();
    private CachedSessionStore cache =
            CachedSessionStore.builder(store).ticker(nanos::get).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TokenHash hash = TOKENS.newSessionToken(0).hash();
    private final TokenHash successor = TOKENS.newSessionToken(0).hash();
    private final Session session = session();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void it_counts_what_memory_answered_and_what_the_store_did() {
        cache.insert(hash, session);
        TokenHash unknown = TOKENS.newSessionToken(0).hash();
        cache.find(hash);
        cache.find(unknown);
        cache.find(unknown);
        assertThat(cache.hits()).isEqualTo(2);
        assertThat(cache.misses()).isEqualTo(1);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Nested
    class A_hit {
        @Test
        void touches_no_store_and_gives_the_same_object() {
            store.memory.insert(hash, session);
            Lookup first = cache.find(hash);
            store.calls.set(0);

            for (int i = 0; i < 1000; i++) {
                assertThat(cache.find(hash)).isSameAs(first);
            }
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void follows_a_login_at_once() {
            cache.insert(hash, session);
            store.calls.set(0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void follows_an_end_at_once() {
            cache.insert(hash, session);
            cache.end(session.id(), EndReason.LOGGED_OUT, T0);
            store.calls.set(0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void shows_recorded_activity() {
            cache.insert(hash, session);
            cache.recordActivity(Map.of(hash, T0.plusSeconds(60)));
            store.calls.set(0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session.touchedAt(T0.plusSeconds(60))));
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void lasts_for_ever_in_a_single_process() {
            cache.insert(hash, session);
            store.calls.set(0);
            nanos.addAndGet(Duration.ofDays(365).toNanos());

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            assertThat(store.calls).hasValue(0);
        }
    }

    @Nested
    class A_forged_cookie {
        @Test
        void costs_one_look_in_30_seconds() {
            cache.find(hash);
            nanos.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
            cache.find(hash);
            assertThat(store.calls).hasValue(1);

            nanos.addAndGet(1);
            cache.find(hash);
            assertThat(store.calls).hasValue(2);
        }

        @Test
        void in_a_flood_of_different_ones_pushes_no_session_out() {
            cache = CachedSessionStore.builder(store).maximumSize(10).build();
            cache.insert(hash, session);
            for (int i = 0; i < 30_000; i++) {
                cache.find(TOKENS.newSessionToken(0).hash());
            }
            store.calls.set(0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            assertThat(store.calls).hasValue(0);
        }
    }

    @Nested
    class A_load_that_races {
        @Test
        void an_end_does_not_bring_the_session_back() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(finish(load)).isEqualTo(new Lookup.Live(session));
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void an_end_of_all_does_not_bring_the_session_back() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.endAll(ALICE, EndReason.REVOKED, T0);
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }

        @Test
        void an_end_whose_marker_was_evicted_does_not_bring_the_session_back() throws Exception {
            cache = CachedSessionStore.builder(store).maximumSize(1).build();
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.end(session.id(), EndReason.LOGGED_OUT, T0);
            cache.clear();
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void a_purge_does_not_bring_the_session_back() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.purge(T0, T0, T0, 10);
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void a_clear_keeps_nothing_it_read_before() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            store.memory.end(session.id(), EndReason.REVOKED, T0);
            cache.clear();
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }

        @Test
        void a_login_does_not_hide_it() throws Exception {
            Future<Lookup> load = heldLoad();
            cache.insert(hash, session);

            assertThat(finish(load)).isEqualTo(new Lookup.Absent());
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            cache.recordActivity(Map.of(hash, T0.plusSeconds(60)));
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session.touchedAt(T0.plusSeconds(60))));
        }

        @Test
        void recorded_activity_does_not_take_it_back() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.recordActivity(Map.of(hash, T0.plusSeconds(60)));
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session.touchedAt(T0.plusSeconds(60))));
        }

        @Test
        void an_end_of_others_does_not_bring_the_session_back() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.endOthers(ALICE, TOKENS.newSessionId(0), EndReason.REVOKED, T0);
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }

        @Test
        void an_end_of_its_series_does_not_bring_the_session_back() throws Exception {
            SeriesId series = TOKENS.newSeriesId(0);
            store.memory.insert(hash, linked(session, series));
            Future<Lookup> load = heldLoad();
            cache.endSeries(series, EndReason.STOLEN, T0);
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.STOLEN));
        }

        @Test
        void a_rotation_does_not_leave_the_old_token_current() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.rotate(hash, successor, session, T0.plusSeconds(30));

            assertThat(finish(load)).isEqualTo(new Lookup.Live(session));
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Predecessor(session, T0.plusSeconds(30)));
        }

        @Test
        void a_newer_login_that_pushes_it_out_does_not_bring_the_session_back() throws Exception {
            store.memory.insert(hash, session);
            Future<Lookup> load = heldLoad();
            cache.insert(successor, session(), 1, T0);
            finish(load);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
        }

        private Future<Lookup> heldLoad() {
            ProbeStore.Gate gate = ProbeStore.Gate.closed();
            store.afterFind = gate;
            Future<Lookup> load = threads.submit(() -> cache.find(hash));
            ProbeStore.Gate.await(gate.reached);
            store.afterFind = ProbeStore.Gate.OPEN;
            this.gate = gate;
            return load;
        }

        private ProbeStore.Gate gate = ProbeStore.Gate.OPEN;

        private Lookup finish(Future<Lookup> load) throws Exception {
            gate.released.countDown();
            return load.get();
        }
    }

    @Nested
    class A_rotation {
        @Test
        void takes_the_old_token_away_and_serves_the_new_one_from_memory() {
            cache.insert(hash, session);
            Session proven = session.authenticatedAt(T0.plusSeconds(60), Browser.unknown());
            cache.rotate(hash, successor, proven, T0.plusSeconds(90));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Predecessor(proven, T0.plusSeconds(90)));
            assertThat(cache.find(successor)).isEqualTo(new Lookup.Live(proven));
            store.calls.set(0);
            assertThat(cache.find(successor)).isEqualTo(new Lookup.Live(proven));
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void to_a_token_that_was_looked_up_in_vain_is_seen() {
            cache.insert(hash, session);
            cache.find(successor);
            cache.rotate(hash, successor, session, T0.plusSeconds(30));

            assertThat(cache.find(successor)).isEqualTo(new Lookup.Live(session));
        }

        @Test
        void that_failed_after_its_commit_leaves_nothing_wrong() {
            cache.insert(hash, session);
            store.failsAfterCommit = true;
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> cache.rotate(hash, successor, session, T0.plusSeconds(30)));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Predecessor(session, T0.plusSeconds(30)));
        }

        @Test
        void that_an_end_overtakes_leaves_neither_token_live() throws Exception {
            cache.insert(hash, session);
            Future<Boolean> rotation = heldRotation();
            cache.end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(cache.find(successor)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            store.afterRotate.released.countDown();
            assertThat(rotation.get()).isTrue();
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(cache.find(successor)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void that_a_newer_login_overtakes_leaves_neither_token_live() throws Exception {
            cache.insert(hash, session);
            Future<Boolean> rotation = heldRotation();
            cache.insert(TOKENS.newSessionToken(0).hash(), session(), 1, T0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
            store.afterRotate.released.countDown();
            assertThat(rotation.get()).isTrue();
            assertThat(cache.find(successor)).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
        }

        private Future<Boolean> heldRotation() {
            store.afterRotate = ProbeStore.Gate.closed();
            Future<Boolean> rotation = threads.submit(() -> cache.rotate(hash, successor, session, T0.plusSeconds(30)));
            ProbeStore.Gate.await(store.afterRotate.reached);
            return rotation;
        }
    }

    @Nested
    class Pushed_out_by_the_maximum {
        @Test
        void also_when_the_store_failed_after_its_commit() {
            cache.insert(hash, session);
            store.failsAfterCommit = true;
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> cache.insert(successor, session(), 1, T0));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
        }

        @Test
        void a_cached_session_is_over_at_once() {
            cache.insert(hash, session);
            cache.insert(successor, session(), 1, T0);
            store.calls.set(0);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REPLACED));
            assertThat(store.calls).hasValue(0);
        }
    }

    @Nested
    class A_login_that_races_an_end {
        @Test
        void is_not_cached_as_live() throws Exception {
            ProbeStore.Gate gate = ProbeStore.Gate.closed();
            store.afterInsert = gate;
            Future<Boolean> login = threads.submit(() -> cache.insert(hash, session));
            ProbeStore.Gate.await(gate.reached);
            cache.endAll(ALICE, EndReason.REVOKED, T0);
            gate.released.countDown();

            assertThat(login.get()).isTrue();
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }
    }

    @Nested
    class When_the_store_failed_but_had_committed {
        @Test
        void the_next_look_asks_it() {
            cache.insert(hash, session);
            store.failsAfterCommit = true;
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> cache.end(session.id(), EndReason.LOGGED_OUT, T0));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void all_sessions_of_the_principal_are_asked_for_again() {
            cache.insert(hash, session);
            store.failsAfterCommit = true;
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> cache.endAll(ALICE, EndReason.REVOKED, T0));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }

        @Test
        void a_second_try_that_finds_nothing_to_end_corrects_the_cache() {
            cache.insert(hash, session);
            store.memory.end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(cache.end(session.id(), EndReason.LOGGED_OUT, T0)).isEmpty();
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }
    }

    @Nested
    class Where_several_nodes_share_the_store {
        private final Duration bound = Duration.ofSeconds(2);
        private Instant wall = T0;

        @BeforeEach
        void cacheTheSession() {
            cache = CachedSessionStore.builder(store)
                    .shared(bound, () -> wall)
                    .nanos(nanos::get)
                    .build();
            cache.lease().grantFrom(cache.lease().now());
            store.memory.insert(hash, session);
            cache.find(hash);
            store.calls.set(0);
        }

        private void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
            wall = wall.plus(time);
        }

        @Test
        void memory_answers_while_the_lease_holds() {
            pass(bound.minusNanos(1));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void the_store_is_asked_for_every_check_from_the_moment_that_it_is_over() {
            store.memory.end(session.id(), EndReason.REVOKED, T0);
            pass(bound);

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(store.calls).hasValue(2);
        }

        @Test
        void a_machine_that_was_suspended_does_not_trust_a_clock_that_stood_still() {
            wall = wall.plus(bound);
            cache.find(hash);

            assertThat(store.calls).hasValue(1);
        }

        @Test
        void a_clock_that_was_set_back_does_not_prolong_the_lease() {
            pass(bound);
            wall = T0.minusSeconds(3600);
            cache.find(hash);

            assertThat(store.calls).hasValue(1);
        }

        @Test
        void an_end_elsewhere_is_answered_as_soon_as_it_is_heard_of() {
            cache.apply(List.of(new SessionChange.Ended(hash, EndReason.LOGGED_OUT)));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            assertThat(store.calls).hasValue(0);
        }

        @Test
        void a_token_that_was_rotated_away_elsewhere_is_asked_for_again() {
            store.memory.rotate(hash, successor, session, T0.plusSeconds(30));
            cache.apply(List.of(new SessionChange.Outdated(hash)));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Predecessor(session, T0.plusSeconds(30)));
        }

        @Test
        void a_token_that_was_looked_for_in_vain_is_asked_for_again_when_its_session_began_elsewhere() {
            cache.find(successor);
            Session late = session();
            store.memory.insert(successor, late);
            cache.apply(List.of(new SessionChange.Outdated(successor)));

            assertThat(cache.find(successor)).isEqualTo(new Lookup.Live(late));
        }

        @Test
        void ends_of_sessions_that_nobody_uses_here_take_no_room() {
            cache.apply(List.of(new SessionChange.Ended(successor, EndReason.LOGGED_OUT)));

            assertThat(cache.size()).isEqualTo(1);
        }

        @Test
        void a_second_look_sees_what_was_used_elsewhere_and_the_next_look_too() {
            store.memory.recordActivity(Map.of(hash, T0.plusSeconds(60)));
            Lookup seen = new Lookup.Live(session.touchedAt(T0.plusSeconds(60)));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            assertThat(cache.findFresh(hash)).isEqualTo(seen);
            assertThat(cache.find(hash)).isEqualTo(seen);
        }

        @Test
        void a_second_look_that_finds_the_end_is_remembered() {
            store.memory.end(session.id(), EndReason.REVOKED, T0);

            assertThat(cache.findFresh(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }
    }

    @Test
    void a_second_look_asks_no_store_that_this_process_alone_writes_to() {
        cache.insert(hash, session);
        store.calls.set(0);

        assertThat(cache.findFresh(hash)).isEqualTo(new Lookup.Live(session));
        assertThat(store.calls).hasValue(0);
    }

    @Nested
    class Clearing {
        @Test
        void makes_every_next_look_ask_the_store() {
            TokenHash unknown = TOKENS.newSessionToken(0).hash();
            cache.insert(hash, session);
            cache.find(unknown);
            store.memory.end(session.id(), EndReason.REVOKED, T0);
            Session late = session();
            store.memory.insert(unknown, late);
            cache.clear();

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(cache.find(unknown)).isEqualTo(new Lookup.Live(late));
        }
    }

    @Nested
    class Under_load {
        @Test
        void what_was_ended_is_never_seen_live_again() throws Exception {
            cache = CachedSessionStore.builder(store).maximumSize(20).build();
            for (int round = 0; round < 300; round++) {
                TokenHash token = TOKENS.newSessionToken(0).hash();
                Session live = session();
                store.memory.insert(token, live);
                List<Future<?>> readers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    readers.add(threads.submit(() -> {
                        for (int n = 0; n < 20; n++) {
                            cache.find(token);
                        }
                    }));
                }
                cache.end(live.id(), EndReason.LOGGED_OUT, T0);
                assertThat(cache.find(token)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                for (Future<?> reader : readers) {
                    reader.get();
                }
                assertThat(cache.find(token)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            }
        }
    }

    @Test
    void by_default_it_keeps_what_a_quarter_of_the_heap_holds_and_never_more_than_250_000() {
        long mebibyte = 1 << 20;

        assertThat(CachedSessionStore.defaultSize(48 * mebibyte)).isEqualTo(22_878);
        assertThat(CachedSessionStore.defaultSize(6 * 1024 * mebibyte)).isEqualTo(250_000);
        assertThat(CachedSessionStore.defaultSize(1)).isEqualTo(1);
        assertThat(CachedSessionStore.defaultSize()).isBetween(1, 250_000);
    }

    @Test
    void a_builder_refuses_what_makes_no_sense() {
        CachedSessionStore.Builder builder = CachedSessionStore.builder(store);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maximumSize(0))
                .withMessage("maximumSize is at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.shared(Duration.ofMillis(249), () -> T0))
                .withMessage("bound is 250 ms to 10 s, not PT0.249S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.shared(Duration.ofMillis(10_001), () -> T0))
                .withMessage("bound is 250 ms to 10 s, not PT10.001S");
    }

    private static Session session() {
        return new Session(
                TOKENS.newSessionId(0),
                new Principal(ALICE, "alice", "Alice"),
                T0,
                T0,
                T0,
                T0.plus(Duration.ofDays(7)));
    }

    private static Session linked(Session session, SeriesId series) {
        return new Session(
                session.id(),
                session.principal(),
                session.createdAt(),
                session.authenticatedAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                new SeriesLink.BornOf(series),
                session.browser());
    }
}
