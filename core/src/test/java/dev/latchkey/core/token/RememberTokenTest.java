package dev.latchkey.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.chance.Tries;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberTokenTest {
    private static final String SELECTOR = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String BODY = "A".repeat(70);

    private final HmacKey key = new HmacKey(new byte[32]);
    private final HmacKey otherKey = key(1);
    private final RememberToken token = new Tokens().newRememberToken(1234, key);

    private static HmacKey key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new HmacKey(bytes);
    }

    @Test
    void any_other_text_is_no_token() {
        Tries.run(chance -> {
            String text = chance.text(120);

            RememberToken.parse(text)
                    .ifPresent(parsed -> assertThat(parsed.cookieValue()).isEqualTo(text));
        });
    }

    @Nested
    class A_cookie_value {
        @Test
        void is_a_partition_and_a_selector_and_a_generation_with_validator_and_mac() {
            assertThat(token.cookieValue()).matches("[A-Za-z0-9_-]{2}[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{70}");
        }

        @Test
        void stays_well_below_what_browsers_keep() {
            assertThat("__Host-latchkey-remember=" + token.cookieValue()).hasSizeLessThan(200);
        }

        @Test
        void reads_back_as_the_same_token() {
            RememberToken later = token.successor(key).successor(key);

            assertThat(RememberToken.parse(token.cookieValue())).contains(token);
            assertThat(RememberToken.parse(later.cookieValue())).contains(later);
            assertThat(later.generation()).isEqualTo(2);
            assertThat(later.partition()).isEqualTo(1234);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    SELECTOR,
                    // What was issued before tokens had a MAC.
                    SELECTOR + "." + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    SELECTOR + "."
                            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                })
        void of_another_length_is_refused(String text) {
            assertThat(RememberToken.parse(text)).isEmpty();
        }

        @Test
        void with_another_alphabet_or_stray_bits_or_a_generation_below_zero_is_refused() {
            assertThat(RememberToken.parse("AA" + SELECTOR + "." + BODY)).isPresent();
            assertThat(List.of(
                            "AA" + SELECTOR + ":" + BODY,
                            "A/" + SELECTOR + "." + BODY,
                            "À" + "A" + SELECTOR + "." + BODY,
                            "AA" + "AAAAAAAAAAAAAAAAAAAAAB" + "." + BODY,
                            "AA" + "AAAAAAAAAAAAAAAAAAAA/A" + "." + BODY,
                            "AA" + SELECTOR + "." + "A".repeat(69) + "B",
                            "AA" + SELECTOR + "." + "A".repeat(69) + "=",
                            "AA" + SELECTOR + "." + "_" + "A".repeat(69)))
                    .allSatisfy(text ->
                            assertThat(RememberToken.parse(text)).as(text).isEmpty());
        }
    }

    @Nested
    class Its_mac {
        @Test
        void says_that_we_issued_it_and_so_says_that_of_every_successor() {
            RememberToken link = token;
            for (int i = 0; i < 50; i++) {
                assertThat(link.isSignedWith(key)).isTrue();
                assertThat(link.isSignedWith(otherKey)).isFalse();
                link = link.successor(key);
            }
        }

        @Test
        void covers_every_bit_of_every_part() {
            String value = token.cookieValue();
            for (int i = 0; i < value.length(); i++) {
                for (char other : new char[] {'A', 'Q', 'g', 'w', '_'}) {
                    String changed = value.substring(0, i) + other + value.substring(i + 1);
                    if (!changed.equals(value)) {
                        assertThat(RememberToken.parse(changed).filter(read -> read.isSignedWith(key)))
                                .as("character " + i)
                                .isEmpty();
                    }
                }
            }
        }

        @Test
        void is_not_that_of_another_series_or_partition() {
            RememberToken other = new Tokens().newRememberToken(1234, key);
            String mixed =
                    other.cookieValue().substring(0, 25) + token.cookieValue().substring(25);

            assertThat(RememberToken.parse(mixed).orElseThrow().isSignedWith(key))
                    .isFalse();
        }
    }

    @Nested
    class A_successor {
        @Test
        void is_the_same_on_every_node_that_has_the_key() {
            assertThat(token.successor(new HmacKey(new byte[32]))).isEqualTo(token.successor(key));
        }

        @Test
        void belongs_to_the_same_series_and_differs() {
            assertThat(token.successor(key).series()).isEqualTo(token.series());
            assertThat(token.successor(key).generation()).isEqualTo(1);
            assertThat(token.successor(key)).isNotEqualTo(token);
        }

        @Test
        void cannot_be_computed_with_another_key() {
            assertThat(token.successor(otherKey).hash())
                    .isNotEqualTo(token.successor(key).hash());
        }
    }

    @Nested
    class The_session_token_of_a_generation {
        @Test
        void names_the_partition_of_the_principal() {
            Tries.run(50, chance -> {
                int partition = chance.between(0, 4095);
                RememberToken anywhere = new Tokens().newRememberToken(partition, key);

                assertThat(anywhere.sessionToken(key, 0).partition()).isEqualTo(partition);
            });
        }

        @Test
        void is_another_for_each_session_of_the_generation() {
            assertThat(token.sessionToken(key, 0))
                    .isEqualTo(token.sessionToken(key, 0))
                    .isNotEqualTo(token.sessionToken(key, 1));
        }

        @Test
        void shares_nothing_with_the_successor() {
            assertThat(token.successor(key).cookieValue())
                    .doesNotContain(token.sessionToken(key, 0).cookieValue().substring(4, 40));
        }
    }

    @Test
    void a_validator_has_32_bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RememberToken.first(0, token.series(), new byte[31], key))
                .withMessage("a validator has 32 bytes, not 31");
    }

    @Test
    void is_not_printed() {
        assertThat(List.of(token.toString(), new HmacKey(new byte[32]).toString()))
                .containsExactly("RememberToken[…]", "HmacKey[…]");
    }
}
