package dev.latchkey.core.account;

import static dev.latchkey.core.testing.World.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.store.Callbacks;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AccountsTest {
    private final World world = new World();
    private final User alice = world.user("alice");

    @Nested
    class A_password_that_somebody_else_set_meanwhile {
        @Test
        void is_left_alone_and_so_are_the_sessions() {
            Accounts accounts = accounts(world.transactions, world.users);
            PasswordHash theirs = world.hasher.hash(World.password("set by somebody else"));
            assertThat(accounts.setPassword(alice, theirs)).isTrue();
            LoginOutcome.LoggedIn since = (LoginOutcome.LoggedIn) world.login.attempt(
                    new LoginProof.ByPassword(alice.username(), World.password("set by somebody else")),
                    LoginDetails.of(World.FIREFOX));

            assertThat(accounts.setPassword(alice, world.hasher.hash(World.password("late"))))
                    .isFalse();

            assertThat(world.users.find(alice.id()).flatMap(User::passwordHash)).contains(theirs);
            assertThat(world.sessions.peek(since.token())).isInstanceOf(Resolution.Active.class);
        }
    }

    @Nested
    class A_user_without_a_password {
        private final User eve = User.withoutPassword(new PrincipalId("id-eve"), World.username("eve"), "Eve");

        @Test
        void is_let_in_by_none_and_by_the_first_that_is_set() {
            world.users.insert(eve);
            assertThat(world.login.attempt(
                            new LoginProof.ByPassword(eve.username(), World.password(PASSWORD)),
                            LoginDetails.of(World.FIREFOX)))
                    .isEqualTo(new LoginOutcome.BadCredentials());

            accounts(world.transactions, world.users).setPassword(eve, world.hasher.hash(World.password(PASSWORD)));

            assertThat(world.logIn(eve).session().principal().id()).isEqualTo(eve.id());
        }
    }

    @Nested
    class Within_a_transaction_of_the_application {
        @Test
        void who_logs_in_before_it_is_committed_is_logged_out_when_it_is() {
            ApplicationTransaction application = new ApplicationTransaction();
            Accounts accounts = accounts(application, new UncommittedUsers(world.users, application));
            LoginOutcome.LoggedIn before = world.logIn(alice);

            LoginOutcome.LoggedIn meanwhile = application.together(() -> {
                accounts.disable(alice.id());
                // On another thread in earnest: it sees what is committed, and the user is not.
                return world.logIn(alice);
            });

            assertThat(List.of(before, meanwhile))
                    .allSatisfy(login -> assertThat(world.sessions.peek(login.token()))
                            .isEqualTo(new Resolution.Ended(EndReason.REVOKED)));
        }
    }

    private Accounts accounts(Transactions transactions, UserStore users) {
        OwnSessions sessions = new OwnSessions(transactions, world.sessions, world.rememberMe);
        return new Accounts(transactions, users, sessions, world.now::get, AuthEventListener.none());
    }

    /** Of the application's own database, which the sessions are not in. */
    private static final class ApplicationTransaction implements Transactions {
        private Callbacks callbacks = new Callbacks();
        private boolean isUnderWay;

        @Override
        public <T> T together(Supplier<T> work) {
            if (isUnderWay) {
                return work.get();
            }
            Callbacks waiting = new Callbacks();
            callbacks = waiting;
            isUnderWay = true;
            T result = work.get();
            isUnderWay = false;
            waiting.over(Ending.COMMITTED);
            return result;
        }

        @Override
        public void whenOver(Consumer<Ending> callback) {
            if (isUnderWay) {
                callbacks.add(callback);
            } else {
                callback.accept(Ending.COMMITTED);
            }
        }

        @Override
        public boolean isUnderWay() {
            return isUnderWay;
        }
    }

    /** Others see a change once it is committed. */
    private record UncommittedUsers(UserStore committed, Transactions transactions) implements UserStore {
        @Override
        public boolean setDisabled(PrincipalId id, boolean disabled) {
            transactions.afterCommit(() -> committed.setDisabled(id, disabled));
            return true;
        }

        @Override
        public boolean insert(User user) {
            return committed.insert(user);
        }

        @Override
        public boolean insertDistinct(User user, Skeleton skeleton) {
            return committed.insertDistinct(user, skeleton);
        }

        @Override
        public Optional<User> findBySkeleton(Skeleton skeleton) {
            return committed.findBySkeleton(skeleton);
        }

        @Override
        public List<User> withoutSkeleton(String edition, int limit) {
            return committed.withoutSkeleton(edition, limit);
        }

        @Override
        public void noteSkeletons(Map<PrincipalId, Skeleton> skeletons) {
            committed.noteSkeletons(skeletons);
        }

        @Override
        public List<Username> insertAll(List<User> users) {
            return committed.insertAll(users);
        }

        @Override
        public Optional<User> find(Username username) {
            return committed.find(username);
        }

        @Override
        public Optional<User> find(PrincipalId id) {
            return committed.find(id);
        }

        @Override
        public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
            return committed.replacePasswordHash(id, expected, replacement);
        }

        @Override
        public boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password) {
            return committed.setPassword(id, expectedEpoch, password);
        }

        @Override
        public boolean delete(PrincipalId id) {
            return committed.delete(id);
        }

        @Override
        public List<User> list(String afterUsername, int limit) {
            return committed.list(afterUsername, limit);
        }
    }
}
