package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.Accounts;
import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.remember.RememberGrant;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with its cache, and a command that opens the same file beside it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommandBesideTheServerTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final User ALICE = new User(
            new PrincipalId("alice-id"),
            Username.parse("alice").orElseThrow(),
            "Alice",
            new PasswordHash("$fake$hash"),
            false);

    private final List<AuthEvent> events = new ArrayList<>();

    @TempDir
    Path directory;

    private View server;
    private View command;
    private CachedSessionStore cache;
    private SessionToken token;
    private RememberGrant cookie;

    /** One process's view of the file. */
    private record View(SqliteDatabase database, Sessions sessions, RememberMe rememberMe) implements AutoCloseable {
        static View on(SqliteDatabase database, SessionStore sessionStore) {
            Sessions sessions = Sessions.builder(sessionStore, () -> T0).build();
            return new View(
                    database,
                    sessions,
                    RememberMe.builder(
                                    database.rememberMeStore(),
                                    sessions,
                                    database.userStore(),
                                    new KeyRing(database.secretStore(), new Tokens(), () -> T0),
                                    () -> T0)
                            .build());
        }

        Accounts accounts(AuthEventListener listener) {
            return new Accounts(
                    database.transactions(),
                    database.userStore(),
                    new OwnSessions(database.transactions(), sessions, rememberMe),
                    () -> T0,
                    listener);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @BeforeEach
    void logIn() {
        SqliteDatabase served = SqliteDatabase.open(directory.resolve("latchkey.db"));
        cache = CachedSessionStore.builder(served.sessionStore())
                .transactions(served.transactions())
                .build();
        server = View.on(served, cache);
        SqliteDatabase commanded = SqliteDatabase.open(directory.resolve("latchkey.db"));
        command = View.on(commanded, commanded.sessionStore());
        served.userStore().insert(ALICE);
        cookie = server.rememberMe().begin(ALICE.id(), Client.unknown());
        token = server.sessions()
                .issue(ALICE.principal(), new SeriesLink.Holds(cookie.token().series()), Browser.unknown())
                .token();
        assertThat(server.sessions().peek(token)).isInstanceOf(Resolution.Active.class);
        served.pollExternalChange();
    }

    @AfterEach
    void close() {
        command.close();
        server.close();
    }

    @Test
    void disabling_a_user_logs_them_out_with_the_servers_next_poll() {
        assertLoggedOutBy(accounts -> accounts.disable(ALICE.id()));
        assertThat(events).contains(new AuthEvent.UserDisabled(T0, ALICE.id()));
    }

    @Test
    void deleting_a_user_does() {
        assertLoggedOutBy(accounts -> accounts.delete(ALICE.id()));
        assertThat(events).contains(new AuthEvent.UserDeleted(T0, ALICE.id()));
    }

    @Test
    void a_new_password_does() {
        assertLoggedOutBy(accounts -> accounts.setPassword(ALICE, new PasswordHash("$fake$other")));
        assertThat(events).contains(new AuthEvent.PasswordReset(T0, ALICE.id()));
    }

    @Test
    void enabling_a_user_brings_nothing_back() {
        assertLoggedOutBy(accounts -> accounts.disable(ALICE.id()) && accounts.enable(ALICE.id()));
        assertThat(events).contains(new AuthEvent.UserEnabled(T0, ALICE.id()));
    }

    @Test
    void a_user_who_is_not_there_changes_nothing() {
        Accounts accounts = command.accounts(events::add);
        PrincipalId nobody = new PrincipalId("nobody");

        assertThat(accounts.disable(nobody)).isFalse();
        assertThat(accounts.enable(nobody)).isFalse();
        assertThat(accounts.delete(nobody)).isFalse();
        assertThat(events).isEmpty();
    }

    private void assertLoggedOutBy(Predicate<Accounts> act) {
        assertThat(act.test(command.accounts(events::add))).isTrue();

        assertThat(server.database().pollExternalChange()).isTrue();
        cache.clear();
        assertThat(server.sessions().peek(token)).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
        assertThat(server.rememberMe().restore(cookie.token(), Client.unknown()))
                .isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
    }
}
