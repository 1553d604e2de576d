package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.throttle.ThrottleDecision;
import dev.latchkey.throttle.ThrottleRule;
import dev.latchkey.throttle.ThrottleState;
import dev.latchkey.throttle.ThrottleStore;
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

/** What every {@link ThrottleStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class ThrottleStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00.123456Z");
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final ThrottleRule RULE =
            new ThrottleRule(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(1));
    private static final String KEY = "a:name";

    private ThrottleStore store;

    /** For subclasses. */
    protected ThrottleStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract ThrottleStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Nested
    class Attempting {
        @Test
        void decides_as_the_rule_does_however_long_it_goes_on() {
            ThrottleState expected = ThrottleState.unspent(T0);
            Instant now = T0;
            for (int i = 0; i < 60; i++) {
                ThrottleDecision decision = RULE.decide(expected, now);
                assertThat(store.attempt(KEY, RULE, now)).isEqualTo(decision);
                if (decision instanceof ThrottleDecision.Admitted(ThrottleState state)) {
                    expected = state;
                }
                now = now.plusSeconds(i * 7L);
            }
        }

        @Test
        void a_refusal_changes_nothing() {
            spend(5);
            ThrottleDecision refusal = store.attempt(KEY, RULE, T0);

            assertThat(refusal).isEqualTo(new ThrottleDecision.Refused(T0.plusSeconds(1)));
            assertThat(store.attempt(KEY, RULE, T0)).isEqualTo(refusal);
            assertThat(store.attempt(KEY, RULE, T0.plusSeconds(1).minus(TICK))).isEqualTo(refusal);
            assertThat(store.attempt(KEY, RULE, T0.plusSeconds(1))).isInstanceOf(ThrottleDecision.Admitted.class);
        }

        @Test
        void keeps_keys_apart() {
            spend(5);

            assertThat(store.attempt("a:other", RULE, T0)).isInstanceOf(ThrottleDecision.Admitted.class);
        }

        @Test
        void takes_keys_of_80_characters() {
            String one = "n:" + "x".repeat(78);
            String other = "n:" + "x".repeat(77) + "y";
            store.attempt(one, RULE, T0);

            assertThat(count(store.attempt(one, RULE, T0))).isEqualTo(2);
            assertThat(count(store.attempt(other, RULE, T0))).isEqualTo(1);
        }

        @Test
        void of_200_at_once_admits_the_budget_of_5() {
            List<ThrottleDecision> decisions = Race.of(200, i -> () -> store.attempt(KEY, RULE, T0));

            assertThat(decisions)
                    .filteredOn(ThrottleDecision.Admitted.class::isInstance)
                    .hasSize(5);
            assertThat(decisions)
                    .filteredOn(ThrottleDecision.Refused.class::isInstance)
                    .hasSize(195)
                    .containsOnly(new ThrottleDecision.Refused(T0.plusSeconds(1)));
        }

        @Test
        void of_50_at_once_for_50_keys_admits_all() {
            List<ThrottleDecision> decisions = Race.of(50, i -> () -> store.attempt("a:" + i, RULE, T0));

            assertThat(decisions).hasOnlyElementsOfType(ThrottleDecision.Admitted.class);
        }
    }

    @Nested
    class Giving_back {
        @Test
        void counts_one_less() {
            spend(5);
            store.giveBack(KEY);

            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(5);
        }

        @Test
        void never_goes_below_zero() {
            spend(1);
            store.giveBack(KEY);
            store.giveBack(KEY);

            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(1);
        }

        @Test
        void leaves_the_delay_as_it_is() {
            spend(5);
            store.attempt(KEY, RULE, T0.plusSeconds(1));
            store.giveBack(KEY);

            assertThat(store.attempt(KEY, RULE, T0.plusSeconds(2)))
                    .isEqualTo(new ThrottleDecision.Refused(T0.plusSeconds(3)));
        }

        @Test
        void to_a_key_that_is_not_known_does_nothing() {
            store.giveBack(KEY);

            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(1);
            assertThat(store.purge(T0.plusSeconds(60), 10)).isEqualTo(1);
        }

        @Test
        void and_attempts_at_once_lose_no_count() {
            ThrottleRule generous = ThrottleRule.steady(1_000_000, Duration.ofDays(1));
            List<Callable<Integer>> contenders = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                boolean gives = i % 3 == 2;
                contenders.add(() -> {
                    store.attempt(KEY, generous, T0);
                    if (gives) {
                        store.giveBack(KEY);
                    }
                    return 0;
                });
            }
            Race.of(contenders);

            assertThat(count(store.attempt(KEY, generous, T0))).isEqualTo(41);
        }
    }

    @Nested
    class Resetting {
        @Test
        void forgets_all_attempts_of_that_key_only() {
            spend(5);
            store.attempt("a:other", RULE, T0);
            store.reset(KEY);

            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(1);
            assertThat(count(store.attempt("a:other", RULE, T0))).isEqualTo(2);
        }

        @Test
        void what_is_not_known_does_nothing() {
            store.reset(KEY);

            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(1);
        }
    }

    @Nested
    class Purging {
        @Test
        void forgets_what_opened_before_the_bound_only() {
            spend(1);

            assertThat(store.purge(T0, 10)).isZero();
            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(2);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(1);
            assertThat(count(store.attempt(KEY, RULE, T0))).isEqualTo(1);
        }

        @Test
        void deals_with_at_most_the_limit() {
            for (int i = 0; i < 25; i++) {
                store.attempt("a:" + i, RULE, T0);
            }

            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(10);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(10);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(5);
            assertThat(store.purge(T0.plus(TICK), 10)).isZero();
        }
    }

    private void spend(int attempts) {
        for (int i = 0; i < attempts; i++) {
            assertThat(store.attempt(KEY, RULE, T0)).isInstanceOf(ThrottleDecision.Admitted.class);
        }
    }

    private static int count(ThrottleDecision decision) {
        assertThat(decision).isInstanceOf(ThrottleDecision.Admitted.class);
        return ((ThrottleDecision.Admitted) decision).state().count();
    }
}
