package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

    private Instant wall = T0;
    private long nanos = 17;

    private ClockWatch watch(Instant lastSeen) {
        return new ClockWatch(() -> wall, () -> nanos, Optional.ofNullable(lastSeen));
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void a_clock_that_runs_as_time_does_is_believed() {
        ClockWatch watch = watch(T0.minusSeconds(5));
        for (int hour = 0; hour < 48; hour++) {
            pass(Duration.ofHours(1));
            wall = wall.plusSeconds(30); // corrected by and by
            assertThat(watch.believedNow()).contains(wall);
            assertThat(watch.isSane()).isTrue();
        }
    }

    @Nested
    class One_that_jumps_ahead {
        @Test
        void is_not_deleted_by_for_as_long_as_it_is_wrong() {
            ClockWatch watch = watch(null);
            wall = wall.plus(Duration.ofDays(400));
            assertThat(watch.believedNow()).isEmpty();
            assertThat(watch.isSane()).isFalse();
            pass(Duration.ofHours(5));
            assertThat(watch.believedNow()).isEmpty();
        }

        @Test
        void is_believed_at_once_when_it_is_right_again() {
            ClockWatch watch = watch(null);
            wall = wall.plus(Duration.ofDays(400));
            watch.look();
            pass(Duration.ofSeconds(100));
            wall = wall.minus(Duration.ofDays(400));

            assertThat(watch.isSane()).isTrue();
            assertThat(watch.believedNow()).contains(wall);
        }

        @Test
        void by_little_at_a_time_gains_nothing() {
            ClockWatch watch = watch(null);
            wall = wall.plus(Duration.ofMinutes(6));
            watch.look();
            for (int i = 0; i < 100; i++) {
                wall = wall.plus(Duration.ofHours(1));
                assertThat(watch.believedNow()).isEmpty();
            }
        }

        @Test
        void serves_again_after_ten_minutes_and_is_believed_after_a_day() {
            ClockWatch watch = watch(null);
            wall = wall.plus(Duration.ofDays(2));
            assertThat(watch.isSane()).isFalse();
            pass(Duration.ofMinutes(10).minusNanos(1));
            assertThat(watch.isSane()).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(watch.isSane()).isTrue();
            assertThat(watch.believedNow()).isEmpty();
            pass(ClockWatch.TRUST_AFTER.minus(ClockWatch.INSANE_FOR));
            assertThat(watch.believedNow()).contains(wall);
        }

        @Test
        void within_the_tolerance_is_taken_as_a_correction() {
            ClockWatch watch = watch(null);
            wall = wall.plus(ClockWatch.TOLERANCE);
            assertThat(watch.believedNow()).contains(wall);
            wall = wall.plus(ClockWatch.TOLERANCE).plusNanos(1);
            assertThat(watch.believedNow()).isEmpty();
        }
    }

    @Nested
    class One_that_jumps_back {
        @Test
        void is_not_believed_either() {
            ClockWatch watch = watch(null);
            wall = wall.minus(Duration.ofDays(30));
            assertThat(watch.believedNow()).isEmpty();
            assertThat(watch.isSane()).isFalse();
        }

        @Test
        void to_before_any_release_is_never_sane() {
            ClockWatch watch = watch(null);
            wall = Instant.EPOCH;
            pass(Duration.ofDays(3));
            assertThat(watch.isSane()).isFalse();
        }
    }

    @Nested
    class After_a_restart {
        @Test
        void ahead_of_what_was_seen_by_more_than_a_day_it_serves_and_deletes_nothing_for_a_day() {
            ClockWatch watch = watch(T0.minus(Duration.ofDays(400)));
            assertThat(watch.isSane()).as("the server may have been off").isTrue();
            assertThat(watch.believedNow()).isEmpty();
            pass(ClockWatch.TRUST_AFTER);
            assertThat(watch.believedNow()).contains(wall);
        }

        @Test
        void ahead_it_is_believed_at_once_when_it_goes_back_to_where_it_belongs() {
            ClockWatch watch = watch(T0.minus(Duration.ofDays(400)));
            pass(Duration.ofSeconds(60));
            wall = wall.minus(Duration.ofDays(400));
            assertThat(watch.believedNow()).contains(wall);
        }

        @Test
        void behind_what_was_seen_it_is_not_sane() {
            ClockWatch watch = watch(T0.plus(Duration.ofDays(3)));
            assertThat(watch.isSane()).isFalse();
            assertThat(watch.believedNow()).isEmpty();
        }
    }
}
