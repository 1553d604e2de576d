package dev.latchkey.core.credential;

import static dev.latchkey.core.testing.World.password;
import static dev.latchkey.core.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private final PasswordRules rules = PasswordRules.defaults();
    private final PasswordRules shorter = new PasswordRules(8, CommonPasswords.shipped());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery stapler on fire",
                "exactly15chars!",
                "nur kleinbuchstaben ohne ziffern",
                "пятнадцать букв и больше",
                "愛愛麗絲在奇境中遇見了一隻白色的兔子",
                "🗝🔒🗝🔑🗝🚪🔑🔒🗝🔑🔒🚪🗝🔒🔑"
            })
    @DisplayName("NIST SP 800-63B §3.1.1.2: length and nothing but length, in code points")
    void long_passwords_of_any_composition_are_taken(String typed) {
        assertThat(flaws(rules, typed)).isEmpty();
    }

    @Test
    void at_least_64_characters_are_allowed() {
        assertThat(flaws(rules, "many words make a sentence ".repeat(9))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "14 characters!,  TOO_SHORT",
        "aaaaaaaaaaaaaaaa,     TOO_REGULAR",
        "abcabcabcabcabcabc,   TOO_REGULAR",
        "1234567812345678,     TOO_REGULAR",
        "hunter2hunter2hunter2, TOO_REGULAR",
        "abcdefghijklmnopq,    TOO_REGULAR",
        "9876543210987654,     TOO_REGULAR",
        "12345678901234567890, TOO_REGULAR",
        "1q2w3e4r5t6y7u8i9o0p, ",
        "The.Real.Jane.Doe,    LIKE_THE_NAME",
        "the.real.jane.doe1!,  LIKE_THE_NAME",
        "Jane Doe of Sunnybrook, LIKE_THE_NAME",
        "the.real.jane.doe likes her cat, "
    })
    void what_is_guessed_first_is_refused(String typed, PasswordFlaw flaw) {
        assertThat(flaws(rules, typed)).isEqualTo(flaw == null ? Set.of() : Set.of(flaw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseball", "BaseBall", "trustno1", "sunshine", "iloveyou"})
    void the_commonest_are_refused_where_short_ones_are_allowed(String typed) {
        assertThat(flaws(shorter, typed)).contains(PasswordFlaw.TOO_COMMON);
    }

    @Test
    void common_ones_of_15_characters_are_refused_too() {
        assertThat(flaws(rules, "1qaz2wsx3edc4rfv")).contains(PasswordFlaw.TOO_COMMON);
    }

    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource({
        "demo, Demo User, demo user demo user",
        "demo, Demo User, DEMO-user.Demo_user!!",
        "jane@example.com, Jane, jane@example.com jane",
        "jane@example.com, Jane, Jane example com 2026",
        "anna.bell, Anna Bell, Anna Bell Anna Bell 1",
        "anna, Anna Bell, bellanna bellanna bell",
        "anna, Anna Bell, annabell12345678",
        "jose, José Müller, jose muller 1234567",
        "jose, José Müller, JOSÉ MÜLLER MÜLLER",
        "οδυσσεύς, Οδυσσεύς, ΟΔΥΣΣΕΎΣ οδυσσευς",
        "liming, 李明, 李明李明李明李明李明李明李明李明",
        "trusty, Trusty, trusty baseball"
    })
    void what_is_little_more_than_a_name_in_any_order_and_spelling_is_refused(
            String username, String name, String typed) {
        assertThat(rules.flaws(password(typed), username(username), name)).contains(PasswordFlaw.LIKE_THE_NAME);
    }

    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource({
        "demo, Demo User, demo likes long walks",
        "jane@example.com, Jane, an example of comfort",
        "anna, Anna Bell, no name in it at all",
        "al, Al, falling walls all day"
    })
    void what_has_enough_besides_is_taken(String username, String name, String typed) {
        assertThat(rules.flaws(password(typed), username(username), name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "CorrectHorseBatteryStaple",
                "correct-horse-battery-staple",
                "To be, or not to be",
                "May the Force be with you",
                "this is my password",
                "the quick brown fox"
            })
    void phrases_that_everybody_knows_are_refused_however_they_are_spelled(String typed) {
        assertThat(flaws(rules, typed)).contains(PasswordFlaw.TOO_COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password password", "abc abc abc abc abc", "1234 1234 1234 1234", "pass.word.pass.word"})
    void a_blank_in_between_makes_no_difference(String typed) {
        assertThat(flaws(rules, typed)).isNotEmpty();
    }

    @ParameterizedTest(name = "a minimum of {0}: {1}")
    @CsvSource({"7, false", "8, true", "64, true", "65, false"})
    void the_minimum_is_8_to_64(int minimum, boolean isFine) {
        if (isFine) {
            assertThat(new PasswordRules(minimum, CommonPasswords.shipped()).minLength())
                    .isEqualTo(minimum);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PasswordRules(minimum, CommonPasswords.shipped()));
        }
    }

    @Test
    void the_shipped_list_has_no_licence_text_among_its_passwords() {
        assertThat(CommonPasswords.shipped().contains("#")).isFalse();
        assertThat(CommonPasswords.shipped().contains("")).isFalse();
    }

    private static Set<PasswordFlaw> flaws(PasswordRules rules, String typed) {
        return rules.flaws(password(typed), username("the.real.jane.doe"), "Jane Doe of Sunnybrook");
    }
}
