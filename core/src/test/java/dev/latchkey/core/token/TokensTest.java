package dev.latchkey.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final int SAMPLE = 200_000;

    private final Tokens tokens = new Tokens();

    @Test
    @DisplayName("ASVS 7.2.3: a million session ids, no duplicate")
    void a_million_ids_have_no_duplicate() {
        Set<String> seen = new HashSet<>(2_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            seen.add(tokens.newOpaqueId());
        }
        assertThat(seen).hasSize(1_000_000);
    }

    @Test
    @DisplayName("ASVS 7.2.3: every character of a session token is evenly spread over its alphabet")
    void characters_are_evenly_spread() {
        int[][] counts = new int[SessionToken.LENGTH][128];
        for (int i = 0; i < SAMPLE; i++) {
            String value = tokens.newSessionToken(0).cookieValue();
            for (int position = Partition.LENGTH; position < SessionToken.LENGTH; position++) {
                counts[position][value.charAt(position)]++;
            }
        }
        for (int position = Partition.LENGTH; position < SessionToken.LENGTH; position++) {
            // The last of 43 characters carries 4 bits.
            int symbols = position == SessionToken.LENGTH - 1 ? 16 : 64;
            double degrees = symbols - 1;
            assertThat(chiSquare(counts[position], symbols))
                    .as("chi² of position " + position)
                    .isLessThan(degrees + 8 * Math.sqrt(2 * degrees));
        }
    }

    private static double chiSquare(int[] counts, int symbols) {
        double expected = (double) SAMPLE / symbols;
        double sum = 0;
        int seen = 0;
        for (int count : counts) {
            if (count > 0) {
                seen++;
                sum += (count - expected) * (count - expected) / expected;
            }
        }
        assertThat(seen).isEqualTo(symbols);
        return sum;
    }

    @Test
    void ids_and_tokens_have_their_lengths() {
        assertThat(tokens.newSessionToken(0).cookieValue()).hasSize(45).matches("[A-Za-z0-9_-]+");
        assertThat(tokens.newSessionId(0).value()).hasSize(22).matches("[A-Za-z0-9_-]+");
        assertThat(tokens.newSecret(1)).hasSize(1);
        assertThat(tokens.newSecret(1024)).hasSize(1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025, Integer.MAX_VALUE})
    void a_secret_of_another_length_is_refused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.newSecret(length))
                .withMessage("a secret has 1 to 1024 bytes, not " + length);
    }
}
