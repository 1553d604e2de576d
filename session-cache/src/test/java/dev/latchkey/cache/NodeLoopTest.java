package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** When a node asks, when it renews, and what it does when it cannot. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodeLoopTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Tokens TOKENS = new Tokens();

    private final MemorySessionStore store = new MemorySessionStore();
    private final ScriptedFeed feed = new ScriptedFeed();
    private long nanos = 17;
    private final CachedSessionStore cache = CachedSessionStore.builder(store)
            .shared(BOUND, () -> T0.plusNanos(nanos - 17))
            .nanos(() -> nanos)
            .build();
    private final NodeLoop loop = NodeLoop.builder(feed, cache)
            .name("one")
            .version("1")
            .nanos(() -> nanos)
            .build();

    private final class ScriptedFeed implements SessionFeed {
        private final List<String> asked = new ArrayList<>();
        private Changes next = new Changes.Since(List.of());
        private boolean isDown;

        /** How long the store takes to be told of a lease. */
        private Duration delay = Duration.ZERO;

        private void ask(String what) {
            asked.add(what);
            if (isDown) {
                throw new StoreUnavailableException("down", new TimeoutException());
            }
        }

        @Override
        public Membership join(Node node) {
            ask("join " + node.name() + " " + node.version());
            return new Membership() {
                @Override
                public void renew(Duration lease) {
                    nanos += delay.toNanos();
                    ask("renew " + lease);
                }

                @Override
                public Changes changes() {
                    ask("changes");
                    Changes told = next;
                    next = new Changes.Since(List.of());
                    return told;
                }

                @Override
                public void close() {
                    asked.add("close");
                }
            };
        }
    }

    private List<String> askedBy(Runnable act) {
        feed.asked.clear();
        act.run();
        return List.copyOf(feed.asked);
    }

    private TokenHash cached() {
        TokenHash hash = TOKENS.newSessionToken(0).hash();
        cache.insert(
                hash,
                new Session(
                        TOKENS.newSessionId(0),
                        new Principal(new PrincipalId("alice-id"), "alice", "Alice"),
                        T0,
                        T0,
                        T0,
                        T0.plus(Duration.ofDays(7))));
        return hash;
    }

    @Test
    void the_first_turn_joins_and_takes_a_lease_that_the_store_thinks_a_tenth_longer() {
        assertThat(loop.holdsLease()).isFalse();
        assertThat(askedBy(loop::turn)).containsExactly("join one 1", "renew PT1.1S", "changes");
        assertThat(loop.holdsLease()).isTrue();
    }

    @Test
    void the_lease_begins_before_the_store_was_told_of_it() {
        feed.delay = Duration.ofMillis(400);
        loop.turn();
        nanos += Duration.ofMillis(600).toNanos() - 1;
        assertThat(loop.holdsLease()).isTrue();

        nanos++;
        assertThat(loop.holdsLease()).isFalse();
    }

    @Test
    void a_later_turn_looks_and_renews_nothing_until_a_quarter_has_passed() {
        loop.turn();
        nanos += Duration.ofMillis(250).toNanos() - 1;
        assertThat(askedBy(loop::turn)).containsExactly("changes");

        nanos++;
        assertThat(askedBy(loop::turn)).containsExactly("changes", "renew PT1.1S", "changes");
    }

    @Test
    void what_it_applied_is_told_at_once_because_somebody_waits_for_it() {
        loop.turn();
        TokenHash hash = cached();
        feed.next = new SessionFeed.Changes.Since(List.of(new SessionChange.Ended(hash, EndReason.LOGGED_OUT)));

        assertThat(askedBy(loop::turn)).containsExactly("changes", "renew PT1.1S", "changes");
        assertThat(cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        assertThat(askedBy(loop::turn)).containsExactly("changes");
    }

    @Test
    void when_changes_are_lost_everything_is_forgotten() {
        loop.turn();
        TokenHash hash = cached();
        feed.next = new SessionFeed.Changes.Lost();
        loop.turn();

        assertThat(cache.size()).isZero();
        assertThat(cache.find(hash)).isInstanceOf(Lookup.Live.class);
        assertThat(loop.holdsLease()).isTrue();
    }

    @Test
    void when_the_store_cannot_answer_it_gives_the_lease_up_before_it_leaves() {
        loop.turn();
        feed.isDown = true;

        assertThat(askedBy(loop::turn)).containsExactly("changes", "close");
        assertThat(loop.holdsLease()).isFalse();
    }

    @Test
    void whatever_goes_wrong_it_goes_on() {
        loop.turn();
        feed.next = null;
        assertThat(askedBy(loop::turn)).containsExactly("changes", "close");
        nanos += Duration.ofSeconds(1).toNanos();
        feed.next = new SessionFeed.Changes.Since(List.of());
        loop.turn();

        assertThat(loop.holdsLease()).isTrue();
    }

    @Test
    void after_a_failure_it_joins_anew_and_believes_nothing_of_what_it_knew() {
        loop.turn();
        cached();
        feed.isDown = true;
        loop.turn();
        feed.isDown = false;
        nanos += Duration.ofSeconds(1).toNanos();

        assertThat(askedBy(loop::turn)).containsExactly("join one 1", "renew PT1.1S", "changes");
        assertThat(cache.size()).isZero();
    }

    @Test
    void while_it_fails_it_pauses_longer_and_longer_and_never_for_more_than_a_second() {
        feed.isDown = true;
        int attempts = 0;
        for (int millis = 0; millis < 20_000; millis++) {
            attempts += askedBy(loop::turn).size();
            nanos += 1_000_000;
        }

        // Between half a second and a second each, and some more often at first.
        assertThat(attempts).isBetween(20, 50);
        feed.isDown = false;
        nanos += Duration.ofSeconds(1).toNanos();
        loop.turn();
        assertThat(loop.holdsLease()).isTrue();
    }

    @Test
    void closed_it_leaves_and_asks_no_more() {
        loop.turn();

        assertThat(askedBy(loop::close)).containsExactly("close");
        assertThat(loop.holdsLease()).isFalse();
        assertThat(askedBy(loop::turn)).isEmpty();
    }

    @Test
    void it_is_to_be_called_forty_times_in_a_bound() {
        assertThat(loop.interval()).isEqualTo(Duration.ofMillis(25));
    }

    @Test
    void a_cache_that_is_not_shared_has_no_loop() {
        CachedSessionStore alone = CachedSessionStore.builder(store).build();

        assertThatIllegalArgumentException().isThrownBy(() -> NodeLoop.builder(feed, alone));
    }
}
