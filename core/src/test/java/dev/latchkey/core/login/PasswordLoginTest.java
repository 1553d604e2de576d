package dev.latchkey.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryThrottleStore;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.throttle.Throttle;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PasswordLoginTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final PrincipalId CAROL = new PrincipalId("carol-id");
    private static final Password RIGHT = password("right");
    private static final Password WRONG = password("wrong");

    private final MemoryUserStore users = new MemoryUserStore();
    private final QuickHasher hasher = new QuickHasher("v2");
    private final List<AuthEvent> events = new ArrayList<>();
    private final Sessions sessions = Sessions.builder(new MemorySessionStore(), () -> T0)
            .listener(events::add)
            .build();
    private final HashingBulkhead bulkhead = new HashingBulkhead(1, 1, Duration.ofSeconds(30));
    private final KeyRing keys = new KeyRing(new MemorySecretStore(), new Tokens(), () -> T0);
    private final Throttle throttle =
            Throttle.builder(new MemoryThrottleStore(), keys, () -> T0).build();
    private final Decoys decoys = new Decoys(users, hasher, keys);
    private final Logins login = Logins.builder(
                    new PasswordProof(
                            Transactions.eachWriteAlone(),
                            users,
                            hasher,
                            decoys,
                            bulkhead,
                            throttle,
                            () -> T0,
                            events::add),
                    sessions)
            .build();

    @BeforeEach
    void addUsers() {
        users.insert(new User(ALICE, username("alice"), "Alice", hasher.hash(RIGHT), false));
        users.insert(new User(CAROL, username("carol"), "Carol", hasher.hash(RIGHT), true));
        hasher.work.clear();
    }

    @AfterEach
    void stop() {
        bulkhead.close();
    }

    @Nested
    class The_right_password {
        @Test
        void opens_an_account_whose_name_is_stored_in_a_form_of_before() {
            PrincipalId old = new PrincipalId("old");
            users.insert(new User(
                    old, Username.ofStored("stra\u00DFe").orElseThrow(), "Of before", hasher.hash(RIGHT), false));

            assertThat(attempt("Stra\u00DFe", RIGHT))
                    .isInstanceOfSatisfying(
                            LoginOutcome.LoggedIn.class,
                            loggedIn -> assertThat(
                                            loggedIn.session().principal().id())
                                    .isEqualTo(old));
        }

        @Test
        void begins_a_session() {
            LoginOutcome outcome = attempt("alice", RIGHT);

            assertThat(outcome).isInstanceOf(LoginOutcome.LoggedIn.class);
            LoginOutcome.LoggedIn loggedIn = (LoginOutcome.LoggedIn) outcome;
            assertThat(loggedIn.session().principal())
                    .isEqualTo(users.find(ALICE).orElseThrow().principal());
            assertThat(sessions.resolve(loggedIn.token())).isEqualTo(new Resolution.Active(loggedIn.session()));
            assertThat(events)
                    .containsExactly(
                            new AuthEvent.LoggedIn(T0, ALICE, loggedIn.session().id(), "203.0.113.0/24"));
        }

        @Test
        void begins_a_new_one_each_time() {
            LoginOutcome.LoggedIn first = (LoginOutcome.LoggedIn) attempt("alice", RIGHT);
            LoginOutcome.LoggedIn second = (LoginOutcome.LoggedIn) attempt("alice", RIGHT);

            assertThat(first.token()).isNotEqualTo(second.token());
        }

        @Test
        void is_found_under_another_spelling_of_the_username() {
            assertThat(attempt(" ALICE ", RIGHT)).isInstanceOf(LoginOutcome.LoggedIn.class);
        }
    }

    @Nested
    class Refused {
        @Test
        void unknown_wrong_and_disabled_get_the_same_answer_for_the_same_work() {
            assertThat(attempt("nobody", RIGHT)).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(attempt("alice", WRONG)).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(attempt("carol", RIGHT)).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(attempt("carol", WRONG)).isEqualTo(new LoginOutcome.BadCredentials());

            assertThat(hasher.work).containsExactly("verify v2", "verify v2", "verify v2", "verify v2");
            assertThat(sessions.list(ALICE)).isEmpty();
            assertThat(sessions.list(CAROL)).isEmpty();
        }

        @Test
        void the_audit_log_is_told_who_but_never_what_was_typed() {
            attempt("nobody", RIGHT);
            attempt("alice", WRONG);
            attempt("carol", RIGHT);

            assertThat(events)
                    .containsExactly(
                            new AuthEvent.LoginRefusedForUnknownUser(T0, "203.0.113.0/24"),
                            new AuthEvent.LoginRefused(T0, ALICE, "203.0.113.0/24"),
                            new AuthEvent.LoginRefused(T0, CAROL, "203.0.113.0/24"));
        }
    }

    @Nested
    class Changed_while_the_password_was_verified {
        @Test
        void a_user_who_was_disabled_is_refused_and_no_session_lives() {
            hasher.afterVerify = () -> {
                users.setDisabled(ALICE, true);
                sessions.revokeAll(ALICE);
            };

            assertThat(attempt("alice", RIGHT)).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(sessions.list(ALICE)).isEmpty();
            assertThat(events).contains(new AuthEvent.LoginRefused(T0, ALICE, "203.0.113.0/24"));
        }

        @Test
        void a_user_whose_password_changed_is_refused_and_no_session_lives() {
            hasher.afterVerify = () -> {
                users.setPassword(ALICE, 0, hasher.hash(WRONG));
                sessions.revokeAll(ALICE);
            };

            assertThat(attempt("alice", RIGHT)).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(sessions.list(ALICE)).isEmpty();
        }
    }

    @Nested
    class An_outdated_hash {
        private final PrincipalId dave = new PrincipalId("dave-id");

        @BeforeEach
        void addDave() {
            users.insert(new User(dave, username("dave"), "Dave", new QuickHasher("v1").hash(RIGHT), false));
        }

        @Test
        void is_raised_at_login() {
            assertThat(attempt("dave", RIGHT)).isInstanceOf(LoginOutcome.LoggedIn.class);

            assertThat(users.find(dave).flatMap(User::passwordHash)).contains(hasher.hash(RIGHT));
        }

        @Test
        void is_left_alone_when_the_password_is_wrong() {
            Optional<PasswordHash> before = users.find(dave).flatMap(User::passwordHash);
            attempt("dave", WRONG);

            assertThat(users.find(dave).flatMap(User::passwordHash)).isEqualTo(before);
        }

        @Test
        void does_not_undo_a_password_change_that_overtook_it() {
            PasswordHash changed = hasher.hash(password("changed meanwhile"));
            hasher.afterVerify = () -> users.setPassword(dave, 0, changed);

            assertThat(attempt("dave", RIGHT)).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(users.find(dave).flatMap(User::passwordHash)).contains(changed);
            assertThat(sessions.list(dave)).isEmpty();
        }
    }

    @Nested
    class When_hashing_is_busy {
        @Test
        void everyone_hears_the_same_and_nothing_is_hashed_or_begun() {
            bulkhead.close();

            assertThat(attempt("alice", RIGHT)).isEqualTo(new LoginOutcome.Deferred(new NotNow.Busy()));
            assertThat(attempt("alice", WRONG)).isEqualTo(new LoginOutcome.Deferred(new NotNow.Busy()));
            assertThat(attempt("nobody", RIGHT)).isEqualTo(new LoginOutcome.Deferred(new NotNow.Busy()));
            assertThat(hasher.work).isEmpty();
            assertThat(sessions.list(ALICE)).isEmpty();
            assertThat(events).isEmpty();
        }
    }

    private LoginOutcome attempt(String name, Password password) {
        return login.attempt(new LoginProof.ByPassword(username(name), password), LoginDetails.of(World.FIREFOX));
    }

    private static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }

    private static Password password(String typed) {
        return Password.parse(typed).orElseThrow();
    }

    /** Hashes by writing the password down, and remembers what work it did at which parameters. */
    private static final class QuickHasher implements PasswordHasher {
        private final String parameters;
        private final List<String> work = new ArrayList<>();
        private Runnable afterVerify = () -> {};

        QuickHasher(String parameters) {
            this.parameters = parameters;
        }

        @Override
        public PasswordHash hash(Password password) {
            return new PasswordHash(
                    "$quick$" + parameters + "$" + new String(password.toUtf8(), StandardCharsets.UTF_8));
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            String used = hash.phc().split("\\$", -1)[2];
            work.add("verify " + used);
            boolean matches = new QuickHasher(used).hash(password).equals(hash);
            Runnable then = afterVerify;
            then.run();
            if (!matches) {
                return Verification.DIFFERS;
            }
            return used.equals(parameters) ? Verification.MATCHES : Verification.MATCHES_BUT_OUTDATED;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("$quick$" + parameters + "$$");
        }
    }
}
