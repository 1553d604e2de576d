package dev.latchkey.database.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.history.Cluster.Fault;
import dev.latchkey.history.HistoryChecker.Violation;
import dev.latchkey.history.HistoryRun;
import dev.latchkey.history.HistoryRun.Outcome;
import dev.latchkey.history.PostgresqlCluster;
import dev.latchkey.postgresql.PostgresqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three nodes on a real PostgreSQL, under faults, as clients see them: no answer contradicts that each session ends once.
 * A history in which a mistake was planted does. With {@code -Dlatchkey.seed=N} the plan and the clients are those of that
 * seed; with {@code -Dlatchkey.faults=N} each fault comes so often.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class HistoryTest {
    private static final Duration BOUND = Duration.ofMillis(250);
    private static final int EACH = Integer.getInteger("latchkey.faults", 1);
    private static final int MOST_UNTIL_FOUND = 40;
    private static final int MOST_FAILOVERS_UNTIL_FOUND = 4;

    /** What shows the mistake soonest; the others would show it too. */
    private static final Map<Mistake, List<Fault>> SHOWN_BY = new EnumMap<>(Map.of(
            Mistake.NO_LEASE, List.of(Fault.SILENT),
            Mistake.ENTRY_BEFORE_LEASE, List.of(Fault.SILENT, Fault.SLOW)));

    private static PostgresqlServer postgresql;

    @BeforeAll
    static void start() {
        postgresql = new PostgresqlServer(EACH);
    }

    @AfterAll
    static void stop() {
        postgresql.close();
    }

    private static Outcome run(long seed, Mistake mistake, List<Fault> plan) throws Exception {
        return run(postgresql, seed, mistake, plan);
    }

    private static Outcome run(PostgresqlServer postgresql, long seed, Mistake mistake, List<Fault> plan)
            throws Exception {
        try (PostgresqlCluster cluster = new PostgresqlCluster(
                postgresql, BOUND, database -> new LocalNode(postgresql::port, database, BOUND, mistake))) {
            HistoryRun run = new HistoryRun(cluster, seed, BOUND);
            run.register();
            return run.run(plan.stream());
        }
    }

    @Test
    void no_answer_of_three_nodes_under_faults_contradicts_that_a_session_ends_once() throws Exception {
        long seed = Long.getLong("latchkey.seed", new SplittableRandom().nextLong());
        List<Fault> plan = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            plan.addAll(List.of(Fault.values()));
        }
        Collections.shuffle(plan, new Random(seed));

        Outcome outcome = run(seed, Mistake.NONE, plan);

        String repeat = "to repeat it: -Dlatchkey.seed=" + seed + "; " + outcome.counts();
        assertThat(outcome.violations()).as(repeat).isEmpty();
        // A history in which nothing happens shows nothing.
        assertThat(outcome.counts())
                .as(repeat)
                .containsKeys("login 200", "check 200", "check 401", "logout 200", "end all others 200", "return 200")
                .containsKey("check 503");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_planted_mistake_is_found(Mistake mistake) throws Exception {
        List<Violation> found = List.of();
        int runs = 0;
        while (found.isEmpty() && runs < MOST_UNTIL_FOUND) {
            found = run(++runs, mistake, SHOWN_BY.getOrDefault(mistake, List.of()))
                    .violations();
        }
        assertThat(found)
                .as("%s in %d runs", mistake, runs)
                .hasAtLeastOneElementOfType(Violation.AnsweredAfterTheEnd.class);
    }

    @Test
    void a_standby_that_nobody_waits_for_brings_back_what_was_ended() throws Exception {
        List<Violation> found = new ArrayList<>();
        try (PostgresqlServer replicated = new PostgresqlServer(MOST_FAILOVERS_UNTIL_FOUND)) {
            replicated.waitForNobody();
            for (int seed = 0; found.isEmpty() && replicated.hasStandby(); seed++) {
                found.addAll(run(replicated, seed, Mistake.NONE, List.of(Fault.FAILOVER))
                        .violations());
            }
        }
        assertThat(found).hasAtLeastOneElementOfType(Violation.AnsweredAfterTheEnd.class);
    }
}
