package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which hash is verified for whom; what that takes is measured in benchmarks, and not here. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DecoysTest {
    private static final int NAMES = 20_000;

    private final SecretStore secrets = new MemorySecretStore();
    private final MemoryUserStore users = new MemoryUserStore();
    private final PasswordHasher hasher = new NamedCosts();
    private final Decoys decoys = newDecoys();

    private Decoys newDecoys() {
        return new Decoys(
                users, hasher, new KeyRing(secrets, new Tokens(), () -> Instant.parse("2026-03-01T08:00:00Z")));
    }

    /** A hash is its cost, and a number. */
    private static final class NamedCosts implements PasswordHasher {
        @Override
        public PasswordHash hash(Password password) {
            throw new UnsupportedOperationException("nothing is hashed here");
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            return Verification.DIFFERS;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("today decoy");
        }

        @Override
        public String cost(PasswordHash hash) {
            return hash.phc().substring(0, hash.phc().indexOf(' '));
        }
    }

    private void addUsers(String cost, int count) {
        for (int i = 0; i < count; i++) {
            users.insert(new User(
                    new PrincipalId(cost + i),
                    username(cost + "-" + i),
                    "name",
                    new PasswordHash(cost + " " + i),
                    false));
        }
    }

    /** How many of many names that nobody has draw each cost. */
    private Map<String, Double> shares(Decoys drawing) {
        Map<String, Long> counts = IntStream.range(0, NAMES)
                .mapToObj(i -> hasher.cost(drawing.of(username("nobody-" + i))))
                .collect(Collectors.groupingBy(cost -> cost, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue() / (double) NAMES));
    }

    @Nested
    class Names_that_nobody_has {
        @Test
        void draw_each_cost_as_often_as_users_have_it() {
            addUsers("old", 120);
            addUsers("older", 60);
            addUsers("today", 20);
            assertThat(decoys.refresh()).isTrue();

            Map<String, Double> shares = shares(decoys);

            // Five standard deviations.
            assertThat(shares.get("old")).isCloseTo(0.6, within(0.018));
            assertThat(shares.get("older")).isCloseTo(0.3, within(0.018));
            assertThat(shares.get("today")).isCloseTo(0.1, within(0.011));
        }

        @Test
        void draw_a_cost_that_one_user_in_a_thousand_has_too() {
            addUsers("rare", 1);
            addUsers("today", 999);
            decoys.refresh();

            assertThat(shares(decoys).get("rare")).isCloseTo(0.001, within(0.0012));
        }

        @Test
        void draw_what_everybody_has() {
            addUsers("old", 3);
            decoys.refresh();

            assertThat(shares(decoys)).containsOnlyKeys("old");
        }

        @Test
        void draw_the_same_again_and_after_a_restart_and_after_keys_were_rotated() {
            addUsers("old", 5);
            addUsers("today", 5);
            decoys.refresh();
            new KeyRing(secrets, new Tokens(), () -> Instant.parse("2026-03-01T09:00:00Z")).rotate();
            Decoys restarted = newDecoys();
            restarted.refresh();

            for (int i = 0; i < 200; i++) {
                assertThat(restarted.of(username("nobody-" + i)))
                        .isEqualTo(decoys.of(username("nobody-" + i)))
                        .isEqualTo(decoys.of(username("nobody-" + i)));
            }
        }

        @Test
        void cannot_be_foretold_without_the_key() {
            addUsers("old", 50);
            addUsers("today", 50);
            decoys.refresh();
            Decoys elsewhere = new Decoys(
                    users,
                    hasher,
                    new KeyRing(new MemorySecretStore(), new Tokens(), () -> Instant.parse("2026-03-01T08:00:00Z")));
            elsewhere.refresh();

            long agreeing = IntStream.range(0, 1000)
                    .filter(i -> decoys.of(username("nobody-" + i)).equals(elsewhere.of(username("nobody-" + i))))
                    .count();
            assertThat(agreeing).isBetween(400L, 600L);
        }

        @Test
        void take_what_today_takes_while_there_are_no_users_and_before_any_was_seen() {
            assertThat(decoys.of(username("nobody"))).isEqualTo(hasher.decoy());
            addUsers("old", 3);
            assertThat(decoys.of(username("nobody"))).isEqualTo(hasher.decoy());
        }

        @Test
        void follow_the_users_as_their_hashes_are_raised() {
            addUsers("old", 10);
            decoys.refresh();
            for (int i = 0; i < 5; i++) {
                users.replacePasswordHash(
                        new PrincipalId("old" + i), new PasswordHash("old " + i), new PasswordHash("today " + i));
            }
            decoys.refresh();

            assertThat(shares(decoys).get("today")).isCloseTo(0.5, within(0.018));
        }
    }

    @Test
    void no_hash_of_todays_users_is_kept() {
        addUsers("today", 3);
        decoys.refresh();

        assertThat(decoys.of(username("nobody"))).isEqualTo(hasher.decoy());
    }

    @Test
    void users_without_a_password_count_for_nothing() {
        users.insert(User.withoutPassword(new PrincipalId("id"), username("alice"), "Alice"));
        addUsers("old", 1);
        decoys.refresh();

        assertThat(shares(decoys)).containsOnlyKeys("old");
    }

    @Test
    void many_users_are_seen_in_several_calls_and_count_once_all_were() {
        addUsers("old", 10_500);

        assertThat(decoys.refresh()).isFalse();
        assertThat(decoys.of(username("nobody"))).isEqualTo(hasher.decoy());
        assertThat(decoys.refresh()).isTrue();
        assertThat(hasher.cost(decoys.of(username("nobody")))).isEqualTo("old");
    }
}
