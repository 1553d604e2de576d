package dev.latchkey.credential;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "Alice, alice, case",
        "'  alice  ', alice, surrounding spaces",
        "\u00A0alice\u3000, alice, exotic spaces",
        "\uFF21lice, alice, a full-width letter",
        "E\u0301lodie, \u00E9lodie, a composed accent",
        "alice@Example.COM, alice@example.com, an e-mail address",
        "al ice, al ice, inner space stays"
    })
    void spellings_of_the_same_are_the_same(String typed, String normalised) {
        assertThat(Username.parse(typed)).get().hasToString(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "\u3000",
                "a\nb",
                "a\rb",
                "a\u0000b",
                "a\u007Fb",
                "a\u0085b",
                "a\u200Bb",
                "a\u200Db",
                "a\u202Eb",
                "a\u2028b",
                "a\u2029b",
                "a\uFEFFb",
                "a\uE000b",
                "a\uD800b",
                "\uDC00",
                "a\uFFFFb"
            })
    void what_cannot_be_seen_is_refused(String typed) {
        assertThat(Username.parse(typed)).isEmpty();
    }

    @Test
    void length_is_limited_in_code_points() {
        assertThat(Username.parse("a".repeat(128))).isPresent();
        assertThat(Username.parse("a".repeat(129))).isEmpty();
        assertThat(Username.parse("🗝".repeat(128))).isPresent();
        assertThat(Username.parse("🗝".repeat(129))).isEmpty();
    }

    @Test
    void a_long_text_is_not_even_looked_at() {
        assertThat(Username.parse("a" + " ".repeat(511))).isPresent();
        assertThat(Username.parse("a" + " ".repeat(512))).isEmpty();
        assertThat(Username.parse("\uFDFA".repeat(512))).isEmpty();
    }

    @Property(tries = 5000)
    void normalising_twice_changes_nothing(@ForAll @StringLength(max = 140) String typed) {
        Username.parse(typed)
                .ifPresent(
                        username -> assertThat(Username.parse(username.value())).contains(username));
    }

    @Test
    void normalising_twice_changes_nothing_for_any_character() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            Username.parse("a" + Character.toString(codePoint) + "b")
                    .ifPresent(username ->
                            assertThat(Username.parse(username.value())).contains(username));
        }
    }
}
