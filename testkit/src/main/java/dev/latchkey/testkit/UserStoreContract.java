package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.Skeleton;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link UserStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class UserStoreContract {
    private static final PasswordHash OLD_HASH = new PasswordHash("$fake$old");
    private static final PasswordHash NEW_HASH = new PasswordHash("$fake$new");
    private static final PrincipalId NOBODY = new PrincipalId("nobody");

    private UserStore store;

    /** For subclasses. */
    protected UserStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract UserStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Nested
    class Inserting {
        @Test
        void keeps_the_user_as_it_was() {
            User user =
                    new User(new PrincipalId("id-1"), username("älïce'--愛🗝"), "Ålice \"Ω\" 愛麗絲 🗝", OLD_HASH, true);

            assertThat(store.insert(user)).isTrue();
            assertThat(store.find(user.id())).contains(user);
            assertThat(store.find(user.username())).contains(user);
        }

        @Test
        void a_taken_id_is_refused_and_nothing_changes() {
            User alice = insert("id-1", "alice");

            assertThat(store.insert(user("id-1", "bob"))).isFalse();
            assertThat(store.find(alice.id())).contains(alice);
            assertThat(store.find(username("bob"))).isEmpty();
        }

        @Test
        void a_taken_username_is_refused_and_nothing_changes() {
            User alice = insert("id-1", "alice");

            assertThat(store.insert(user("id-2", "Alice"))).isFalse();
            assertThat(store.find(alice.username())).contains(alice);
            assertThat(store.find(new PrincipalId("id-2"))).isEmpty();
        }

        @Test
        void of_50_at_once_with_one_username_one_wins() {
            List<Boolean> won = Race.of(50, i -> () -> store.insert(user("id-" + i, "alice")));

            assertThat(won).containsOnlyOnce(true);
            assertThat(store.list("", 100)).hasSize(1);
        }
    }

    @Nested
    class Inserting_many {
        @Test
        void adds_all_of_them() {
            List<User> users = List.of(user("id-1", "alice"), user("id-2", "bob"));

            assertThat(store.insertAll(users)).isEmpty();
            assertThat(store.list("", 100)).isEqualTo(users);
        }

        @Test
        void names_those_that_are_taken_and_adds_none() {
            User alice = insert("id-1", "alice");

            List<Username> taken = store.insertAll(
                    List.of(user("id-2", "bob"), user("id-3", "alice"), user("id-1", "carol"), user("id-4", "dave")));

            assertThat(taken).containsExactly(username("alice"), username("carol"));
            assertThat(store.list("", 100)).containsExactly(alice);
        }

        @Test
        void names_those_that_stand_twice_in_the_list_and_adds_none() {
            List<Username> taken = store.insertAll(
                    List.of(user("id-1", "alice"), user("id-2", "alice"), user("id-3", "bob"), user("id-3", "carol")));

            assertThat(taken).containsExactly(username("alice"), username("carol"));
            assertThat(store.list("", 100)).isEmpty();
        }

        @Test
        void of_20_overlapping_lists_at_once_each_is_added_whole_or_not_at_all() {
            List<List<Username>> taken = Race.of(
                    20,
                    i -> () -> store.insertAll(List.of(user("own-" + i, "own-" + i), user("shared-" + i, "shared"))));

            assertThat(taken).containsOnlyOnce(List.of());
            assertThat(store.list("", 100)).hasSize(2);
        }
    }

    @Nested
    class Finding {
        @Test
        void is_empty_when_there_is_none() {
            insert("id-1", "alice");

            assertThat(store.find(username("bob"))).isEmpty();
            assertThat(store.find(NOBODY)).isEmpty();
        }

        @Test
        void tells_ids_apart_by_case() {
            insert("ID-1", "alice");

            assertThat(store.find(new PrincipalId("id-1"))).isEmpty();
        }
    }

    @Nested
    class Telling_names_apart {
        private final Skeleton looks = new Skeleton("1", "looks");

        @Test
        void a_user_is_added_with_a_skeleton_and_found_by_it() {
            User alice = user("id-1", "alice");

            assertThat(store.insertDistinct(alice, looks)).isTrue();
            assertThat(store.find(alice.id())).contains(alice);
            assertThat(store.findBySkeleton(looks)).contains(alice);
            assertThat(store.findBySkeleton(new Skeleton("1", "look"))).isEmpty();
            assertThat(store.findBySkeleton(new Skeleton("2", "looks"))).isEmpty();
        }

        @Test
        void one_who_looks_like_another_is_refused_and_nothing_changes() {
            User alice = user("id-1", "alice");
            store.insertDistinct(alice, looks);

            assertThat(store.insertDistinct(user("id-2", "bob"), looks)).isFalse();
            assertThat(store.list("", 10)).containsExactly(alice);
        }

        @Test
        void a_taken_id_or_username_is_refused_whatever_it_looks_like() {
            User alice = insert("id-1", "alice");

            assertThat(store.insertDistinct(user("id-1", "bob"), looks)).isFalse();
            assertThat(store.insertDistinct(user("id-2", "alice"), looks)).isFalse();
            assertThat(store.list("", 10)).containsExactly(alice);
            assertThat(store.findBySkeleton(looks)).isEmpty();
        }

        @Test
        void of_50_at_once_who_look_alike_one_is_added() {
            List<Boolean> added = Race.of(50, i -> () -> store.insertDistinct(user("id-" + i, "user-" + i), looks));

            assertThat(added).containsOnlyOnce(true);
            assertThat(store.list("", 100)).hasSize(1);
        }

        @Test
        void those_without_a_skeleton_or_with_one_of_another_edition_are_told() {
            User without = insert("id-1", "alice");
            User older = user("id-2", "bob");
            User later = user("id-3", "carol");
            User current = user("id-4", "dave");
            store.insertDistinct(older, new Skeleton("1", "b"));
            store.insertDistinct(later, new Skeleton("20", "c"));
            store.insertDistinct(current, new Skeleton("2", "\uD83D\uDDDD"));

            assertThat(store.withoutSkeleton("2", 10)).containsExactlyInAnyOrder(without, older, later);
            assertThat(store.withoutSkeleton("2", 2)).hasSize(2);
        }

        @Test
        void a_skeleton_is_noted_also_beside_an_equal_one() {
            User alice = insert("id-1", "alice");
            User bob = insert("id-2", "bob");
            store.noteSkeletons(Map.of(alice.id(), looks, bob.id(), looks, NOBODY, looks));

            assertThat(store.withoutSkeleton("1", 10)).isEmpty();
            assertThat(store.findBySkeleton(looks)).get().isIn(alice, bob);
            assertThat(store.insertDistinct(user("id-3", "carol"), looks)).isFalse();
            assertThat(store.find(NOBODY)).isEmpty();
        }

        @Test
        void who_is_deleted_looks_like_nobody() {
            store.insertDistinct(user("id-1", "alice"), looks);
            store.delete(new PrincipalId("id-1"));

            assertThat(store.findBySkeleton(looks)).isEmpty();
            assertThat(store.insertDistinct(user("id-2", "alice"), looks)).isTrue();
        }

        @Test
        void a_changed_password_changes_no_skeleton() {
            User alice = user("id-1", "alice");
            store.insertDistinct(alice, looks);
            store.replacePasswordHash(alice.id(), OLD_HASH, NEW_HASH);
            store.setDisabled(alice.id(), true);

            assertThat(store.findBySkeleton(looks)).map(User::id).contains(alice.id());
        }
    }

    @Nested
    class A_username_in_a_form_of_before {
        private final User old = new User(
                new PrincipalId("old"), Username.ofStored("straße").orElseThrow(), "Of before", OLD_HASH, false);

        @Test
        void is_kept_and_found_by_what_its_owner_types() {
            store.insert(old);

            assertThat(store.find(username("Straße"))).contains(old);
            assertThat(store.find(old.id())).contains(old);
            assertThat(store.list("", 10)).containsExactly(old);
        }

        @Test
        void comes_before_the_present_form() {
            store.insert(old);
            User strasse = insert("id-1", "strasse");

            assertThat(store.find(username("straße"))).contains(old);
            assertThat(store.find(username("strasse"))).contains(strasse);
        }
    }

    @Nested
    class Replacing_a_password_hash {
        @Test
        void puts_the_new_one_in_place_of_the_expected_one() {
            User alice = insert("id-1", "alice");
            User bob = insert("id-2", "bob");

            assertThat(store.replacePasswordHash(alice.id(), OLD_HASH, NEW_HASH))
                    .isTrue();
            assertThat(store.find(alice.id())).contains(alice.withPasswordHash(NEW_HASH));
            assertThat(store.find(bob.id())).contains(bob);
        }

        @Test
        void is_refused_when_another_overtook_it_and_nothing_changes() {
            User alice = insert("id-1", "alice");
            store.replacePasswordHash(alice.id(), OLD_HASH, NEW_HASH);

            assertThat(store.replacePasswordHash(alice.id(), OLD_HASH, new PasswordHash("$fake$late")))
                    .isFalse();
            assertThat(store.find(alice.id())).contains(alice.withPasswordHash(NEW_HASH));
        }

        @Test
        void is_refused_when_the_user_is_gone() {
            assertThat(store.replacePasswordHash(NOBODY, OLD_HASH, NEW_HASH)).isFalse();
        }

        @Test
        void of_50_at_once_one_wins() {
            User alice = insert("id-1", "alice");

            List<Boolean> won = Race.of(
                    50, i -> () -> store.replacePasswordHash(alice.id(), OLD_HASH, new PasswordHash("$fake$" + i)));

            assertThat(won).containsOnlyOnce(true);
            assertThat(store.find(alice.id()))
                    .contains(alice.withPasswordHash(new PasswordHash("$fake$" + won.indexOf(true))));
        }
    }

    @Nested
    class Setting_a_password {
        @Test
        void puts_it_in_place_of_any_other_and_begins_a_new_epoch() {
            User alice = insert("id-1", "alice");
            User bob = insert("id-2", "bob");

            assertThat(store.setPassword(alice.id(), 0, NEW_HASH)).isTrue();
            assertThat(store.find(alice.id()))
                    .contains(alice.withPasswordHash(NEW_HASH).withCredentialEpoch(1));
            assertThat(store.find(alice.username()).map(User::credentialEpoch)).contains(1);
            assertThat(store.find(bob.id())).contains(bob);
        }

        @Test
        void is_refused_when_the_epoch_is_another_by_now_and_nothing_changes() {
            User alice = insert("id-1", "alice");
            store.setPassword(alice.id(), 0, NEW_HASH);

            assertThat(store.setPassword(alice.id(), 0, new PasswordHash("$fake$late")))
                    .isFalse();
            assertThat(store.find(alice.id()).flatMap(User::passwordHash)).contains(NEW_HASH);
        }

        @Test
        void is_not_kept_from_it_by_a_rehash_which_stays_in_its_epoch() {
            User alice = insert("id-1", "alice");
            store.replacePasswordHash(alice.id(), OLD_HASH, new PasswordHash("$fake$raised"));

            assertThat(store.find(alice.id()).map(User::credentialEpoch)).contains(0);
            assertThat(store.setPassword(alice.id(), 0, NEW_HASH)).isTrue();
        }

        @Test
        void gives_one_to_who_has_none() {
            User alice = User.withoutPassword(new PrincipalId("id-1"), username("alice"), "Alice");
            assertThat(store.insert(alice)).isTrue();
            assertThat(store.find(alice.id())).contains(alice);
            assertThat(store.list("", 10)).containsExactly(alice);

            assertThat(store.replacePasswordHash(alice.id(), OLD_HASH, NEW_HASH))
                    .isFalse();
            assertThat(store.setPassword(alice.id(), 0, NEW_HASH)).isTrue();
            assertThat(store.find(alice.id()))
                    .contains(alice.withPasswordHash(NEW_HASH).withCredentialEpoch(1));
        }

        @Test
        void is_refused_when_the_user_is_gone() {
            assertThat(store.setPassword(NOBODY, 0, NEW_HASH)).isFalse();
        }

        @Test
        void of_50_at_once_one_wins() {
            User alice = insert("id-1", "alice");

            assertThat(Race.of(50, i -> () -> store.setPassword(alice.id(), 0, new PasswordHash("$fake$" + i))))
                    .containsOnlyOnce(true);
            assertThat(store.find(alice.id()).map(User::credentialEpoch)).contains(1);
        }
    }

    @Nested
    class Disabling {
        @Test
        void shuts_a_user_out_and_lets_them_in_again() {
            User alice = insert("id-1", "alice");
            User bob = insert("id-2", "bob");

            assertThat(store.setDisabled(alice.id(), true)).isTrue();
            assertThat(store.find(alice.id())).contains(disabled(alice));
            assertThat(store.find(bob.id())).contains(bob);

            assertThat(store.setDisabled(alice.id(), false)).isTrue();
            assertThat(store.find(alice.id())).contains(alice.withCredentialEpoch(1));
        }

        @Test
        void a_second_time_shuts_out_as_well_and_begins_another_epoch() {
            User alice = insert("id-1", "alice");
            store.setDisabled(alice.id(), true);

            assertThat(store.setDisabled(alice.id(), true)).isTrue();
            assertThat(store.find(alice.id())).contains(disabled(alice).withCredentialEpoch(2));
        }

        @Test
        void is_refused_when_there_is_no_such_user() {
            assertThat(store.setDisabled(NOBODY, true)).isFalse();
        }

        @Test
        void and_a_password_change_at_once_lose_neither() {
            User alice = insert("id-1", "alice");
            List<Callable<Boolean>> contenders = List.of(
                    () -> store.setDisabled(alice.id(), true),
                    () -> store.replacePasswordHash(alice.id(), OLD_HASH, NEW_HASH));

            assertThat(Race.of(contenders)).containsOnly(true);
            assertThat(store.find(alice.id())).contains(disabled(alice.withPasswordHash(NEW_HASH)));
        }
    }

    @Nested
    class Deleting {
        @Test
        void leaves_nothing_and_frees_the_username() {
            User alice = insert("id-1", "alice");

            assertThat(store.delete(alice.id())).isTrue();
            assertThat(store.find(alice.id())).isEmpty();
            assertThat(store.find(alice.username())).isEmpty();
            assertThat(store.list("", 10)).isEmpty();
            assertThat(store.insert(user("id-2", "alice"))).isTrue();
        }

        @Test
        void leaves_others_alone() {
            User alice = insert("id-1", "alice");
            User bob = insert("id-2", "bob");
            store.delete(alice.id());

            assertThat(store.list("", 10)).containsExactly(bob);
        }

        @Test
        void is_refused_when_there_is_no_such_user() {
            assertThat(store.delete(NOBODY)).isFalse();
        }

        @Test
        void is_not_undone_by_late_changes() {
            User alice = insert("id-1", "alice");
            store.delete(alice.id());

            assertThat(store.setDisabled(alice.id(), false)).isFalse();
            assertThat(store.setPassword(alice.id(), 0, NEW_HASH)).isFalse();
            assertThat(store.replacePasswordHash(alice.id(), OLD_HASH, NEW_HASH))
                    .isFalse();
            assertThat(store.find(alice.id())).isEmpty();
        }

        @Test
        void of_50_at_once_has_one_winner() {
            User alice = insert("id-1", "alice");

            assertThat(Race.of(50, i -> () -> store.delete(alice.id()))).containsOnlyOnce(true);
        }
    }

    @Nested
    class Listing {
        @Test
        void goes_by_username_and_begins_after_the_given_one() {
            List<User> users = new ArrayList<>();
            for (String name : List.of("alice", "bob", "carol", "dave", "élodie")) {
                users.add(user("id-" + users.size(), name));
            }
            users.reversed().forEach(store::insert);

            assertThat(store.list("", 1000)).containsExactlyElementsOf(users);
            assertThat(store.list("", 2)).containsExactlyElementsOf(users.subList(0, 2));
            assertThat(store.list("bob", 2)).containsExactlyElementsOf(users.subList(2, 4));
            assertThat(store.list("bz", 1)).containsExactlyElementsOf(users.subList(2, 3));
            assertThat(store.list("élodie", 2)).isEmpty();
        }

        @Test
        void includes_the_disabled() {
            User alice = insert("id-1", "alice");
            store.setDisabled(alice.id(), true);

            assertThat(store.list("", 10)).containsExactly(disabled(alice));
        }

        @Test
        void is_empty_without_users() {
            assertThat(store.list("", 10)).isEmpty();
        }
    }

    private User insert(String id, String name) {
        User user = user(id, name);
        assertThat(store.insert(user)).isTrue();
        return user;
    }

    private static User user(String id, String name) {
        return new User(new PrincipalId(id), username(name), "The one called " + name, OLD_HASH, false);
    }

    private static User disabled(User user) {
        return user.withDisabled(true).withCredentialEpoch(1);
    }

    private static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }
}
