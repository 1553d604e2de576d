package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberTokenTest {
    private static final String SELECTOR = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String VALIDATOR = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final RememberToken token = new Tokens().newRememberToken();

    @Property
    void any_other_text_is_no_token(@ForAll @StringLength(max = 80) String text) {
        RememberToken.parse(text)
                .ifPresent(parsed -> assertThat(parsed.cookieValue()).isEqualTo(text));
    }

    @Nested
    class A_cookie_value {
        @Test
        void is_a_selector_of_22_and_a_validator_of_43_characters() {
            assertThat(token.cookieValue()).matches("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}");
        }

        @Test
        void reads_back_as_the_same_token() {
            assertThat(RememberToken.parse(token.cookieValue())).contains(token);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    SELECTOR,
                    SELECTOR + "." + VALIDATOR + "A",
                    SELECTOR + "." + "A" + VALIDATOR + ".",
                    SELECTOR + ":" + VALIDATOR,
                    SELECTOR + "." + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                    "AAAAAAAAAAAAAAAAAAAAAB" + "." + VALIDATOR,
                    "AAAAAAAAAAAAAAAAAAAA/A" + "." + VALIDATOR,
                    "AAAAAAAAAAAAAAAAAAAAÀA" + "." + VALIDATOR
                })
        void with_another_length_alphabet_or_stray_bits_is_refused(String text) {
            assertThat(RememberToken.parse(text)).isEmpty();
        }
    }

    @Nested
    class A_successor {
        private final HmacKey key = new HmacKey(new byte[32]);

        @Test
        void is_the_same_on_every_node_that_has_the_key() {
            assertThat(token.successor(new HmacKey(new byte[32]))).isEqualTo(token.successor(key));
        }

        @Test
        void belongs_to_the_same_series_and_differs() {
            assertThat(token.successor(key).series()).isEqualTo(token.series());
            assertThat(token.successor(key)).isNotEqualTo(token);
        }

        @Test
        void cannot_be_computed_with_another_key() {
            byte[] other = new byte[32];
            other[31] = 1;

            assertThat(token.successor(new HmacKey(other))).isNotEqualTo(token.successor(key));
        }

        @Test
        void shares_nothing_with_the_session_token_of_the_same_generation() {
            assertThat(token.sessionToken(key).cookieValue())
                    .isNotEqualTo(token.successor(key).cookieValue().substring(23));
        }
    }

    @Test
    void is_not_printed() {
        assertThat(List.of(token.toString(), new HmacKey(new byte[32]).toString()))
                .containsExactly("RememberToken[…]", "HmacKey[…]");
    }
}
