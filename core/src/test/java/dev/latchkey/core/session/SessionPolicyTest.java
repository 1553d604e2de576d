package dev.latchkey.core.session;

import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SessionPolicyTest {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration ABSOLUTE = Duration.ofHours(2);

    private final World before = new World();
    private final World today = before.restartedWith(World.Options.DEFAULT.toBuilder()
            .sessions(new SessionPolicy(IDLE, ABSOLUTE))
            .build());
    private final Sessions.Issued issued =
            before.sessions.issue(before.user("alice").principal());

    @ParameterizedTest(name = "idle {0}: {1}")
    @CsvSource({"PT2M, PT1M", "PT1H, PT1M", "PT1H1M, PT1M1S", "PT12H, PT12M", "PT168H, PT2H48M"})
    void activity_is_written_back_every_60th_of_the_idle_timeout_but_not_more_than_once_a_minute(
            Duration idle, Duration interval) {
        SessionPolicy policy = new SessionPolicy(idle, Duration.ofDays(7));
        Session session = issued.session();

        assertThat(policy.activityInterval()).isEqualTo(interval);
        assertThat(policy.isWorthRecording(session, T0.plus(interval).minus(TICK)))
                .isFalse();
        assertThat(policy.isWorthRecording(session, T0.plus(interval))).isTrue();
    }

    @Nested
    class A_session_that_began_under_a_longer_policy {
        @Test
        void lives_until_just_before_what_the_policy_of_today_gives_it() {
            keepBusyUntil(ABSOLUTE.minus(TICK));

            assertThat(today.sessions.resolve(issued.token())).isInstanceOf(Resolution.Active.class);
            assertThat(today.sessions.list(issued.session().principal().id())).hasSize(1);
        }

        @Test
        void is_over_at_the_absolute_deadline_of_today_in_every_answer() {
            keepBusyUntil(ABSOLUTE);

            assertThat(today.sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.EXPIRED));
            assertThat(today.sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.EXPIRED));
            assertThat(today.sessions.list(issued.session().principal().id())).isEmpty();
        }

        @Test
        void is_over_at_the_idle_deadline_of_today() {
            before.advance(IDLE);

            assertThat(today.sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void is_told_by_the_deadlines_of_today() {
            SessionPolicy policy = today.sessions.policy();

            assertThat(policy.expiresAt(issued.session(), T0)).isEqualTo(T0.plus(ABSOLUTE));
            assertThat(policy.idleExpiresAt(issued.session(), T0)).isEqualTo(T0.plus(IDLE));
        }

        private void keepBusyUntil(Duration end) {
            for (Duration at = Duration.ZERO; at.compareTo(end) < 0; at = at.plus(Duration.ofMinutes(30))) {
                before.now.set(T0.plus(at));
                before.sessions.resolve(issued.token());
            }
            before.sessions.flushActivity();
            before.now.set(T0.plus(end));
        }
    }

    @Nested
    class A_session_that_began_under_a_shorter_policy {
        @Test
        void keeps_the_end_it_was_told() {
            Sessions.Issued shorter = today.sessions.issue(today.user("bob").principal());

            assertThat(before.sessions.policy().expiresAt(shorter.session(), T0))
                    .isEqualTo(T0.plus(ABSOLUTE));
        }
    }

    @Nested
    class After_a_clock_was_set_back {
        private final SessionPolicy policy = new SessionPolicy(IDLE, ABSOLUTE);

        @Test
        void no_deadline_is_further_away_than_the_policy_gives() {
            Session ahead = session(T0.plus(Duration.ofHours(37)));

            assertThat(policy.expiresAt(ahead, T0)).isEqualTo(T0.plus(ABSOLUTE));
            assertThat(policy.idleExpiresAt(ahead, T0)).isEqualTo(T0.plus(IDLE));
        }

        @Test
        void nobody_who_logged_in_a_little_ahead_is_logged_out() {
            assertThat(policy.expiry(session(T0.plus(ABSOLUTE)), T0)).isEmpty();
        }

        @Test
        void what_says_it_begins_further_ahead_than_a_session_lives_is_over() {
            assertThat(policy.expiry(session(T0.plus(ABSOLUTE).plus(TICK)), T0)).contains(EndReason.EXPIRED);
            assertThat(policy.expiry(session(T0.plus(Duration.ofDays(400))), T0))
                    .contains(EndReason.EXPIRED);
        }

        private Session session(Instant begun) {
            return new Session(
                    new Tokens().newSessionId(0),
                    new Principal(new PrincipalId("id"), "alice", "Alice"),
                    begun,
                    begun,
                    begun,
                    begun.plus(ABSOLUTE),
                    SeriesLink.none(),
                    Browser.unknown());
        }
    }
}
