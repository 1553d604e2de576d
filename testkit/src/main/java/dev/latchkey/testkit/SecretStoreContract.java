package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.store.SecretStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every {@link SecretStore} must do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class SecretStoreContract {
    private SecretStore store;

    /** For subclasses. */
    protected SecretStoreContract() {}

    /** An empty store, asked for once before each test. */
    protected abstract SecretStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @Test
    void the_first_candidate_is_kept() {
        assertThat(store.getOrCreate("csrf-key", new byte[] {1, 0, -1})).containsExactly(1, 0, -1);
    }

    @Test
    void a_later_candidate_is_not() {
        store.getOrCreate("csrf-key", new byte[] {1});

        assertThat(store.getOrCreate("csrf-key", new byte[] {2})).containsExactly(1);
    }

    @Test
    void names_are_kept_apart() {
        store.getOrCreate("csrf-key", new byte[] {1});

        assertThat(store.getOrCreate("other-key", new byte[] {2})).containsExactly(2);
        assertThat(store.getOrCreate("csrf-key", new byte[] {3})).containsExactly(1);
    }

    @Test
    void a_name_may_have_64_characters() {
        String name = "a-".repeat(32);
        store.getOrCreate(name, new byte[] {1});

        assertThat(store.getOrCreate(name, new byte[] {2})).containsExactly(1);
    }

    @Test
    void what_a_caller_does_to_its_array_changes_nothing_kept() {
        byte[] candidate = {1};
        byte[] answer = store.getOrCreate("csrf-key", candidate);
        candidate[0] = 7;
        answer[0] = 8;

        assertThat(store.getOrCreate("csrf-key", new byte[] {2})).containsExactly(1);
    }

    @Test
    void all_of_50_at_once_with_different_candidates_get_the_same_answer() {
        List<ByteBuffer> answers =
                Race.of(50, i -> () -> ByteBuffer.wrap(store.getOrCreate("csrf-key", new byte[] {(byte) i})));

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(store.getOrCreate("csrf-key", new byte[] {99}))
                .isEqualTo(answers.getFirst().array());
    }
}
