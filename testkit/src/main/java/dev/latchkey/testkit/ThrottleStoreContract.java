package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.throttle.AttemptDecision;
import dev.latchkey.core.throttle.AttemptDecision.Admitted;
import dev.latchkey.core.throttle.AttemptDecision.Refused;
import dev.latchkey.core.throttle.Budget;
import dev.latchkey.core.throttle.Budget.Force;
import dev.latchkey.core.throttle.ThrottleDecision;
import dev.latchkey.core.throttle.ThrottleRule;
import dev.latchkey.core.throttle.ThrottleState;
import dev.latchkey.core.throttle.ThrottleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
                expected = agreesWithTheRule(expected, now);
                now = now.plusSeconds(i * 7L);
            }
        }

        @Test
        void decides_as_the_rule_does_when_the_clock_steps_back_and_forth() {
            Random chance = new Random(7);
            ThrottleState expected = ThrottleState.unspent(T0);
            Instant now = T0;
            for (int i = 0; i < 300; i++) {
                expected = agreesWithTheRule(expected, now);
                now = now.plusSeconds(i % 9 == 8 ? chance.nextInt(400_000) - 200_000 : chance.nextInt(2));
            }
        }

        private ThrottleState agreesWithTheRule(ThrottleState kept, Instant now) {
            ThrottleDecision decision = RULE.decide(kept, now);
            assertThat(attempt(KEY, now))
                    .isEqualTo(
                            decision instanceof ThrottleDecision.Refused refused
                                    ? new Refused(KEY, refused.openAt())
                                    : new Admitted(List.of(KEY)));
            return decision.state();
        }

        @Test
        void a_refusal_changes_nothing() {
            spend(5);
            AttemptDecision refusal = attempt(KEY, T0);

            assertThat(refusal).isEqualTo(new Refused(KEY, T0.plusSeconds(1)));
            assertThat(attempt(KEY, T0)).isEqualTo(refusal);
            assertThat(attempt(KEY, T0.plusSeconds(1).minus(TICK))).isEqualTo(refusal);
            assertThat(attempt(KEY, T0.plusSeconds(1))).isInstanceOf(Admitted.class);
        }

        @Test
        void a_refusal_sets_an_instant_right_that_a_clock_had_put_too_far_ahead() {
            for (int i = 0; i < 5; i++) {
                attempt(KEY, T0.plus(Duration.ofDays(2)));
            }

            assertThat(attempt(KEY, T0)).isEqualTo(new Refused(KEY, T0.plus(RULE.maxDelay())));
            assertThat(attempt(KEY, T0.plusSeconds(60))).isEqualTo(new Refused(KEY, T0.plus(RULE.maxDelay())));
            assertThat(attempt(KEY, T0.plus(RULE.maxDelay()))).isInstanceOf(Admitted.class);
        }

        @Test
        void keeps_keys_apart() {
            spend(5);

            assertThat(attempt("a:other", T0)).isInstanceOf(Admitted.class);
        }

        @Test
        void takes_keys_of_80_characters() {
            String one = "n:" + "x".repeat(78);
            String other = "n:" + "x".repeat(77) + "y";
            attempt(one, T0);

            assertThat(left(one)).isEqualTo(4);
            assertThat(left(other)).isEqualTo(5);
        }

        @Test
        void of_200_at_once_admits_the_budget_of_5() {
            List<AttemptDecision> decisions = Race.of(200, i -> () -> attempt(KEY, T0));

            assertThat(decisions).filteredOn(Admitted.class::isInstance).hasSize(5);
            assertThat(decisions)
                    .filteredOn(Refused.class::isInstance)
                    .hasSize(195)
                    .containsOnly(new Refused(KEY, T0.plusSeconds(1)));
        }

        @Test
        void of_50_at_once_for_50_keys_admits_all() {
            List<AttemptDecision> decisions = Race.of(50, i -> () -> attempt("a:" + i, T0));

            assertThat(decisions).hasOnlyElementsOfType(Admitted.class);
        }
    }

    @Nested
    class Attempting_with_several_budgets {
        private final ThrottleRule small = ThrottleRule.steady(2, Duration.ofSeconds(30));

        @Test
        void counts_in_all_of_them() {
            assertThat(attempt(refusing("a"), refusing("b"), refusing("c")))
                    .isEqualTo(new Admitted(List.of("a", "b", "c")));

            assertThat(left("a")).isEqualTo(4);
            assertThat(left("b")).isEqualTo(4);
            assertThat(left("c")).isEqualTo(4);
        }

        @Test
        void counts_in_none_of_them_when_the_last_refuses() {
            spend(5);

            assertThat(attempt(refusing("a"), refusing("b"), refusing(KEY)))
                    .isEqualTo(new Refused(KEY, T0.plusSeconds(1)));
            assertThat(left("a")).isEqualTo(5);
            assertThat(left("b")).isEqualTo(5);
        }

        @Test
        void tells_the_one_that_opens_last() {
            spend(5);
            Budget slow = new Budget("slow", small, Force.REFUSES);
            attempt(slow);
            attempt(slow);

            assertThat(attempt(refusing(KEY), slow)).isEqualTo(new Refused("slow", T0.plusSeconds(30)));
            assertThat(attempt(slow, refusing(KEY))).isEqualTo(new Refused("slow", T0.plusSeconds(30)));
        }

        @Test
        void one_that_only_counts_refuses_nobody_and_is_charged_while_something_is_left() {
            Budget counting = new Budget("c", small, Force.COUNTS);
            assertThat(attempt(counting, refusing("a"))).isEqualTo(new Admitted(List.of("c", "a")));
            assertThat(attempt(counting, refusing("a"))).isEqualTo(new Admitted(List.of("c", "a")));
            assertThat(attempt(counting, refusing("a"))).isEqualTo(new Admitted(List.of("a")));

            assertThat(attempt(new Budget("c", small, Force.REFUSES))).isInstanceOf(Refused.class);
        }

        @Test
        void one_that_refuses_with_the_one_before_does_so_with_nobody_else() {
            Budget lately = new Budget("lately", small, Force.COUNTS);
            Budget another = new Budget("another", small, Force.COUNTS);
            Budget everyone = new Budget("everyone", small, Force.REFUSES_WITH_THE_ONE_BEFORE);
            attempt(lately, everyone);
            attempt(lately, everyone);

            assertThat(attempt(lately, everyone)).isEqualTo(new Refused("everyone", T0.plusSeconds(30)));
            assertThat(attempt(another, everyone)).isEqualTo(new Admitted(List.of("another")));
        }

        @Test
        void of_200_at_once_that_share_one_budget_admits_what_that_has_and_counts_nothing_for_the_others() {
            List<AttemptDecision> decisions =
                    Race.of(200, i -> () -> store.attemptAll(List.of(refusing("own:" + i % 50), refusing(KEY)), T0));

            assertThat(decisions).filteredOn(Admitted.class::isInstance).hasSize(5);
            int counted = 0;
            for (int i = 0; i < 50; i++) {
                counted += 5 - left("own:" + i);
            }
            assertThat(counted).isEqualTo(5);
        }

        private Budget refusing(String key) {
            return new Budget(key, RULE, Force.REFUSES);
        }

        private AttemptDecision attempt(Budget... budgets) {
            return store.attemptAll(List.of(budgets), T0);
        }
    }

    @Nested
    class Giving_back {
        @Test
        void counts_one_less() {
            spend(4);
            giveBack(KEY);

            assertThat(left(KEY)).isEqualTo(2);
        }

        @Test
        void never_goes_below_zero() {
            spend(1);
            giveBack(KEY);
            giveBack(KEY);

            assertThat(left(KEY)).isEqualTo(5);
        }

        @Test
        void leaves_the_delay_as_it_is() {
            spend(5);
            attempt(KEY, T0.plusSeconds(1));
            giveBack(KEY);

            assertThat(attempt(KEY, T0.plusSeconds(2))).isEqualTo(new Refused(KEY, T0.plusSeconds(3)));
        }

        @Test
        void to_a_key_that_is_not_known_does_nothing() {
            giveBack(KEY);

            assertThat(store.purge(T0.plusSeconds(60), 10)).isZero();
            assertThat(left(KEY)).isEqualTo(5);
        }

        @Test
        void and_attempts_at_once_lose_no_count() {
            Budget generous = new Budget(KEY, ThrottleRule.steady(100, Duration.ofDays(1)), Force.REFUSES);
            for (int i = 0; i < 20; i++) {
                store.attemptAll(List.of(generous), T0);
            }
            List<Callable<Integer>> contenders = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                boolean gives = i % 3 == 2;
                contenders.add(() -> {
                    if (gives) {
                        giveBack(KEY);
                    } else {
                        store.attemptAll(List.of(generous), T0);
                    }
                    return 0;
                });
            }
            Race.of(contenders);

            int left = 0;
            while (store.attemptAll(List.of(generous), T0) instanceof Admitted) {
                left++;
            }
            assertThat(left).isEqualTo(100 - 20 - 40 + 20);
        }
    }

    @Nested
    class Forgetting {
        @Test
        void is_for_all_attempts_of_those_keys_only() {
            spend(5);
            attempt("a:second", T0);
            attempt("a:other", T0);
            store.settle(List.of(KEY, "a:second"), List.of());

            assertThat(left(KEY)).isEqualTo(5);
            assertThat(left("a:second")).isEqualTo(5);
            assertThat(left("a:other")).isEqualTo(4);
        }

        @Test
        void and_giving_back_are_one_step() {
            spend(4);
            attempt("a:other", T0);
            attempt("a:other", T0);
            store.settle(List.of(KEY), List.of("a:other"));

            assertThat(left(KEY)).isEqualTo(5);
            assertThat(left("a:other")).isEqualTo(4);
        }

        @Test
        void what_is_not_known_does_nothing() {
            store.settle(List.of(KEY), List.of());

            assertThat(left(KEY)).isEqualTo(5);
        }
    }

    @Nested
    class Purging {
        @Test
        void forgets_what_opened_before_the_bound_only() {
            spend(1);

            assertThat(store.purge(T0, 10)).isZero();
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(1);
            assertThat(store.purge(T0.plus(TICK), 10)).isZero();
            assertThat(left(KEY)).isEqualTo(5);
        }

        @Test
        void deals_with_at_most_the_limit() {
            for (int i = 0; i < 25; i++) {
                attempt("a:" + i, T0);
            }

            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(10);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(10);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(5);
            assertThat(store.purge(T0.plus(TICK), 10)).isZero();
        }
    }

    private AttemptDecision attempt(String key, Instant now) {
        return store.attemptAll(List.of(new Budget(key, RULE, Force.REFUSES)), now);
    }

    private void giveBack(String key) {
        store.settle(List.of(), List.of(key));
    }

    private void spend(int attempts) {
        for (int i = 0; i < attempts; i++) {
            assertThat(attempt(KEY, T0)).isEqualTo(new Admitted(List.of(KEY)));
        }
    }

    /** How many attempts are free still; they are not afterwards. */
    private int left(String key) {
        int left = 0;
        while (attempt(key, T0) instanceof Admitted) {
            left++;
        }
        return left;
    }
}
