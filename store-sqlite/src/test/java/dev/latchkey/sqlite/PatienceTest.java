package dev.latchkey.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Patience patience = new Patience(new SqliteOptions(1, 1, SECOND, Duration.ofSeconds(5)), nanos::get);

    @Test
    void what_runs_for_the_first_time_may_take_longer() {
        assertThat(patience.now()).hasSeconds(5);
        nanos.addAndGet(Duration.ofMillis(9_999).toNanos());
        assertThat(patience.now()).hasSeconds(5);
    }

    @Test
    void a_server_that_runs_answers_sooner() {
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(patience.now()).isEqualTo(SECOND);
    }

    @Test
    void nobody_waits_less_at_first() {
        assertThatThrownBy(() -> new SqliteOptions(1, 1, SECOND, Duration.ofMillis(999)))
                .hasMessage("firstTimeout is PT1S or more, not PT0.999S");
        assertThat(new SqliteOptions(1, 1, SECOND).firstTimeout()).isEqualTo(SECOND);
    }
}
