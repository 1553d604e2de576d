package dev.latchkey.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Users of an application's own, behind three methods. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UserDirectoryTest {
    private static final PrincipalId JANE = new PrincipalId("7");
    private static final Username NAME = Username.parse("jane").orElseThrow();
    private static final PasswordHash OLD = new PasswordHash("$fake$old");
    private static final PasswordHash NEW = new PasswordHash("$fake$new");

    private Optional<User> kept = Optional.of(new User(JANE, NAME, "Jane", OLD, false));

    /** What any of the three does first. */
    private Supplier<Optional<User>> answer = () -> kept;

    private final UserStore users = UserStore.of(new UserDirectory() {
        @Override
        public Optional<User> find(Username username) {
            return answer.get().filter(user -> user.username().equals(username));
        }

        @Override
        public Optional<User> find(PrincipalId id) {
            return answer.get().filter(user -> user.id().equals(id));
        }

        @Override
        public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
            boolean isSame = answer.get().flatMap(User::passwordHash).equals(Optional.of(expected));
            kept = isSame ? kept.map(user -> user.withPasswordHash(replacement)) : kept;
            return isSame;
        }
    });

    @Test
    void are_found_by_name_and_by_id() {
        assertThat(users.find(NAME)).isEqualTo(kept);
        assertThat(users.find(JANE)).isEqualTo(kept);
        assertThat(users.find(new PrincipalId("8"))).isEmpty();
    }

    @Test
    void one_who_breaks_a_rule_is_absent_and_nobody_who_asks_meets_an_exception() {
        answer = () -> Optional.of(new User(JANE, NAME, " ", OLD, false));

        assertThat(users.find(NAME)).isEmpty();
        assertThat(users.find(JANE)).isEmpty();
    }

    @Test
    void a_directory_that_fails_cannot_answer_and_says_of_nobody_that_they_are_gone() {
        for (RuntimeException failure :
                List.of(new IllegalStateException("no connection"), new StoreUnavailableException("down", failed()))) {
            answer = () -> {
                throw failure;
            };

            assertThatThrownBy(() -> users.find(JANE)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> users.find(NAME)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> users.replacePasswordHash(JANE, OLD, NEW))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    private static Exception failed() {
        return new IllegalStateException("no connection");
    }

    @Test
    void another_password_takes_the_place_of_the_one_that_was_read() {
        assertThat(users.setPassword(JANE, 0, NEW)).isTrue();
        assertThat(users.find(JANE).flatMap(User::passwordHash)).contains(NEW);
    }

    @Test
    void another_password_is_refused_once_what_was_proven_before_does_not_count() {
        kept = kept.map(user -> user.withCredentialEpoch(1));

        assertThat(users.setPassword(JANE, 0, NEW)).isFalse();
        assertThat(users.find(JANE).flatMap(User::passwordHash)).contains(OLD);
    }

    @Test
    void nobody_is_added_shut_out_deleted_or_listed() {
        assertThat(users.insert(kept.orElseThrow())).isFalse();
        assertThat(users.insertAll(List.of(kept.orElseThrow()))).containsExactly(NAME);
        assertThat(users.setDisabled(JANE, true)).isFalse();
        assertThat(users.delete(JANE)).isFalse();
        assertThat(users.list("", 10)).isEmpty();
        assertThat(users.find(JANE)).isEqualTo(kept);
    }

    @Test
    void a_store_of_ours_stays_itself() {
        assertThat(UserStore.of(users)).isSameAs(users);
    }
}
