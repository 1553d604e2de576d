package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.store.Secret;
import dev.latchkey.core.store.SecretStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link SecretStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class SecretStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = T0.plusSeconds(3600);

    private SecretStore store;

    /** For subclasses. */
    protected SecretStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract SecretStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    private byte[] only(String purpose, byte... candidate) {
        List<Secret> versions = store.getOrCreate(purpose, candidate, T0);
        assertThat(versions).hasSize(1);
        return versions.getFirst().value();
    }

    @Nested
    class The_first_version {
        @Test
        void is_the_first_candidate() {
            assertThat(store.getOrCreate("csrf-key", new byte[] {1, 0, -1}, T0))
                    .singleElement()
                    .satisfies(secret -> {
                        assertThat(secret.purpose()).isEqualTo("csrf-key");
                        assertThat(secret.version()).isEqualTo(1);
                        assertThat(secret.value()).containsExactly(1, 0, -1);
                        assertThat(secret.createdAt()).isEqualTo(T0);
                    });
        }

        @Test
        void is_not_a_later_candidate() {
            only("csrf-key", (byte) 1);

            assertThat(only("csrf-key", (byte) 2)).containsExactly(1);
        }

        @Test
        void of_another_purpose_is_another() {
            only("csrf-key", (byte) 1);

            assertThat(only("other-key", (byte) 2)).containsExactly(2);
            assertThat(only("csrf-key", (byte) 3)).containsExactly(1);
        }

        @Test
        void may_be_of_a_purpose_of_64_characters() {
            String purpose = "a-".repeat(32);
            only(purpose, (byte) 1);

            assertThat(only(purpose, (byte) 2)).containsExactly(1);
        }

        @Test
        void is_not_changed_by_what_a_caller_does_to_its_array() {
            byte[] candidate = {1};
            byte[] answer = only("csrf-key", candidate);
            candidate[0] = 7;
            answer[0] = 8;

            assertThat(only("csrf-key", (byte) 2)).containsExactly(1);
        }

        @Test
        void is_one_for_all_of_50_that_come_at_once_with_different_candidates() {
            List<ByteBuffer> answers = Race.of(50, i -> () -> ByteBuffer.wrap(only("csrf-key", (byte) i)));

            assertThat(answers).containsOnly(answers.getFirst());
            assertThat(only("csrf-key", (byte) 99)).isEqualTo(answers.getFirst().array());
        }
    }

    @Nested
    class The_next_version {
        @Test
        void comes_before_those_it_follows() {
            only("csrf-key", (byte) 1);

            Secret added = store.add("csrf-key", new byte[] {2}, LATER);

            assertThat(added.version()).isEqualTo(2);
            assertThat(added.value()).containsExactly(2);
            assertThat(added.createdAt()).isEqualTo(LATER);
            assertThat(store.getOrCreate("csrf-key", new byte[] {3}, LATER))
                    .extracting(Secret::version)
                    .containsExactly(2, 1);
        }

        @Test
        void of_one_purpose_leaves_the_others_alone() {
            only("csrf-key", (byte) 1);
            only("other-key", (byte) 1);
            store.add("csrf-key", new byte[] {2}, LATER);

            assertThat(store.list())
                    .extracting(secret -> secret.purpose() + " " + secret.version())
                    .containsExactly("csrf-key 2", "csrf-key 1", "other-key 1");
        }

        @Test
        void has_a_number_of_its_own_for_each_of_20_that_are_added_at_once() {
            only("csrf-key", (byte) 1);

            List<Integer> versions = Race.of(
                    20,
                    i -> () ->
                            store.add("csrf-key", new byte[] {(byte) i}, LATER).version());

            assertThat(versions).doesNotHaveDuplicates();
            assertThat(store.list()).hasSize(21);
        }
    }

    @Nested
    class Forgetting {
        @Test
        void takes_the_versions_below_and_tells_how_many() {
            only("csrf-key", (byte) 1);
            store.add("csrf-key", new byte[] {2}, LATER);
            store.add("csrf-key", new byte[] {3}, LATER);

            assertThat(store.forgetBelow("csrf-key", 3)).isEqualTo(2);
            assertThat(store.list()).extracting(Secret::version).containsExactly(3);
            assertThat(store.forgetBelow("csrf-key", 3)).isZero();
        }

        @Test
        void never_takes_the_newest() {
            only("csrf-key", (byte) 1);

            assertThat(store.forgetBelow("csrf-key", 99)).isZero();
            assertThat(only("csrf-key", (byte) 2)).containsExactly(1);
        }

        @Test
        void does_not_let_a_number_be_used_again() {
            only("csrf-key", (byte) 1);
            store.add("csrf-key", new byte[] {2}, LATER);
            store.forgetBelow("csrf-key", 2);

            assertThat(store.add("csrf-key", new byte[] {3}, LATER).version()).isEqualTo(3);
        }

        @Test
        void of_a_purpose_that_is_not_known_takes_nothing() {
            assertThat(store.forgetBelow("csrf-key", 2)).isZero();
            assertThat(store.list()).isEmpty();
        }
    }
}
