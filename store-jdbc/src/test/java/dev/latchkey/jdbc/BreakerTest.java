package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.Breaker.Verdict;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BreakerTest {
    private static final long PAUSE = 1_000;
    private final StoreUnavailableException silence =
            new StoreUnavailableException("silent", new SQLException("silent", "08006"));

    private long now = 5_000;
    private final Breaker breaker = new Breaker(() -> now, PAUSE);

    private void fail() {
        breaker.silent(now, silence);
    }

    @Test
    void whoever_comes_while_all_is_well_asks() {
        assertThat(breaker.judge()).isEqualTo(new Verdict.Ask(5_000));
    }

    @Test
    void after_one_who_was_not_answered_nobody_asks_for_a_pause() {
        fail();

        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
        now += PAUSE - 1;
        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
    }

    @Test
    void when_the_pause_is_over_one_tries_and_the_others_wait_for_another_pause() {
        fail();
        now += PAUSE;

        assertThat(breaker.judge()).isEqualTo(new Verdict.Try(6_000));
        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
        now += PAUSE - 1;
        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
        now++;
        assertThat(breaker.judge()).isEqualTo(new Verdict.Try(7_000));
    }

    @Test
    void one_who_tries_in_vain_lets_nobody_else_ask() {
        fail();
        now += PAUSE;
        assertThat(breaker.judge()).isInstanceOf(Verdict.Try.class);
        now += 700;
        breaker.silent(6_000, silence);

        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
    }

    @Test
    void a_try_that_takes_longer_than_a_pause_is_followed_by_one_all_the_same() {
        fail();
        now += PAUSE;
        assertThat(breaker.judge()).isInstanceOf(Verdict.Try.class);
        now += PAUSE + 1;
        breaker.silent(6_000, silence);

        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
        now += PAUSE;
        assertThat(breaker.judge()).isInstanceOf(Verdict.Try.class);
    }

    @Test
    void the_first_answer_lets_everybody_ask() {
        fail();
        now += 10;
        breaker.answered();

        assertThat(breaker.judge()).isInstanceOf(Verdict.Ask.class);
        assertThat(breaker.failure()).isEmpty();
    }

    @Test
    void one_who_waited_in_vain_while_another_was_answered_changes_nothing() {
        long begun = now;
        now += 500;
        breaker.answered();
        now += 500;
        breaker.silent(begun, silence);

        assertThat(breaker.judge()).isInstanceOf(Verdict.Ask.class);
    }

    @Test
    void one_who_began_after_the_last_answer_and_waited_in_vain_opens_it() {
        breaker.answered();
        now++;
        fail();

        assertThat(breaker.judge()).isEqualTo(new Verdict.Refuse(silence));
    }

    @Test
    void without_a_pause_it_never_opens() {
        Breaker never = new Breaker(() -> now, 0);
        never.silent(now, silence);

        assertThat(never.judge()).isInstanceOf(Verdict.Ask.class);
    }
}
