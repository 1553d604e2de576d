package dev.latchkey.core.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jane Doe",
                "Ålice \"Ω\" 愛麗絲 🗝",
                "Ọláolúwa Adébáyọ̀",
                "محمد رضا می\u200Cخواهم",
                "שָׁלוֹם כֹּהֵן",
                "ශ්\u200Dරී ලංකා",
                "राजीव श्रीवास्तव",
                "བསྟན་འཛིན་རྒྱ་མཚོ",
                "葛\uDB40\uDD00城",
                "Zoë 👩\u200D🔬 ❤\uFE0F",
                "O’Brien, Jr.",
                "J"
            })
    void names_of_people_are_taken(String name) {
        assertThat(DisplayName.flaw(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a\u202Eb, U+202E (RIGHT-TO-LEFT OVERRIDE)",
        "a\u2066b, U+2066 (LEFT-TO-RIGHT ISOLATE)",
        "a\u200Fb, U+200F (RIGHT-TO-LEFT MARK)",
        "a\u061Cb, U+061C (ARABIC LETTER MARK)",
        "a\u2028b, U+2028 (LINE SEPARATOR)",
        "a\u2029b, U+2029 (PARAGRAPH SEPARATOR)",
        "a\u0000b, U+0000 (NULL)",
        "a\u200Bb, U+200B (ZERO WIDTH SPACE)",
        "a\u200Db, U+200D (ZERO WIDTH JOINER)",
        "a\uFE0Fb, U+FE0F (VARIATION SELECTOR-16)",
        "a\u00ADb, U+00AD (SOFT HYPHEN)",
        "a\u034Fb, U+034F (COMBINING GRAPHEME JOINER)",
        "a\uFEFFb, U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
        "a\u3164b, U+3164 (HANGUL FILLER)",
        "a\u2800b, U+2800 (BRAILLE PATTERN BLANK)",
        "a\uDB40\uDC41b, U+E0041 (TAG LATIN CAPITAL LETTER A)",
        "a\uFFFDb, 'U+FFFD, which stands for a character that was lost on the way'"
    })
    void what_plays_a_trick_is_named(String name, String character) {
        assertThat(DisplayName.flaw(name)).contains("must not hold " + character);
    }

    @Test
    void no_name_holds_any_control_of_text_direction_or_lines() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(codePoint -> switch (Character.getType(codePoint)) {
                            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                                true;
                            default -> false;
                        })
                        .filter(codePoint -> DisplayName.flaw("Jane" + Character.toString(codePoint) + "Doe")
                                .isEmpty())
                        .mapToObj(Integer::toHexString))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3000", "\u2003"})
    void a_name_without_anything_to_see_is_refused(String name) {
        assertThat(DisplayName.flaw(name)).contains("must have 1 to 200 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u2007\u202F", " \u00A0\u205F", "\u0301", " \u20DD", "\u0E3A", "\u0903"})
    void a_name_of_spaces_that_do_not_break_or_of_marks_on_no_letter_is_refused(String name) {
        assertThat(DisplayName.flaw(name)).contains("must have a character that can be seen by itself");
    }

    @Test
    void has_at_most_200_characters_and_4_marks_on_one_letter() {
        assertThat(DisplayName.flaw("a".repeat(200))).isEmpty();
        assertThat(DisplayName.flaw("a".repeat(201))).isPresent();
        assertThat(DisplayName.flaw("z" + "\u0335".repeat(4))).isEmpty();
        assertThat(DisplayName.flaw("z" + "\u0335".repeat(5)))
                .contains("must not pile up more than 4 marks on one letter");
    }
}
