package dev.latchkey.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.ThrottleScope;
import dev.latchkey.core.memory.MemoryAuditStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.token.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditTrailTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final SessionId SESSION = new SessionId("AAAAAAAAAAAAAAAAAAAAAA");
    private static final AuthEvent LOGIN = new AuthEvent.LoggedIn(T0, ALICE, SESSION, "203.0.113.0/24");

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final FailingStore store = new FailingStore();
    private final AuditTrail trail = new AuditTrail(store, now::get, Duration.ofDays(1));

    @Nested
    class An_event {
        @Test
        void is_written_by_the_next_flush_and_not_before() {
            trail.on(LOGIN);
            assertThat(lines()).isEmpty();
            trail.flush();

            assertThat(lines())
                    .containsExactly(new AuditEntry(
                            T0, AuditKind.LOGGED_IN, "alice-id", SESSION.value(), "", "203.0.113.0/24", "", 1));
        }

        @Test
        void that_an_operator_caused_says_who_that_was() {
            trail.onBehalfOf("anna/root").on(new AuthEvent.UserDeleted(T0, ALICE));
            trail.onBehalfOf("anna/root").on(new AuthEvent.Restored(T0));
            trail.flush();

            assertThat(lines())
                    .containsExactlyInAnyOrder(
                            new AuditEntry(T0, AuditKind.USER_DELETED, "alice-id", "", "", "", "by:anna/root", 1),
                            new AuditEntry(T0, AuditKind.RESTORED, "", "", "", "", "by:anna/root", 1));
        }

        @Test
        void cannot_be_caused_by_an_operator_whose_name_would_need_escaping() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trail.onBehalfOf("anna\nlogged-in").on(LOGIN))
                    .withMessageContaining("visible ASCII");
        }

        @Test
        void is_written_once() {
            trail.on(LOGIN);
            trail.flush();
            trail.flush();

            assertThat(lines()).hasSize(1);
        }

        @Test
        void that_any_page_causes_by_asking_is_left_out() {
            trail.on(new AuthEvent.Unauthorized(T0));
            trail.on(new AuthEvent.ReauthenticationRequired(T0, ALICE, SESSION));
            trail.flush();

            assertThat(lines()).isEmpty();
        }

        @Test
        void of_many_at_once_is_never_lost_or_written_twice() {
            Race.of(20, i -> () -> {
                for (int n = 0; n < 100; n++) {
                    trail.on(new AuthEvent.Registered(T0, new PrincipalId("id-" + i + "-" + n)));
                    if (n % 10 == 0) {
                        trail.flush();
                    }
                }
                return true;
            });
            trail.flush();

            assertThat(store.memory.find(AuditQuery.latest(10_000)))
                    .hasSize(2000)
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class While_the_store_does_not_answer {
        @Test
        void nobody_is_held_up_and_everything_is_written_later_in_order() {
            store.isDown = true;
            trail.on(LOGIN);
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(trail::flush);
            trail.on(new AuthEvent.LoggedOut(T0.plusSeconds(1), ALICE, SESSION));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(trail::flush);
            store.isDown = false;
            trail.flush();

            assertThat(lines()).extracting(AuditEntry::kind).containsExactly(AuditKind.LOGGED_OUT, AuditKind.LOGGED_IN);
            assertThat(trail.lost()).isZero();
        }

        @Test
        void what_does_not_fit_is_counted_and_the_log_says_so() {
            for (int i = 0; i < AuditTrail.CAPACITY + 7; i++) {
                trail.on(LOGIN);
            }
            now.set(T0.plusSeconds(60));
            trail.flush();

            assertThat(trail.lost()).isEqualTo(7);
            assertThat(store.memory.find(AuditQuery.latest(10).ofKinds(Set.of(AuditKind.LINES_LOST))))
                    .containsExactly(new AuditEntry(T0.plusSeconds(60), AuditKind.LINES_LOST, "", "", "", "", "", 7));
            trail.flush();
            assertThat(store.memory.find(AuditQuery.latest(10).ofKinds(Set.of(AuditKind.LINES_LOST))))
                    .hasSize(1);
        }
    }

    @Nested
    class A_flood_of_guesses {
        @Test
        void is_one_line_with_a_count_per_network_and_account_and_flush() {
            for (int i = 0; i < 500; i++) {
                trail.on(new AuthEvent.LoginRefused(T0.plusSeconds(i), ALICE, "203.0.113.0/24"));
                trail.on(new AuthEvent.Throttled(T0.plusSeconds(i), ThrottleScope.ACCOUNT, "198.51.100.0/24"));
            }
            trail.flush();

            assertThat(lines())
                    .containsExactlyInAnyOrder(
                            new AuditEntry(
                                    T0.plusSeconds(499),
                                    AuditKind.LOGIN_REFUSED,
                                    "alice-id",
                                    "",
                                    "",
                                    "203.0.113.0/24",
                                    "",
                                    500),
                            new AuditEntry(
                                    T0.plusSeconds(499),
                                    AuditKind.THROTTLED,
                                    "",
                                    "",
                                    "",
                                    "198.51.100.0/24",
                                    "account",
                                    500));
        }

        @Test
        void leaves_room_for_what_matters() {
            for (int i = 0; i < 2 * AuditTrail.CAPACITY; i++) {
                trail.on(new AuthEvent.LoginRefusedForUnknownUser(T0, "10.0." + i % 256 + ".0/24"));
            }
            trail.on(new AuthEvent.PasswordChanged(T0, ALICE));
            trail.flush();

            assertThat(store.memory.find(AuditQuery.latest(10).ofKinds(Set.of(AuditKind.PASSWORD_CHANGED))))
                    .hasSize(1);
            assertThat(trail.lost()).isGreaterThan(AuditTrail.CAPACITY);
        }

        @Test
        void does_not_join_what_a_login_says() {
            trail.on(LOGIN);
            trail.on(LOGIN);
            trail.flush();

            assertThat(lines()).hasSize(2);
        }
    }

    @Nested
    class Purging {
        @Test
        void drops_what_is_older_than_it_is_kept_only() {
            trail.on(LOGIN);
            trail.flush();
            Instant deadline = T0.plus(Duration.ofDays(1));
            assertThat(trail.purgeExpired(deadline, 10)).isZero();
            assertThat(trail.purgeExpired(deadline.plusMillis(1), 10)).isEqualTo(1);
            assertThat(lines()).isEmpty();
        }
    }

    @Test
    void lines_are_kept_for_a_day_at_least() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AuditTrail(store, now::get, Duration.ofHours(23)));
    }

    private List<AuditEntry> lines() {
        return store.memory.find(AuditQuery.latest(100));
    }

    /** A store in memory that can be down. */
    private static final class FailingStore implements AuditStore {
        private final AuditStore memory = new MemoryAuditStore();
        private volatile boolean isDown;

        @Override
        public void append(List<AuditEntry> entries) {
            if (isDown) {
                throw new StoreUnavailableException("down", new IllegalStateException("for a test"));
            }
            memory.append(entries);
        }

        @Override
        public List<AuditEntry> find(AuditQuery query) {
            return memory.find(query);
        }

        @Override
        public Map<AuditKind, Instant> latestOfEachKind(PrincipalId principal) {
            return memory.latestOfEachKind(principal);
        }

        @Override
        public int purge(Instant before, int limit) {
            return memory.purge(before, limit);
        }
    }
}
