package dev.latchkey.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.chance.Tries;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final String GOOD = "__AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @Test
    void what_is_made_is_read_back() {
        Tries.run(chance -> {
            int partition = chance.between(0, 4095);
            byte[] secret = chance.bytes(32);
            SessionToken token = new SessionToken(partition, secret);

            assertThat(SessionToken.parse(token.cookieValue())).contains(token);
            assertThat(token.partition()).isEqualTo(partition);
            assertThat(token.cookieValue().substring(2))
                    .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        });
    }

    @Test
    void what_is_read_has_no_other_spelling() {
        Tries.run(chance -> {
            String text = chance.textOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ-./0123456789", 45, 45);

            SessionToken.parse(text)
                    .ifPresent(token -> assertThat(token.cookieValue()).isEqualTo(text));
        });
    }

    @ParameterizedTest
    @CsvSource({"0, AA", "1, AB", "64, BA", "4095, __"})
    void a_partition_is_two_characters(int partition, String text) {
        assertThat(new SessionToken(partition, new byte[32]).cookieValue()).startsWith(text);
    }

    @Test
    void its_hash_and_the_names_beside_it_tell_the_partition_too() {
        Tries.run(chance -> {
            int partition = chance.between(0, 4095);

            assertThat(new SessionToken(partition, chance.bytes(32)).hash().partition())
                    .isEqualTo(partition);
            assertThat(new Tokens().newSessionId(partition).partition()).isEqualTo(partition);
            assertThat(new Tokens().newSeriesId(partition).partition()).isEqualTo(partition);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4096, Integer.MAX_VALUE})
    void there_are_4096_partitions(int partition) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionToken(partition, new byte[32]))
                .withMessage("a partition is 0 to 4095, not " + partition);
    }

    @Test
    void any_text_is_read_or_refused_and_never_throws() {
        Tries.run(chance -> assertThat(SessionToken.parse(chance.text())).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                // What was issued before tokens named a partition.
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "A=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "AA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA%2fAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA\u0000AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA\u0100AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA\uFF21AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA\uD83D\uDDDDAAAAAAAAAAAAAAAAAAAA",
                "../../../../../../../../../../../etc/passwd",
                "' or 1=1 --                                "
            })
    void hostile_cookie_values_are_refused(String value) {
        assertThat(SessionToken.parse(value)).isEmpty();
    }

    @Test
    void a_huge_cookie_value_is_refused() {
        assertThat(SessionToken.parse("A".repeat(64 * 1024))).isEmpty();
        byte[] invalidUtf8 = new byte[45];
        Arrays.fill(invalidUtf8, (byte) 0xff);
        assertThat(SessionToken.parse(new String(invalidUtf8, StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void a_store_gets_its_partition_and_its_sha_256_only() throws Exception {
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(GOOD.getBytes(StandardCharsets.US_ASCII));
        // The partition 4095 in place of the first 12 bits.
        expected[0] = (byte) 0xff;
        expected[1] |= (byte) 0xf0;

        assertThat(SessionToken.parse(GOOD).orElseThrow().hash().toBytes()).isEqualTo(expected);
    }

    @Test
    void a_token_hash_has_32_bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenHash(new byte[31]))
                .withMessage("a token hash has 32 bytes, not 31");
    }

    @Test
    void equal_secrets_are_equal() {
        SessionToken one = SessionToken.parse(GOOD).orElseThrow();
        SessionToken same = SessionToken.parse(GOOD).orElseThrow();
        SessionToken other = new Tokens().newSessionToken(0);

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one.hash())
                .isEqualTo(same.hash())
                .hasSameHashCodeAs(same.hash())
                .isNotEqualTo(other.hash());
    }

    @Nested
    class Printed {
        @Test
        void it_shows_nothing() {
            Tries.run(50, chance -> {
                SessionToken token = new SessionToken(7, chance.bytes(32));

                assertThat(token).hasToString("SessionToken[…]");
                assertThat(token.hash()).hasToString("TokenHash[…]");
            });
        }
    }

    @Nested
    class A_session_id {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "AAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAAB",
                    "AAAAAAAAAA../AAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAA\r\n"
                })
        void of_another_shape_is_refused_without_repeating_it(String value) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionId(value))
                    .withMessage("a session id has 22 base64url characters, not " + value.length());
        }

        @Test
        void may_be_printed() {
            SessionId id = new Tokens().newSessionId(0);

            assertThat(id).hasToString(id.value());
            assertThat(new SessionId(id.value())).isEqualTo(id);
        }
    }
}
