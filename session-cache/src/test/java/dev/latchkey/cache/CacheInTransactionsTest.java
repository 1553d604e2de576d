package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.core.memory.MemoryTransactions;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.Callbacks;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was cached is changed by a commit alone, and by every commit. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CacheInTransactionsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final Tokens TOKENS = new Tokens();

    private final ProbeStore store = new ProbeStore();
    private final Transactions transactions = MemoryTransactions.over(store.memory);
    private final CachedSessionStore cache =
            CachedSessionStore.builder(store).transactions(transactions).build();
    private final TokenHash hash = TOKENS.newSessionToken(0).hash();
    private final TokenHash successor = TOKENS.newSessionToken(0).hash();
    private final Session session = session();

    @BeforeEach
    void cacheASession() {
        cache.insert(hash, session);
        assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
        store.calls.set(0);
    }

    /** Everything that ends the session, by name. */
    static Stream<Arguments> ends() {
        return Stream.of(
                end("end", (cache, session) -> cache.end(session.id(), EndReason.REVOKED, T0)),
                end("endAll", (cache, session) -> cache.endAll(ALICE, EndReason.REVOKED, T0)),
                end(
                        "endOthers",
                        (cache, session) -> cache.endOthers(ALICE, TOKENS.newSessionId(0), EndReason.REVOKED, T0)),
                end(
                        "a newcomer beyond the maximum",
                        (cache, session) ->
                                cache.insert(TOKENS.newSessionToken(0).hash(), session(), 1, T0)));
    }

    interface Act {
        void on(CachedSessionStore cache, Session session);
    }

    private static Arguments end(String label, Act act) {
        return Arguments.of(label, act);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void an_end_that_is_undone_leaves_the_cache_as_it_was(String label, Act act) {
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.together(() -> {
                    act.on(cache, session);
                    throw new IllegalStateException("interrupted");
                }));
        store.calls.set(0);

        assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
        assertThat(store.calls).hasValue(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void an_end_is_told_once_it_is_committed_and_not_before(String label, Act act) {
        transactions.together(() -> {
            act.on(cache, session);
            assertThat(cache.find(hash)).as("within").isInstanceOf(Lookup.Ended.class);
        });

        assertThat(cache.find(hash)).isInstanceOf(Lookup.Ended.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void when_nobody_knows_whether_it_was_committed_the_store_is_asked(String label, Act act) {
        var unsure = new Unsure();
        CachedSessionStore cached =
                CachedSessionStore.builder(store).transactions(unsure).build();
        assertThat(cached.find(hash)).isEqualTo(new Lookup.Live(session));

        unsure.together(() -> act.on(cached, session));

        assertThat(cached.find(hash)).isInstanceOf(Lookup.Ended.class);
    }

    @Test
    void what_is_read_within_is_not_cached_because_it_may_be_undone() {
        TokenHash newcomer = TOKENS.newSessionToken(0).hash();
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.together(() -> {
                    cache.insert(newcomer, session());
                    assertThat(cache.find(newcomer)).isInstanceOf(Lookup.Live.class);
                    throw new IllegalStateException("interrupted");
                }));

        assertThat(cache.find(newcomer)).isEqualTo(new Lookup.Absent());
    }

    @Test
    void a_login_that_is_committed_needs_no_look_into_the_store() {
        TokenHash newcomer = TOKENS.newSessionToken(0).hash();
        Session theirs = session();
        transactions.together(() -> cache.insert(newcomer, theirs));
        store.calls.set(0);

        assertThat(cache.find(newcomer)).isEqualTo(new Lookup.Live(theirs));
        assertThat(store.calls).hasValue(0);
    }

    @Test
    void a_session_that_began_and_ended_in_one_transaction_is_over() {
        TokenHash newcomer = TOKENS.newSessionToken(0).hash();
        Session theirs = session();
        transactions.together(() -> {
            cache.insert(newcomer, theirs);
            cache.end(theirs.id(), EndReason.REVOKED, T0);
        });

        assertThat(cache.find(newcomer)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
    }

    @Test
    void a_token_that_was_unknown_is_found_after_the_commit() {
        assertThat(cache.find(successor)).isEqualTo(new Lookup.Absent());

        transactions.together(() -> cache.rotate(hash, successor, session, T0));

        assertThat(cache.find(successor)).isInstanceOf(Lookup.Live.class);
        assertThat(cache.find(hash)).isInstanceOf(Lookup.Predecessor.class);
    }

    @Test
    void activity_that_is_undone_was_never_seen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.together(() -> {
                    cache.recordActivity(Map.of(hash, T0.plusSeconds(60)));
                    throw new IllegalStateException("interrupted");
                }));

        assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
    }

    @Nested
    class A_rotation_that {
        @Test
        void is_undone_leaves_the_old_token_good() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> transactions.together(() -> {
                        cache.rotate(hash, successor, session, T0);
                        throw new IllegalStateException("interrupted");
                    }));

            assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
            assertThat(cache.find(successor)).isEqualTo(new Lookup.Absent());
        }

        @Test
        void is_committed_but_not_yet_corrected_hides_no_end_by_somebody_else() {
            Transactions between = new AtTheCommit(() -> cacheUnderTest().end(session.id(), EndReason.REVOKED, T0));
            late = CachedSessionStore.builder(store).transactions(between).build();
            assertThat(late.find(hash)).isEqualTo(new Lookup.Live(session));

            between.together(() -> late.rotate(hash, successor, session, T0));

            assertThat(lookedUpAtTheCommit).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }

        private CachedSessionStore late = cache;
        private Lookup lookedUpAtTheCommit = new Lookup.Absent();

        private CachedSessionStore cacheUnderTest() {
            return late;
        }

        /** Runs the work, and something else between the commit and what waits for it. */
        private final class AtTheCommit implements Transactions {
            private final Runnable something;
            private Callbacks callbacks = new Callbacks();
            private boolean isUnderWay;

            AtTheCommit(Runnable something) {
                this.something = something;
            }

            @Override
            public <T> T together(Supplier<T> work) {
                isUnderWay = true;
                T result = work.get();
                isUnderWay = false;
                something.run();
                lookedUpAtTheCommit = late.find(hash);
                callbacks.over(Ending.COMMITTED);
                return result;
            }

            @Override
            public void whenOver(Consumer<Ending> callback) {
                if (isUnderWay) {
                    callbacks.add(callback);
                } else {
                    callback.accept(Ending.COMMITTED);
                }
            }

            @Override
            public boolean isUnderWay() {
                return isUnderWay;
            }
        }
    }

    /** Commits, and does not know it. */
    private static final class Unsure implements Transactions {
        private final Callbacks callbacks = new Callbacks();
        private boolean isUnderWay;

        @Override
        public <T> T together(Supplier<T> work) {
            isUnderWay = true;
            T result = work.get();
            isUnderWay = false;
            callbacks.over(Ending.UNKNOWN);
            return result;
        }

        @Override
        public void whenOver(Consumer<Ending> callback) {
            callbacks.add(callback);
        }

        @Override
        public boolean isUnderWay() {
            return isUnderWay;
        }
    }

    @Test
    void a_store_that_fails_within_is_taken_for_undone() {
        store.failsAfterCommit = true;
        try {
            transactions.together(() -> cache.end(session.id(), EndReason.REVOKED, T0));
        } catch (StoreUnavailableException expected) {
            assertThat(expected).hasCauseInstanceOf(TimeoutException.class);
        }
        store.failsAfterCommit = false;
        store.calls.set(0);

        assertThat(cache.find(hash)).isEqualTo(new Lookup.Live(session));
        assertThat(store.calls).hasValue(0);
        assertThat(store.memory.find(hash)).isEqualTo(new Lookup.Live(session));
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
}
