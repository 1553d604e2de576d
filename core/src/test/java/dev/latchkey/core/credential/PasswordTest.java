package dev.latchkey.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordTest {
    @Test
    void nothing_is_trimmed_or_folded() {
        assertThat(utf8(" Pass\tWord ")).isEqualTo(" Pass\tWord ");
    }

    @DisplayName("NIST SP 800-63B §3.1.1.2: the same keys on another machine give the same bytes")
    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "e\u0301te\u0301, \u00E9t\u00E9, composed accents",
        "\uFF41\uFF42\uFF43, abc, full-width letters",
        "\u212B, \u00C5, the angstrom sign",
        "\uFB01x, fix, a ligature"
    })
    void spellings_of_the_same_are_the_same(String typed, String normalised) {
        assertThat(utf8(typed)).isEqualTo(normalised);
    }

    @Test
    void an_empty_one_is_refused() {
        assertThat(Password.parse("")).isEmpty();
    }

    @Test
    void length_is_limited_in_bytes() {
        assertThat(Password.parse("a".repeat(1023))).isPresent();
        assertThat(Password.parse("a".repeat(1024))).isPresent();
        assertThat(Password.parse("a".repeat(1025))).isEmpty();
        assertThat(Password.parse("é".repeat(512))).isPresent();
        assertThat(Password.parse("é".repeat(513))).isEmpty();
        assertThat(Password.parse("a".repeat(1_000_000))).isEmpty();
    }

    @Test
    void length_is_limited_after_normalisation_too() {
        // One character that NFKC makes 18 of.
        assertThat(Password.parse("\uFDFA".repeat(1024))).isEmpty();
    }

    @Test
    void every_byte_counts() {
        assertThat(utf8("a".repeat(72) + "b")).isNotEqualTo(utf8("a".repeat(72) + "c"));
    }

    @Test
    void any_text_is_read_or_refused_and_never_throws() {
        Tries.run(chance -> Password.parse(chance.text(2000))
                .ifPresent(password -> assertThat(password.toUtf8()).hasSizeBetween(1, Password.MAX_BYTES)));
    }

    @Test
    void it_is_never_printed() {
        assertThat(Password.parse("correct horse")).get().hasToString("Password[…]");
        assertThat(new PasswordHash("$argon2id$…")).hasToString("PasswordHash[…]");
    }

    private static String utf8(String typed) {
        return new String(Password.parse(typed).orElseThrow().toUtf8(), StandardCharsets.UTF_8);
    }
}
