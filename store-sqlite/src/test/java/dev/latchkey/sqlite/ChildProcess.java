package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.T0;

import dev.latchkey.core.account.Accounts;
import dev.latchkey.core.account.User;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.SessionToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A JVM of its own that works on a database file until it is done or killed. */
final class ChildProcess {
    static final int COUNTS = 60;

    private ChildProcess() {}

    static Process start(String job, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildProcess.class.getName(),
                        job,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static void main(String[] args) throws InterruptedException {
        try (SqliteDatabase database =
                SqliteDatabase.open(Path.of(args[1]), new SqliteOptions(2, 1024, Duration.ofMinutes(1)))) {
            switch (args[0]) {
                case "login-and-logout" -> logInAndOutOnFourThreads(database, System.out);
                case "count-together" -> countTogether(database, System.out);
                case "passwords-and-ends" -> setPasswordsForEver(database, System.out);
                case "people-together" -> addPeopleForEver(database, System.out);
                case "disable-alice" -> disableAlice(database, System.out);
                case "hold-the-lock" -> holdTheLock(database, System.out);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static void logInAndOutOnFourThreads(SqliteDatabase database, PrintStream out) throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Thread.ofVirtual().start(() -> logInAndOut(database, out)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
    }

    /** For ever: each line tells what was acknowledged, or is about to be tried. */
    private static void logInAndOut(SqliteDatabase database, PrintStream out) {
        List<Session> sessions = new ArrayList<>();
        List<SessionToken> tokens = new ArrayList<>();
        for (int n = 1; true; n++) {
            SessionToken token = Samples.TOKENS.newSessionToken(0);
            Session session = Samples.session();
            if (database.sessionStore().insert(token.hash(), session)) {
                sessions.add(session);
                tokens.add(token);
                out.println("live " + token.cookieValue());
            }
            if (n % 3 == 0) {
                SessionToken old = tokens.removeFirst();
                out.println("ending " + old.cookieValue());
                database.sessionStore().end(sessions.removeFirst().id(), EndReason.LOGGED_OUT, T0);
                out.println("ended " + old.cookieValue());
            }
        }
    }

    /** Each line of the audit log carries the number of those before it. */
    private static void countTogether(SqliteDatabase database, PrintStream out) {
        for (int i = 0; i < COUNTS; i++) {
            database.transactions().together(() -> {
                int count = database.auditStore().find(AuditQuery.latest(1000)).size();
                database.auditStore()
                        .append(List.of(
                                new AuditEntry(T0, AuditKind.LOGGED_IN, "", "", "", "", Integer.toString(count), 1)));
            });
        }
        out.println("done");
    }

    /** Each comes with three sessions; a line tells that it was acknowledged. */
    private static void addPeopleForEver(SqliteDatabase database, PrintStream out) {
        for (int n = 0; true; n++) {
            User person = person("person-" + n);
            database.transactions().together(() -> {
                database.userStore().insert(person);
                for (int i = 0; i < 3; i++) {
                    database.sessionStore()
                            .insert(
                                    Samples.hash(),
                                    new Session(
                                            Samples.TOKENS.newSessionId(0),
                                            person.principal(),
                                            T0,
                                            T0,
                                            T0,
                                            T0.plus(Duration.ofDays(7))));
                }
            });
            out.println(person.username());
        }
    }

    /** Each person has three sessions and a remembered browser, and then another password; a line tells of that. */
    private static void setPasswordsForEver(SqliteDatabase database, PrintStream out) {
        KeyRing keys = new KeyRing(database.secretStore(), Samples.TOKENS, () -> T0);
        Sessions sessions = Sessions.builder(database.sessionStore(), () -> T0).build();
        RememberMe rememberMe = RememberMe.builder(
                        database.rememberMeStore(), sessions, database.userStore(), keys, () -> T0)
                .build();
        Accounts accounts = new Accounts(
                database.transactions(),
                database.userStore(),
                new OwnSessions(database.transactions(), sessions, rememberMe),
                () -> T0,
                AuthEventListener.none());
        for (int n = 0; true; n++) {
            User person = person("person-" + n);
            database.userStore().insert(person);
            rememberMe.begin(person.id(), Client.unknown());
            for (int i = 0; i < 3; i++) {
                sessions.issue(person.principal());
            }
            if (accounts.setPassword(person, new PasswordHash("$fake$other"))) {
                out.println(person.username());
            }
        }
    }

    static User person(String name) {
        return new User(
                new PrincipalId("id-" + name),
                Username.parse(name).orElseThrow(),
                name,
                new PasswordHash("$fake$hash"),
                false);
    }

    /** Until it is killed. */
    private static void holdTheLock(SqliteDatabase database, PrintStream out) {
        database.transactor().write(statements -> {
            out.println("held");
            LockSupport.park();
            return 0;
        });
    }

    /** What the command line does. */
    private static void disableAlice(SqliteDatabase database, PrintStream out) {
        boolean isDone = database.userStore().setDisabled(ALICE, true);
        int count = database.sessionStore().endAll(ALICE, EndReason.REVOKED, T0).size();
        out.println(isDone + " " + count);
    }
}
