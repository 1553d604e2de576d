package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final String GOOD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @Property
    void what_is_made_is_read_back(@ForAll @Size(32) byte[] secret) {
        SessionToken token = new SessionToken(secret);

        assertThat(SessionToken.parse(token.cookieValue())).contains(token);
        assertThat(token.cookieValue())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    @Property
    void what_is_read_has_no_other_spelling(
            @ForAll @StringLength(43) @CharRange(from = 'A', to = 'Z') @CharRange(from = '-', to = '9') String text) {
        SessionToken.parse(text)
                .ifPresent(token -> assertThat(token.cookieValue()).isEqualTo(text));
    }

    @Property
    void any_text_is_read_or_refused_and_never_throws(@ForAll String text) {
        assertThat(SessionToken.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAA%2fAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA\u0000AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA\u0100AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA\uFF21AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA\uD83D\uDDDDAAAAAAAAAAAAAAAAAAAA",
                "../../../../../../../../../../../etc/passwd",
                "' or 1=1 --                                "
            })
    void hostile_cookie_values_are_refused(String value) {
        assertThat(SessionToken.parse(value)).isEmpty();
    }

    @Test
    void a_huge_cookie_value_is_refused() {
        assertThat(SessionToken.parse("A".repeat(64 * 1024))).isEmpty();
        byte[] invalidUtf8 = new byte[43];
        Arrays.fill(invalidUtf8, (byte) 0xff);
        assertThat(SessionToken.parse(new String(invalidUtf8, StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void a_store_gets_its_sha_256_only() throws Exception {
        byte[] secret = new byte[32];
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(secret);

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
        SessionToken other = new Tokens().newSessionToken();

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one.hash())
                .isEqualTo(same.hash())
                .hasSameHashCodeAs(same.hash())
                .isNotEqualTo(other.hash());
    }

    @Nested
    class Printed {
        @Property(tries = 50)
        void it_shows_nothing(@ForAll @Size(32) byte[] secret) {
            SessionToken token = new SessionToken(secret);

            assertThat(token).hasToString("SessionToken[…]");
            assertThat(token.hash()).hasToString("TokenHash[…]");
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
            SessionId id = new Tokens().newSessionId();

            assertThat(id).hasToString(id.value());
            assertThat(new SessionId(id.value())).isEqualTo(id);
        }
    }
}
