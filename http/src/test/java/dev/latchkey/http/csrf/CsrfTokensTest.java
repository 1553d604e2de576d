package dev.latchkey.http.csrf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.store.SecretStore;
import dev.latchkey.token.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A CSRF token is an HMAC over a nonce that one browser holds")
class CsrfTokensTest {
    private static final String A = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String B = "AAAAAAAAAAAAAAAAAAAAAQ";

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final SecretStore secrets = (name, candidate) -> kept.computeIfAbsent(name, ignored -> candidate);
    private final CsrfTokens tokens = new CsrfTokens(secrets, new Tokens());

    @Nested
    class A_token {
        @Test
        void is_good_with_the_nonce_it_was_made_for() {
            assertThat(tokens.isValid(A, tokens.token(A))).isTrue();
            assertThat(tokens.token(A)).matches("[A-Za-z0-9_-]{43}");
        }

        @Test
        void of_one_browser_is_no_good_in_another() {
            assertThat(tokens.isValid(B, tokens.token(A))).isFalse();
        }

        @Test
        void is_not_the_cookie_itself() {
            assertThat(tokens.isValid(A, A)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "null", "undefined", "é", "\0", "Ā"})
        void is_not_just_any_text(String text) {
            assertThat(tokens.isValid(A, text)).isFalse();
        }

        @Test
        void is_good_whole_and_unchanged_only() {
            String token = tokens.token(A);

            assertThat(tokens.isValid(A, token.substring(1))).isFalse();
            assertThat(tokens.isValid(A, token + "=")).isFalse();
            assertThat(tokens.isValid(A, " " + token)).isFalse();
            assertThat(tokens.isValid(A, token.toLowerCase(Locale.ROOT))).isFalse();
        }

        @Test
        void is_HMAC_SHA_256_over_the_length_and_the_nonce() {
            byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            CsrfTokens known = new CsrfTokens((name, candidate) -> key, new Tokens());

            // Computed with Python's hmac: HMAC(key, 00000016 || nonce).
            assertThat(known.token(A)).isEqualTo("5ERj-Oyqnqa5VpS76eUMFsoKR-q4UZlaRMWfvR0dgvg");
        }
    }

    @Nested
    class The_key {
        @Test
        void is_made_once_with_256_random_bits() {
            assertThat(kept).containsOnlyKeys("csrf");
            assertThat(kept.get("csrf")).hasSize(32);
        }

        @Test
        void survives_a_restart_so_tokens_stay_valid() {
            CsrfTokens restarted = new CsrfTokens(secrets, new Tokens());

            assertThat(restarted.isValid(A, tokens.token(A))).isTrue();
        }

        @Test
        void of_another_installation_makes_other_tokens() {
            CsrfTokens elsewhere = new CsrfTokens((name, candidate) -> candidate, new Tokens());

            assertThat(elsewhere.isValid(A, tokens.token(A))).isFalse();
        }
    }

    @Nested
    class A_nonce {
        @Test
        void is_new_each_time_and_recognised() {
            assertThat(tokens.newNonce()).isNotEqualTo(tokens.newNonce());
            assertThat(CsrfTokens.isNonce(tokens.newNonce())).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "AAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAA=",
                    "AAAAAAAAAAAAAAAAAAAAA\n",
                    "\"AAAAAAAAAAAAAAAAAAAA\"",
                    "AAAAAAAAAAAAAAAAAAAAAé"
                })
        void is_22_characters_of_base64url(String text) {
            assertThat(CsrfTokens.isNonce(text)).isFalse();
        }
    }

    @Property(tries = 200)
    void no_text_passes_for_a_token(@ForAll String text) {
        assertThat(tokens.isValid(A, text)).isFalse();
        assertThat(CsrfTokens.isNonce(text)).isEqualTo(text.matches("[A-Za-z0-9_-]{22}"));
    }
}
