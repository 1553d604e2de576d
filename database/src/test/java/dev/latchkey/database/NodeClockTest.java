package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodeClockTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

    private Instant local = T0;
    private final NodeClock clock = new NodeClock(() -> local);

    /** An answer that took so long, from a database whose clock is so far ahead. */
    private void sample(Duration trip, Duration ahead) {
        Instant before = local;
        Instant told = local.plus(trip.dividedBy(2)).plus(ahead);
        local = local.plus(trip);
        clock.sample(before, told, local);
    }

    @Test
    void before_the_first_answer_it_is_this_machines() {
        assertThat(clock.instant()).isEqualTo(T0);
        assertThat(clock.offset()).isZero();
    }

    @Test
    void the_first_answer_is_taken_as_it_is() {
        sample(Duration.ofMillis(20), Duration.ofSeconds(-5));

        assertThat(clock.offset()).isEqualTo(Duration.ofSeconds(-5));
        assertThat(clock.instant()).isEqualTo(local.minusSeconds(5));
        assertThat(clock.millis()).isEqualTo(local.minusSeconds(5).toEpochMilli());
    }

    @Test
    void a_difference_of_less_than_a_tenth_of_a_second_leaves_this_machines_time_alone() {
        sample(Duration.ofMillis(2), Duration.ofMillis(99));

        assertThat(clock.instant()).isEqualTo(local);
        assertThat(clock.offset()).isEqualTo(Duration.ofMillis(99));
    }

    @Test
    void one_answer_that_was_held_up_on_one_way_moves_it_little() {
        sample(Duration.ofMillis(2), Duration.ofSeconds(3));
        sample(Duration.ofMillis(2), Duration.ofMillis(3_400));

        assertThat(clock.offset()).isEqualTo(Duration.ofMillis(3_050));
        assertThat(clock.instant()).isEqualTo(local.plusSeconds(3));
    }

    @Test
    void many_answers_lead_it_there() {
        sample(Duration.ofMillis(2), Duration.ZERO);
        for (int i = 0; i < 40; i++) {
            sample(Duration.ofMillis(2), Duration.ofMillis(900));
        }

        assertThat(clock.offset()).isBetween(Duration.ofMillis(890), Duration.ofMillis(900));
        assertThat(Duration.between(local, clock.instant())).isBetween(Duration.ofMillis(790), Duration.ofMillis(900));
    }

    @Test
    void a_clock_that_was_set_is_followed_at_once() {
        sample(Duration.ofMillis(2), Duration.ZERO);
        local = local.minusSeconds(3_600);
        sample(Duration.ofMillis(2), Duration.ofHours(1));

        assertThat(clock.offset()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void an_answer_that_took_more_than_a_second_tells_too_little() {
        sample(Duration.ofMillis(1_001), Duration.ofSeconds(20));

        assertThat(clock.offset()).isZero();
    }

    @Test
    void a_clock_that_was_set_back_while_it_was_answered_tells_nothing() {
        clock.sample(T0, T0.plusSeconds(9), T0.minusSeconds(1));

        assertThat(clock.offset()).isZero();
    }
}
