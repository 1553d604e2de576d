package dev.latchkey.throttle;

import static dev.latchkey.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

            assertThat(rule.decide(state, T0.plusSeconds(3)))
                    .isEqualTo(new ThrottleDecision.Refused(T0.plusSeconds(10)));
            assertThat(rule.decide(state, T0.plusSeconds(4)))
                    .isEqualTo(new ThrottleDecision.Refused(T0.plusSeconds(10)));
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
        void is_not_disturbed_by_a_clock_that_is_set_back() {
            admit(rule);
            now = T0.minus(Duration.ofHours(1));
            admit(rule);

            assertThat(state.count()).isEqualTo(2);
            assertThat(state.countedAt()).isEqualTo(T0);
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
        state = ((ThrottleDecision.Admitted) rule.decide(state, now)).state();
    }

    private void waitUntilAdmitted(ThrottleRule rule) {
        if (rule.decide(state, now) instanceof ThrottleDecision.Refused(Instant openAt)) {
            now = openAt;
        }
        admit(rule);
    }
}
