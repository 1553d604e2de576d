package dev.latchkey.core.throttle;

import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleRuleTest {
    private static final ThrottleRule ACCOUNT = ThrottlePolicy.DEFAULT.account();

    private Instant now = T0;
    private ThrottleState state = ThrottleState.unspent(T0);

    @Test
    void five_are_free_then_the_delay_doubles_from_one_second_to_fifteen_minutes() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            Instant before = now;
            waitUntilAdmitted(ACCOUNT);
            delays.add(Duration.between(before, now).toSeconds());
        }

        assertThat(delays)
                .containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L, 900L);
    }

    @Test
    void leaves_a_stranger_about_a_hundred_guesses_a_day() {
        int guesses = 0;
        while (now.isBefore(T0.plus(Duration.ofDays(1)))) {
            waitUntilAdmitted(ACCOUNT);
            guesses++;
        }
        assertThat(guesses).isBetween(95, 115);
    }

    @Nested
    class A_delay {
        private final ThrottleRule rule =
                new ThrottleRule(1, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofHours(1));

        @ParameterizedTest(name = "{0} after: admitted {1}")
        @CsvSource({"PT0S, false", "PT9.999S, false", "PT10S, true", "PT10.001S, true"})
        void is_over_at_its_end(Duration after, boolean isAdmitted) {
            admit(rule);

            assertThat(rule.decide(state, T0.plus(after)) instanceof ThrottleDecision.Admitted)
                    .isEqualTo(isAdmitted);
        }

        @Test
        void tells_when_it_is_over_and_does_not_grow_by_asking() {
            admit(rule);

            assertThat(rule.decide(state, T0.plusSeconds(3))).isEqualTo(new ThrottleDecision.Refused(state));
            assertThat(rule.decide(state, T0.plusSeconds(4))).isEqualTo(new ThrottleDecision.Refused(state));
            assertThat(state.openAt()).isEqualTo(T0.plusSeconds(10));
        }
    }

    @Nested
    class Forgetting {
        private final ThrottleRule rule =
                new ThrottleRule(2, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMinutes(1));

        @Test
        void gives_one_back_per_period() {
            admit(rule);
            admit(rule);
            now = T0.plusSeconds(60);
            admit(rule);

            assertThat(state.count()).isEqualTo(2);
        }

        @Test
        void does_not_lose_what_was_left_of_a_period() {
            admit(rule);
            admit(rule);
            now = T0.plusSeconds(90);
            admit(rule);

            assertThat(state).isEqualTo(new ThrottleState(2, T0.plusSeconds(60), T0.plusSeconds(91)));
        }

        @Test
        void of_everything_begins_anew() {
            admit(rule);
            now = T0.plus(Duration.ofDays(9));
            admit(rule);

            assertThat(state).isEqualTo(new ThrottleState(1, now, now));
        }

        @Test
        void begins_at_once_when_the_clock_is_set_back() {
            admit(rule);
            now = T0.minus(Duration.ofHours(1));
            admit(rule);

            assertThat(state.count()).isEqualTo(2);
            assertThat(state.countedAt()).isEqualTo(now);
        }
    }

    @Nested
    class After_a_clock_that_was_ahead {
        @ParameterizedTest(name = "by {0}")
        @CsvSource({"PT1S", "PT14M", "PT25H", "P400D"})
        void nobody_waits_longer_than_the_longest_delay(Duration ahead) {
            now = T0.plus(ahead);
            for (int i = 0; i < 30; i++) {
                waitUntilAdmitted(ACCOUNT);
            }
            now = T0;

            ThrottleDecision.Refused refused = (ThrottleDecision.Refused) ACCOUNT.decide(state, now);
            assertThat(refused.openAt()).isBeforeOrEqualTo(T0.plus(Duration.ofMinutes(15)));
            state = refused.state();
            now = T0.plus(Duration.ofMinutes(15));
            assertThat(ACCOUNT.decide(state, now)).isInstanceOf(ThrottleDecision.Admitted.class);
        }
    }

    /** Chance with a seed, so that a failure comes again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_the_clock_does_who_waits_as_long_as_told_is_admitted(long seed) {
        Random chance = new Random(seed);
        for (ThrottleRule rule : List.of(ACCOUNT, ThrottleRule.steady(3, Duration.ofSeconds(10)))) {
            state = ThrottleState.unspent(T0);
            now = T0;
            for (int i = 0; i < 2_000; i++) {
                now = now.plusSeconds(
                        switch (chance.nextInt(20)) {
                            case 0 -> -chance.nextInt(40 * 24 * 3600);
                            case 1 -> chance.nextInt(40 * 24 * 3600);
                            default -> chance.nextInt(3);
                        });
                ThrottleDecision decision = rule.decide(state, now);
                state = decision.state();
                assertThat(state.countedAt()).isBeforeOrEqualTo(now);
                assertThat(state.openAt()).isBeforeOrEqualTo(now.plus(rule.maxDelay()));
                if (decision instanceof ThrottleDecision.Refused refused) {
                    assertThat(rule.decide(state, refused.openAt())).isInstanceOf(ThrottleDecision.Admitted.class);
                }
            }
        }
    }

    @Test
    void a_steady_rule_admits_at_its_pace_beyond_the_budget() {
        ThrottleRule rule = ThrottleRule.steady(3, Duration.ofSeconds(10));
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Instant before = now;
            waitUntilAdmitted(rule);
            delays.add(Duration.between(before, now).toSeconds());
        }
        assertThat(delays).containsExactly(0L, 0L, 0L, 10L, 10L, 10L);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT1S, PT1S, PT1S",
        "1000001, PT1S, PT1S, PT1S",
        "1, PT0S, PT1S, PT1S",
        "1, PT2S, PT1S, PT1S",
        "1, PT1S, PT24H1S, PT1S",
        "1, PT1S, PT1S, PT0S"
    })
    void refuses_what_makes_no_sense(int budget, Duration first, Duration max, Duration forgets) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ThrottleRule(budget, first, max, forgets));
    }

    private void admit(ThrottleRule rule) {
        ThrottleDecision decision = rule.decide(state, now);
        assertThat(decision).isInstanceOf(ThrottleDecision.Admitted.class);
        state = decision.state();
    }

    private void waitUntilAdmitted(ThrottleRule rule) {
        if (rule.decide(state, now) instanceof ThrottleDecision.Refused refused) {
            now = refused.openAt();
        }
        admit(rule);
    }
}
