package dev.latchkey.redis;

import static dev.latchkey.redis.Samples.ALICE;
import static dev.latchkey.redis.Samples.T0;
import static dev.latchkey.redis.Samples.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecentEndsTest {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final TokenHash hash = newHash();
    private long nanos = Long.MAX_VALUE - 5;
    private final RecentEnds ends = new RecentEnds(() -> nanos);

    private static TokenHash newHash() {
        return TOKENS.newSessionToken(ALICE.partition()).hash();
    }

    private void noteAnotherAfter(Duration passed) {
        nanos += passed.toNanos();
        ends.note(List.of(newHash()), EndReason.REVOKED, T0);
    }

    @Test
    void the_first_reason_stays() {
        ends.note(List.of(hash), EndReason.LOGGED_OUT, T0);
        ends.note(List.of(hash), EndReason.REVOKED, T0);

        assertThat(ends.reason(hash)).contains(EndReason.LOGGED_OUT);
        assertThat(ends.reason(newHash())).isEmpty();
    }

    @Test
    void an_end_is_known_for_ten_minutes() {
        ends.note(List.of(hash), EndReason.LOGGED_OUT, T0);

        noteAnotherAfter(KEPT);
        assertThat(ends.reason(hash)).contains(EndReason.LOGGED_OUT);
        noteAnotherAfter(Duration.ofNanos(1));
        assertThat(ends.reason(hash)).isEmpty();
    }

    @Test
    void those_of_a_group_are_told_the_oldest_first() {
        TokenHash later = newHash();
        TokenHash elsewhere = TOKENS.newSessionToken(ALICE.partition() ^ 0xf00).hash();
        ends.note(List.of(hash, elsewhere, later), EndReason.REVOKED, T0);

        assertThat(ends.of(Group.of(ALICE))).extracting(RecentEnds.End::hash).containsExactly(hash, later);
    }

    @Test
    void one_whose_token_is_of_another_session_now_is_forgotten() {
        ends.note(List.of(hash), EndReason.REVOKED, T0);
        ends.forget(hash);

        assertThat(ends.reason(hash)).isEmpty();
    }
}
