package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.store.Transactions.Ending;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every {@link Transactions} does with the stores of its database. Each test begins with empty stores. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class TransactionsContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Tokens TOKENS = new Tokens();
    private static final Principal ALICE = new Principal(new PrincipalId("alice-id"), "alice", "Alice");
    private static final PasswordHash OLD = new PasswordHash("$fake$old");
    private static final PasswordHash NEW = new PasswordHash("$fake$new");

    private final TokenHash here =
            TOKENS.newSessionToken(ALICE.id().partition()).hash();
    private final TokenHash elsewhere =
            TOKENS.newSessionToken(ALICE.id().partition()).hash();
    private final TokenHash successor =
            TOKENS.newSessionToken(ALICE.id().partition()).hash();
    private final TokenHash newcomer =
            TOKENS.newSessionToken(ALICE.id().partition()).hash();
    private final Session kept = session();
    private final Session other = session();
    private final Session another = session();
    private final SeriesId remembered = TOKENS.newSeriesId(ALICE.id().partition());

    private Stores stores;

    /** For subclasses. */
    protected TransactionsContract() {}

    /** Stores of one database, and what joins them. */
    public record Stores(
            Transactions transactions,
            UserStore users,
            SessionStore sessions,
            RememberMeStore series,
            AuditStore audit) {}

    /** New stores, empty. */
    protected abstract Stores newStores();

    @BeforeEach
    void prepare() {
        stores = newStores();
        stores.users().insert(alice());
        stores.sessions().insert(here, kept);
        stores.sessions().insert(elsewhere, other);
        stores.series()
                .insert(RememberMeSeries.begin(
                        remembered,
                        ALICE.id(),
                        T0,
                        T0.plus(Duration.ofDays(30)),
                        Browser.unknown(),
                        TOKENS.newSessionToken(ALICE.id().partition()).hash()));
    }

    /** Every kind of write, one after the other, as a change of password has them and more. */
    private List<Runnable> writes() {
        return List.of(
                () -> stores.users().setPassword(ALICE.id(), 0, NEW),
                () -> stores.series().endAll(ALICE.id(), EndReason.REVOKED, T0),
                () -> stores.sessions().endOthers(ALICE.id(), kept.id(), EndReason.REVOKED, T0),
                () -> stores.sessions().rotate(here, successor, kept, T0),
                () -> stores.sessions().forgetPredecessors(kept.id()),
                () -> stores.sessions().insert(newcomer, another),
                () -> stores.audit().append(List.of(entry("1"))));
    }

    /** All that there is to be seen. */
    private record Seen(
            Optional<PasswordHash> password,
            SessionStore.Lookup here,
            SessionStore.Lookup elsewhere,
            SessionStore.Lookup successor,
            SessionStore.Lookup newcomer,
            boolean isRemembered,
            int audited) {}

    private Seen seen() {
        return new Seen(
                stores.users().find(ALICE.id()).flatMap(User::passwordHash),
                stores.sessions().find(here),
                stores.sessions().find(elsewhere),
                stores.sessions().find(successor),
                stores.sessions().find(newcomer),
                stores.series().find(remembered) instanceof RememberMeStore.Lookup.Live,
                lines().size());
    }

    private List<AuditEntry> lines() {
        return stores.audit().find(AuditQuery.latest(500));
    }

    @Test
    void all_writes_are_kept_when_the_work_ends() {
        stores.transactions().together(() -> writes().forEach(Runnable::run));

        assertThat(seen())
                .isEqualTo(new Seen(
                        Optional.of(NEW),
                        new SessionStore.Lookup.Absent(),
                        new SessionStore.Lookup.Ended(EndReason.REVOKED),
                        new SessionStore.Lookup.Live(kept),
                        new SessionStore.Lookup.Live(another),
                        false,
                        1));
    }

    @Test
    void nothing_is_kept_when_the_work_throws_after_any_of_its_writes() {
        Seen before = seen();
        for (int done = 0; done <= writes().size(); done++) {
            List<Runnable> some = writes().subList(0, done);
            assertThatIllegalStateException()
                    .as("after %d writes", done)
                    .isThrownBy(() -> stores.transactions().together(() -> {
                        some.forEach(Runnable::run);
                        throw new IllegalStateException("interrupted");
                    }))
                    .withMessage("interrupted");

            assertThat(seen()).as("after %d writes", done).isEqualTo(before);
        }
    }

    @Test
    void the_work_sees_what_it_wrote() {
        Seen within = stores.transactions().together(() -> {
            writes().forEach(Runnable::run);
            return seen();
        });

        assertThat(within).isEqualTo(seen());
    }

    @Test
    void its_result_is_the_answer() {
        assertThat(stores.transactions().<String>together(() -> "done")).isEqualTo("done");
    }

    @Test
    void work_within_work_joins_it_and_is_undone_with_it() {
        Seen before = seen();

        assertThatIllegalStateException()
                .isThrownBy(() -> stores.transactions().together(() -> {
                    stores.transactions().together(() -> writes().forEach(Runnable::run));
                    throw new IllegalStateException("interrupted");
                }));

        assertThat(seen()).isEqualTo(before);
    }

    @Test
    void a_failure_within_undoes_all_even_when_it_is_caught() {
        Seen before = seen();

        assertThatIllegalStateException()
                .isThrownBy(() -> stores.transactions().together(() -> {
                    writes().getFirst().run();
                    try {
                        stores.transactions().together(() -> {
                            writes().get(1).run();
                            throw new IllegalStateException("interrupted");
                        });
                    } catch (IllegalStateException caught) {
                        writes().get(2).run();
                    }
                }));

        assertThat(seen()).isEqualTo(before);
    }

    @Test
    void after_a_failure_the_stores_go_on() {
        assertThatIllegalStateException()
                .isThrownBy(() -> stores.transactions().together(() -> {
                    writes().getFirst().run();
                    throw new IllegalStateException("interrupted");
                }));

        stores.transactions().together(() -> writes().getLast().run());

        assertThat(lines()).hasSize(1);
    }

    @Test
    void what_waits_for_the_commit_is_done_in_order_once_it_is_made_and_before_the_answer() {
        List<String> done = new ArrayList<>();

        stores.transactions().together(() -> {
            stores.transactions()
                    .afterCommit(() -> done.add("first, under way: "
                            + stores.transactions().isUnderWay() + ", line seen: "
                            + lines().size()));
            stores.audit().append(List.of(entry("1")));
            stores.transactions()
                    .together(() -> stores.transactions().afterCommit(() -> done.add("second, from within")));
            stores.transactions()
                    .afterCommit(() ->
                            stores.transactions().together(() -> stores.audit().append(List.of(entry("2")))));
            stores.transactions().whenOver(ending -> done.add("last: " + ending));
            assertThat(done).isEmpty();
        });

        assertThat(done)
                .containsExactly("first, under way: false, line seen: 1", "second, from within", "last: COMMITTED");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void what_waits_for_the_commit_is_never_done_when_there_is_none() {
        List<String> done = new ArrayList<>();

        assertThatIllegalStateException()
                .isThrownBy(() -> stores.transactions().together(() -> {
                    stores.transactions().afterCommit(() -> done.add("committed"));
                    stores.transactions().whenOver(ending -> done.add("over: " + ending));
                    throw new IllegalStateException("interrupted");
                }));

        assertThat(done).containsExactly("over: " + Ending.ROLLED_BACK);
    }

    @Test
    void what_waits_and_fails_changes_nothing_and_keeps_nobody_else_from_it() {
        List<String> done = new ArrayList<>();

        stores.transactions().together(() -> {
            stores.transactions().afterCommit(() -> {
                throw new IllegalStateException("after the commit");
            });
            stores.transactions().afterCommit(() -> done.add("second"));
            stores.audit().append(List.of(entry("1")));
        });

        assertThat(done).containsExactly("second");
        assertThat(lines()).hasSize(1);
    }

    @Test
    void outside_of_any_work_it_is_done_at_once() {
        List<String> done = new ArrayList<>();
        stores.transactions().afterCommit(() -> done.add("at once"));

        assertThat(done).containsExactly("at once");
        assertThat(stores.transactions().isUnderWay()).isFalse();
    }

    @Test
    void only_who_is_within_it_is_under_way() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Thread worker = Thread.ofVirtual()
                .start(() -> stores.transactions().together(() -> {
                    begun.countDown();
                    assertThat(stores.transactions().isUnderWay()).isTrue();
                    awaitQuietly(asked);
                }));

        awaitQuietly(begun);
        boolean isUnderWayElsewhere = stores.transactions().isUnderWay();
        asked.countDown();
        worker.join();

        assertThat(isUnderWayElsewhere).isFalse();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void they_come_out_as_if_one_had_run_after_the_other() throws InterruptedException {
        int contenders = 8;
        int rounds = 10;

        Race.of(contenders, contender -> () -> {
            for (int round = 0; round < rounds; round++) {
                // Read, decide, write: two that read the same would write the same.
                stores.transactions()
                        .together(() -> stores.audit().append(List.of(entry(Integer.toString(lines().size())))));
            }
            return true;
        });

        assertThat(lines().stream().map(AuditEntry::detail).map(Integer::valueOf))
                .doesNotHaveDuplicates()
                .hasSize(contenders * rounds);
    }

    private static User alice() {
        return new User(ALICE.id(), Username.parse("alice").orElseThrow(), "Alice", OLD, false);
    }

    private static Session session() {
        return new Session(TOKENS.newSessionId(ALICE.id().partition()), ALICE, T0, T0, T0, T0.plus(Duration.ofDays(7)));
    }

    private static AuditEntry entry(String detail) {
        return new AuditEntry(T0, AuditKind.LOGGED_IN, ALICE.id().value(), "", "", "", detail, 1);
    }
}
