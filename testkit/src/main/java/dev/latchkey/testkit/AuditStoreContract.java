package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.principal.PrincipalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link AuditStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class AuditStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00.123456Z");
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final PrincipalId BOB = new PrincipalId("bob-id");

    private AuditStore store;

    /** For subclasses. */
    protected AuditStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract AuditStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Nested
    class Appending {
        @ParameterizedTest
        @EnumSource(AuditKind.class)
        void keeps_a_line_as_it_was(AuditKind kind) {
            AuditEntry entry = new AuditEntry(
                    T0,
                    kind,
                    "alice-id",
                    "AAAAAAAAAAAAAAAAAAAAAA",
                    "BBBBBBBBBBBBBBBBBBBBBA",
                    "2001:db8::/48",
                    "account",
                    17);
            store.append(List.of(entry));

            assertThat(store.find(AuditQuery.latest(10))).containsExactly(entry);
        }

        @Test
        void of_nothing_does_nothing() {
            store.append(List.of());

            assertThat(store.find(AuditQuery.latest(10))).isEmpty();
        }

        @Test
        void keeps_equal_lines_apart() {
            AuditEntry entry = entry(ALICE, AuditKind.LOGGED_IN, T0);
            store.append(List.of(entry, entry));
            store.append(List.of(entry));

            assertThat(store.find(AuditQuery.latest(10))).containsExactly(entry, entry, entry);
        }

        @Test
        void from_50_at_once_loses_nothing() {
            Race.of(50, i -> () -> {
                store.append(List.of(
                        entry(ALICE, AuditKind.LOGGED_IN, T0.plusSeconds(i)),
                        entry(ALICE, AuditKind.LOGGED_OUT, T0.plusSeconds(i))));
                return true;
            });

            assertThat(store.find(AuditQuery.latest(1000))).hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Finding {
        private final AuditEntry login = entry(ALICE, AuditKind.LOGGED_IN, T0);
        private final AuditEntry his = entry(BOB, AuditKind.LOGGED_IN, T0.plusSeconds(1));
        private final AuditEntry logout = entry(ALICE, AuditKind.LOGGED_OUT, T0.plusSeconds(2));
        private final AuditEntry sameMoment = entry(ALICE, AuditKind.REGISTERED, T0.plusSeconds(2));
        private final AuditEntry nobodys =
                new AuditEntry(T0.plusSeconds(3), AuditKind.THROTTLED, "", "", "", "", "global", 1);

        @BeforeEach
        void append() {
            // Written behind: what happened first may come last.
            store.append(List.of(his, logout));
            store.append(List.of(sameMoment, login, nobodys));
        }

        @Test
        void tells_the_latest_first_and_of_one_moment_the_last_added_first() {
            assertThat(store.find(AuditQuery.latest(10))).containsExactly(nobodys, sameMoment, logout, his, login);
        }

        @Test
        void tells_no_more_than_the_limit() {
            assertThat(store.find(AuditQuery.latest(2))).containsExactly(nobodys, sameMoment);
        }

        @Test
        void of_one_principal_only() {
            assertThat(store.find(AuditQuery.latest(10).of(ALICE))).containsExactly(sameMoment, logout, login);
            assertThat(store.find(AuditQuery.latest(10).of(new PrincipalId("nobody"))))
                    .isEmpty();
        }

        @Test
        void of_some_kinds_only() {
            Set<AuditKind> kinds = Set.of(AuditKind.LOGGED_IN, AuditKind.THROTTLED);

            assertThat(store.find(AuditQuery.latest(10).ofKinds(kinds))).containsExactly(nobodys, his, login);
            assertThat(store.find(AuditQuery.latest(10).ofKinds(Set.of(AuditKind.REMEMBER_ME_STOLEN))))
                    .isEmpty();
        }

        @Test
        void from_a_moment_on_that_moment_included() {
            assertThat(store.find(AuditQuery.latest(10).since(T0.plusSeconds(2))))
                    .containsExactly(nobodys, sameMoment, logout);
            assertThat(store.find(AuditQuery.latest(10).since(T0.plusSeconds(2).plus(TICK))))
                    .containsExactly(nobodys);
        }

        @Test
        void all_of_it_at_once() {
            assertThat(store.find(AuditQuery.latest(1)
                            .of(ALICE)
                            .ofKinds(Set.of(AuditKind.LOGGED_OUT, AuditKind.LOGGED_IN))
                            .since(T0)))
                    .containsExactly(logout);
        }

        @Test
        void when_each_kind_last_came_of_a_principal() {
            store.append(List.of(
                    entry(ALICE, AuditKind.LOGGED_IN, T0.plusSeconds(5)),
                    entry(ALICE, AuditKind.LOGGED_IN, T0.plusSeconds(4))));

            assertThat(store.latestOfEachKind(ALICE))
                    .containsOnly(
                            Map.entry(AuditKind.LOGGED_IN, T0.plusSeconds(5)),
                            Map.entry(AuditKind.LOGGED_OUT, T0.plusSeconds(2)),
                            Map.entry(AuditKind.REGISTERED, T0.plusSeconds(2)));
            assertThat(store.latestOfEachKind(new PrincipalId("nobody"))).isEmpty();
        }
    }

    @Nested
    class Purging {
        @Test
        void drops_what_is_from_before_the_bound_only() {
            AuditEntry kept = entry(ALICE, AuditKind.LOGGED_IN, T0);
            store.append(List.of(kept, entry(ALICE, AuditKind.LOGGED_IN, T0.minus(TICK))));

            assertThat(store.purge(T0, 10)).isEqualTo(1);
            assertThat(store.find(AuditQuery.latest(10))).containsExactly(kept);
            assertThat(store.purge(T0, 10)).isZero();
        }

        @Test
        void deals_with_at_most_the_limit_also_of_equal_lines() {
            List<AuditEntry> entries = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                entries.add(entry(ALICE, AuditKind.LOGGED_IN, T0));
            }
            store.append(entries);

            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(10);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(10);
            assertThat(store.purge(T0.plus(TICK), 10)).isEqualTo(5);
            assertThat(store.purge(T0.plus(TICK), 10)).isZero();
        }
    }

    private static AuditEntry entry(PrincipalId principal, AuditKind kind, Instant at) {
        return new AuditEntry(at, kind, principal.value(), "", "", "", "", 1);
    }
}
