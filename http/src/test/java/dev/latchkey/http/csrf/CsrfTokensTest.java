package dev.latchkey.http.csrf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Keyset;
import dev.latchkey.core.token.Tokens;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A CSRF token is an HMAC over a nonce that one browser holds")
class CsrfTokensTest {
    private static final String A = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String B = "AAAAAAAAAAAAAAAAAAAAAQ";

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final SecretStore secrets = new MemorySecretStore();
    private final KeyRing keys = ring(secrets);
    private final CsrfTokens tokens = new CsrfTokens(keys, new Tokens());

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
    }

    @Nested
    class The_key {
        @Test
        void is_made_once_with_256_random_bits() {
            assertThat(secrets.list()).singleElement().satisfies(secret -> {
                assertThat(secret.purpose()).isEqualTo("csrf");
                assertThat(secret.value()).hasSize(32);
            });
        }

        @Test
        void survives_a_restart_so_tokens_stay_valid() {
            CsrfTokens restarted = new CsrfTokens(ring(secrets), new Tokens());

            assertThat(restarted.isValid(A, tokens.token(A))).isTrue();
        }

        @Test
        void of_another_installation_makes_other_tokens() {
            CsrfTokens elsewhere = new CsrfTokens(ring(new MemorySecretStore()), new Tokens());

            assertThat(elsewhere.isValid(A, tokens.token(A))).isFalse();
        }

        @Test
        void may_be_rotated_and_tokens_from_before_stay_valid() {
            String before = tokens.token(A);
            keys.rotate();
            now.set(T0.plus(Keyset.SETTLING));

            assertThat(tokens.token(A)).isNotEqualTo(before);
            assertThat(tokens.isValid(A, before)).isTrue();
            assertThat(tokens.isValid(A, tokens.token(A))).isTrue();
        }

        @Test
        void when_forgotten_takes_its_tokens_with_it() {
            String before = tokens.token(A);
            keys.rotate();
            secrets.forgetBelow("csrf", 2);
            keys.refresh();

            assertThat(tokens.isValid(A, before)).isFalse();
        }
    }

    private KeyRing ring(SecretStore store) {
        return new KeyRing(store, new Tokens(), now::get);
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

    @Test
    void no_text_passes_for_a_token() {
        Tries.run(200, chance -> {
            String text = chance.text();

            assertThat(tokens.isValid(A, text)).isFalse();
            assertThat(CsrfTokens.isNonce(text)).isEqualTo(text.matches("[A-Za-z0-9_-]{22}"));
        });
    }
}
