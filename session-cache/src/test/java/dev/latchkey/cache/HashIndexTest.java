package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HashIndexTest {
    private static final Tokens TOKENS = new Tokens();

    private final HashIndex index = new HashIndex(100);

    @Test
    void nothing_belongs_to_nobody() {
        assertThat(index.of("nobody")).isEmpty();
        index.remove("nobody", newHash());
        assertThat(index.of("nobody")).isEmpty();
    }

    @ParameterizedTest(name = "{0} of one owner")
    @ValueSource(ints = {1, 2, 8, 9, 10, 1_000})
    void what_was_added_is_found_until_it_is_removed(int count) {
        List<TokenHash> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(newHash());
            index.add("alice", hashes.getLast());
        }
        assertThat(index.of("alice")).containsExactlyInAnyOrderElementsOf(hashes);

        Collections.reverse(hashes);
        while (!hashes.isEmpty()) {
            index.remove("alice", hashes.removeLast());
            assertThat(index.of("alice")).containsExactlyInAnyOrderElementsOf(hashes);
        }
    }

    @Test
    void what_was_added_twice_is_there_once() {
        TokenHash hash = newHash();
        index.add("alice", hash);
        index.add("alice", hash);

        assertThat(index.of("alice")).containsExactly(hash);
    }

    @Test
    void who_shares_a_bucket_is_told_too_and_loses_nothing() {
        TokenHash hers = newHash();
        TokenHash his = newHash();
        // These two have the same hash code.
        index.add("Aa", hers);
        index.add("BB", his);

        assertThat(index.of("Aa")).containsExactlyInAnyOrder(hers, his);
        index.remove("Aa", hers);
        assertThat(index.of("BB")).containsExactly(his);
    }

    private static TokenHash newHash() {
        return TOKENS.newSessionToken(0).hash();
    }
}
