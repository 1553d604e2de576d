package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.T0;
import static dev.latchkey.sqlite.Samples.alice;
import static dev.latchkey.sqlite.Samples.hash;
import static dev.latchkey.sqlite.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.account.User;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions.Ending;
import dev.latchkey.core.token.TokenHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What belongs together on a real file, when statements, commits and processes fail. */
@Timeout(120)
class SqliteTransactionsTest {
    private static final String USERS = "latchkey_user";
    private static final String SESSIONS = "latchkey_session";

    @TempDir
    Path directory;

    private SqliteDatabase database;
    private final TokenHash token = hash();
    private final List<Ending> endings = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void logIn() {
        open(Duration.ofSeconds(10));
        database.userStore().insert(alice());
        database.sessionStore().insert(token, session());
    }

    private void open(Duration timeout) {
        database = SqliteDatabase.open(file(), new SqliteOptions(2, 64, timeout));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Path file() {
        return directory.resolve("latchkey.db");
    }

    private void shutAliceOut() {
        database.transactions().whenOver(endings::add);
        database.userStore().setDisabled(ALICE, true);
        database.sessionStore().endAll(ALICE, EndReason.REVOKED, T0);
    }

    private void assertThatAliceIsOut(boolean isOut) {
        assertThat(database.userStore().find(ALICE).map(User::isDisabled)).contains(isOut);
        assertThat(database.sessionStore().find(token)).isInstanceOf(isOut ? Lookup.Ended.class : Lookup.Live.class);
    }

    @Test
    void a_statement_that_fails_undoes_those_before_it_also_when_the_work_goes_on() throws SQLException {
        raw("create trigger no_end before update of reason on " + SESSIONS + " begin select raise(fail, 'no'); end");

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> database.transactions().together(() -> {
                    try {
                        shutAliceOut();
                    } catch (StoreUnavailableException e) {
                        database.sessionStore().insert(hash(), session());
                    }
                }));

        assertThat(endings).containsExactly(Ending.ROLLED_BACK);
        raw("drop trigger no_end");
        assertThatAliceIsOut(false);
        assertThat(database.sessionStore().list(ALICE)).hasSize(1);
    }

    @Test
    void a_commit_that_fails_undoes_all() throws SQLException {
        // A reference that is checked by the commit, and not by the statement.
        raw("create table parent (id integer primary key)");
        raw("create table child (parent integer references parent (id) deferrable initially deferred)");
        raw("create trigger no_commit after update on " + USERS + " begin insert into child values (1); end");

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> database.transactions().together(this::shutAliceOut));

        assertThat(endings).containsExactly(Ending.ROLLED_BACK);
        raw("drop trigger no_commit");
        assertThatAliceIsOut(false);
    }

    @Test
    void a_caller_that_gives_up_is_told_that_nobody_knows_and_it_is_all_or_nothing() {
        database.close();
        open(Duration.ofMillis(200));
        CountDownLatch gaveUp = new CountDownLatch(1);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> database.transactions().together(() -> {
                    shutAliceOut();
                    awaitQuietly(gaveUp);
                }));

        assertThat(endings).containsExactly(Ending.UNKNOWN);
        gaveUp.countDown();
        database.close();
        open(Duration.ofSeconds(10));
        assertThatAliceIsOut(true);
    }

    @Test
    void an_act_that_keeps_the_interruption_for_itself_keeps_no_thread() throws Exception {
        CountDownLatch isBegun = new CountDownLatch(1);
        AtomicReference<Thread> writer = new AtomicReference<>();
        Thread caller = Thread.startVirtualThread(() -> database.transactions().together(() -> {
            writer.set(Thread.currentThread());
            isBegun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                shutAliceOut(); // as if nothing had been
            }
        }));
        awaitQuietly(isBegun);

        database.close();

        assertThat(writer.get().isAlive()).isFalse();
        caller.join();
        open(Duration.ofSeconds(10));
        assertThatAliceIsOut(true);
    }

    @Test
    void nobody_sees_half_of_it() {
        database.transactions().together(() -> {
            database.userStore().setDisabled(ALICE, true);
            // By another thread, which waits for no writer.
            boolean isDisabled = onAnotherThread(
                    () -> database.userStore().find(ALICE).orElseThrow().isDisabled());
            assertThat(isDisabled).isFalse();
            assertThat(database.userStore().find(ALICE).map(User::isDisabled)).contains(true);
        });
    }

    @Test
    void two_processes_take_turns() throws Exception {
        Process first = ChildProcess.start("count-together", file());
        Process second = ChildProcess.start("count-together", file());
        try (BufferedReader firstOutput = ChildProcess.output(first);
                BufferedReader secondOutput = ChildProcess.output(second)) {
            assertThat(firstOutput.readLine()).isEqualTo("done");
            assertThat(secondOutput.readLine()).isEqualTo("done");
        } finally {
            first.destroyForcibly().waitFor();
            second.destroyForcibly().waitFor();
        }

        assertThat(database.auditStore().find(AuditQuery.latest(1000)).stream().map(AuditEntry::detail))
                .hasSize(2 * ChildProcess.COUNTS)
                .doesNotHaveDuplicates();
    }

    @RepeatedTest(3)
    void after_kill_9_there_is_all_or_nothing_and_all_of_what_was_acknowledged() throws Exception {
        List<String> acknowledged = killed("people-together", 300);

        List<String> present = people();
        assertThat(present).containsAll(acknowledged);
        assertThat(present)
                .allSatisfy(name -> assertThat(database.sessionStore()
                                .list(ChildProcess.person(name).id()))
                        .as(name)
                        .hasSize(3));
    }

    @RepeatedTest(4)
    void after_kill_9_whoever_has_another_password_has_no_session_and_no_remembered_browser() throws Exception {
        List<String> acknowledged = killed("passwords-and-ends", 100);

        assertThat(acknowledged).allSatisfy(name -> assertThat(epoch(name)).isEqualTo(1));
        for (String name : people()) {
            if (epoch(name) == 1) {
                User person = ChildProcess.person(name);
                assertThat(database.sessionStore().list(person.id())).as(name).isEmpty();
                assertThat(database.rememberMeStore().endAll(person.id(), EndReason.REVOKED, T0))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    private int epoch(String name) {
        return database.userStore()
                .find(ChildProcess.person(name).id())
                .orElseThrow()
                .credentialEpoch();
    }

    /** What a process acknowledged, line by line, before it was killed at a moment that is random on purpose. */
    private List<String> killed(String job, int within) throws IOException, InterruptedException {
        int lines = 5 + new Random(System.nanoTime()).nextInt(within);
        List<String> acknowledged = new ArrayList<>();
        Process process = ChildProcess.start(job, file());
        try (BufferedReader output = ChildProcess.output(process)) {
            for (int i = 0; i < lines; i++) {
                acknowledged.add(output.readLine());
            }
            process.toHandle().destroyForcibly();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    private List<String> people() {
        List<String> names = new ArrayList<>();
        List<User> page = database.userStore().list("", 1000);
        while (!page.isEmpty()) {
            page.stream()
                    .map(user -> user.username().value())
                    .filter(name -> name.startsWith("person-"))
                    .forEach(names::add);
            page = database.userStore().list(page.getLast().username().value(), 1000);
        }
        return names;
    }

    private static <T> T onAnotherThread(Callable<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(work).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Also when the database is closed meanwhile, which interrupts its threads. */
    private static void awaitQuietly(CountDownLatch latch) {
        boolean isInterrupted = Thread.interrupted();
        while (latch.getCount() > 0) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void raw(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
