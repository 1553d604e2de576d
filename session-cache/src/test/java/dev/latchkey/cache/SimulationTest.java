package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three nodes with a cache each, on one store: whatever the order in which everything happens, no node answers for a
 * session whose end was acknowledged before it was asked. Each mistake that one could make is found.
 *
 * <p>With {@code -Dlatchkey.seed=N} that schedule alone is run; with {@code -Dlatchkey.schedules=N} so many.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("latchkey.schedules", 3_000);
    private static final int MOST_UNTIL_FOUND = 100_000;
    private static final int NODES = 3;
    private static final int SESSIONS = 2;
    private static final int TICKS = 24;
    private static final int[] TICK_MILLIS = {5, 20, 80, 300, 600};
    private static final int[] STEADY_PERCENT = {100, 92, 92, 108, 30};
    private static final int[] WALL_PERCENT = {100, 92, 92, 108};
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Tokens TOKENS = new Tokens();

    @Test
    void no_node_answers_for_a_session_whose_end_was_acknowledged() {
        long first = Long.getLong("latchkey.seed", new SplittableRandom().nextLong());
        int schedules = Long.getLong("latchkey.seed") == null ? SCHEDULES : 1;
        Counts counts = new Counts();
        for (int i = 0; i < schedules; i++) {
            long seed = first + i;
            assertThat(failureOf(seed, EnumSet.noneOf(Mistake.class), counts))
                    .as("to repeat it: -Dlatchkey.seed=" + seed)
                    .isNull();
        }
        // A simulation in which nothing happens finds nothing.
        if (schedules > 1) {
            assertThat(counts.fromMemory).isGreaterThan(schedules);
            assertThat(counts.acknowledged).isGreaterThan(schedules);
            assertThat(counts.askedAfterAnEnd).isGreaterThan(schedules);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_planted_mistake_is_found(Mistake mistake) {
        int schedules = 0;
        Throwable found = null;
        while (found == null && schedules < MOST_UNTIL_FOUND) {
            found = failureOf(++schedules, EnumSet.of(mistake), new Counts());
        }

        assertThat(found).as("%s in %d schedules", mistake, schedules).isInstanceOf(Answered.class);
    }

    /** A node answered for a session whose end was acknowledged. */
    private static final class Answered extends AssertionError {
        private static final long serialVersionUID = 1L;

        Answered() {
            super("a session was answered for whose end was acknowledged");
        }
    }

    /** What happened, in all schedules. */
    private static final class Counts {
        private long fromMemory;
        private long acknowledged;
        private long askedAfterAnEnd;
    }

    private static @Nullable Throwable failureOf(long seed, Set<Mistake> mistakes, Counts counts) {
        Schedule schedule = new Schedule(seed);
        SimulatedStore store = new SimulatedStore(schedule, mistakes);
        List<SimulatedNode> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            int steady = STEADY_PERCENT[schedule.chance(STEADY_PERCENT.length)];
            int wall = WALL_PERCENT[schedule.chance(WALL_PERCENT.length)];
            nodes.add(new SimulatedNode(store, schedule, mistakes, steady, wall));
        }
        boolean[] isAcknowledged = new boolean[SESSIONS];
        List<TokenHash> hashes = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            int number = i;
            TokenHash hash = TOKENS.newSessionToken(0).hash();
            Session session = new Session(
                    TOKENS.newSessionId(0),
                    new Principal(new PrincipalId("alice-id"), "alice", "Alice"),
                    T0,
                    T0,
                    T0,
                    T0.plus(Duration.ofDays(7)));
            store.insert(hash, session);
            hashes.add(hash);
            SimulatedNode ending = nodes.get(schedule.chance(NODES));
            int delay = schedule.chance(40);
            schedule.add(() -> {
                for (int wait = 0; wait < delay; wait++) {
                    schedule.step();
                }
                try {
                    ending.cache.end(session.id(), EndReason.LOGGED_OUT, T0);
                    isAcknowledged[number] = true;
                    counts.acknowledged++;
                } catch (StoreUnavailableException e) {
                    // Not acknowledged.
                }
            });
        }
        schedule.add(() -> {
            for (int tick = 0; tick < TICKS; tick++) {
                schedule.step();
                store.nanos += TICK_MILLIS[schedule.chance(TICK_MILLIS.length)] * 1_000_000L;
            }
            store.isOver = true;
        });
        for (SimulatedNode node : nodes) {
            schedule.add(() -> {
                while (!store.isOver) {
                    node.turn();
                    schedule.step();
                }
            });
            schedule.add(() -> {
                while (!store.isOver) {
                    int which = schedule.chance(SESSIONS);
                    boolean wasAcknowledged = isAcknowledged[which];
                    counts.askedAfterAnEnd += wasAcknowledged ? 1 : 0;
                    if (node.find(hashes.get(which)) instanceof Lookup.Live && wasAcknowledged) {
                        throw new Answered();
                    }
                    schedule.step();
                }
            });
        }
        Throwable failure = schedule.run();
        nodes.forEach(node -> counts.fromMemory += node.cache.hits());
        return failure;
    }
}
