package dev.latchkey.core.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource(textBlock = """
            Alice, alice, case
            '  alice  ', alice, surrounding spaces
            \u00A0alice\u3000, alice, exotic spaces
            \uFF21lice, alice, a full-width letter
            E\u0301lodie, \u00E9lodie, a composed accent
            alice@Example.COM, alice@example.com, an e-mail address
            al ice, al ice, inner space stays
            J\u030Canx, \u01F0anx, a capital without a composed form
            \u0399\u0308\u0301\u03B1\u03B1, \u0390\u03B1\u03B1, a Greek one
            H\u0331, \u1E96, a third
            Strasse, stra\u00DFe, a letter whose capital is two
            STRA\u1E9EE, stra\u00DFe, and its capital of one
            \u039F\u0394\u039F\u03A3, \u03BF\u03B4\u03BF\u03C2, a final sigma
            \u0130smail, ismail, a dotted capital
            I\u015EIK, \u0131\u015F\u0131k, a dotless letter
            \uFB01nn, finn, a ligature
            \u13A0\u13B3, \uAB70\uAB83, Cherokee in small letters
            \u1FB3, \u03B1\u03B9, an iota below
            al\uFE0Eice, alice, a variation selector
            a\u034Fdmin, admin, a joiner of graphemes
            admi\u0307n, admin, a dot on a dot
            \u1ECB\u0307van, \u1ECBvan, and one above a dot below
            \u1820\u180B\u1821, \u1820\u1821, a Mongolian selector
            \uBC15\u3164, \uBC15, a Hangul filler
            \u1780\u17B4, \u1780, an unwritten Khmer vowel
            \u0645\u0640\u062D, \u0645\u062D, a lengthened Arabic word
            \u0645\u06CC\u200C\u062E, \u0645\u06CC\u062E, a Persian non-joiner
            \u0DC1\u0DCA\u200D\u0DBB\u0DD3, \u0DC1\u0DCA\u0DBB\u0DD3, a Sinhala joiner
            O\u2019Brien, o'brien, a telephone's apostrophe
            \u041C\u0430\u0440\u02BC\u044F\u043D\u0430, \u043C\u0430\u0440'\u044F\u043D\u0430, a Ukrainian one
            anne\u2011marie, anne-marie, a hyphen that does not break
            """)
    void spellings_of_the_same_are_the_same(String one, String other, String kind) {
        assertThat(Username.parse(one)).as(kind).isPresent().isEqualTo(Username.parse(other));
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
                "a\u00ADb",
                "a\u061Cb",
                "a\u200Bb",
                "a\u200Cb",
                "a\u200Db",
                "\u200Da",
                "a\u202Eb",
                "a\u2028b",
                "a\u2029b",
                "a\u2066b",
                "a\uFEFFb",
                "a\uE000b",
                "a\uD800b",
                "\uDC00",
                "a\uFFFFb",
                "\u3164\u3164\u3164",
                "\u115F\u1160",
                "\uFE0F",
                "a\uDB40\uDC61b",
                "m\uFFFDller"
            })
    void what_cannot_be_seen_or_was_lost_is_refused(String typed) {
        assertThat(Username.parse(typed)).isEmpty();
        assertThat(Username.flaw(typed)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "a\u202Eb, must not hold U+202E (RIGHT-TO-LEFT OVERRIDE)",
        "m\uFFFDller, 'must not hold U+FFFD, which stands for a character that was lost on the way'",
        "'', must have 1 to 128 printable characters"
    })
    void a_refusal_says_which_character(String typed, String flaw) {
        assertThat(Username.flaw(typed)).contains(flaw);
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

    @Nested
    class Of_any_character {
        @Test
        void normalising_twice_changes_nothing() {
            everyCodePoint()
                    .mapToObj(Character::toString)
                    .flatMap(c -> IntStream.range(0, 4)
                            .mapToObj(place -> new String[] {c, "a" + c, c + "b", "a" + c + "b"}[place]))
                    .forEach(UsernameTest::staysTheSame);
        }

        @Test
        void capitals_small_letters_and_every_normal_form_are_one_username() {
            everyCodePoint().mapToObj(Character::toString).forEach(c -> {
                isOneUsername("a" + c + "b");
                Username.parse(c).ifPresent(username -> {
                    isParsedTo(username, c.toUpperCase(Locale.ROOT), c);
                    isParsedTo(username, c.toLowerCase(Locale.ROOT), c);
                });
            });
        }

        @Test
        void a_mark_after_any_letter_of_an_alphabet_is_one_username_in_every_spelling() {
            int[] marks = {0x0300, 0x0301, 0x0304, 0x0307, 0x0308, 0x030A, 0x030C, 0x0323, 0x0331, 0x0345, 0x0342};
            everyCodePoint()
                    .filter(c -> Character.isLetter(c)
                            && (c < 0x2000 || Character.isUpperCase(c) || Character.isLowerCase(c)))
                    .forEach(letter -> IntStream.of(marks)
                            .forEach(mark -> isOneUsername(Normalizer.normalize(
                                    Character.toString(letter) + Character.toString(mark), Normalizer.Form.NFC))));
        }
    }

    @Test
    void random_texts_of_all_scripts_are_one_username_in_every_spelling() {
        Random random = new Random(20261129);
        int[] assigned = everyCodePoint().toArray();
        for (int i = 0; i < 20_000; i++) {
            // Neighbours are of one script, so that marks meet letters they belong to.
            int around = random.nextInt(assigned.length);
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(8), Math.max(0, around - 60), Math.min(assigned.length, around + 60))
                    .forEach(index -> text.appendCodePoint(assigned[index]));
            isOneUsername(Normalizer.normalize(text, Normalizer.Form.NFC));
        }
    }

    @Nested
    class Of_before {
        /** What former rules made of names, as it stands in stores. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "stra\u00DFe",
                    "\u03BF\u03B4\u03BF\u03C2",
                    "i\u0307smail",
                    "j\u030Canx",
                    "al\uFE0Fice",
                    "\u1160"
                })
        void is_read_back_exactly(String stored) {
            assertThat(Username.ofStored(stored)).get().hasToString(stored);
        }

        @ParameterizedTest
        @CsvSource({
            "Stra\u00DFe, stra\u00DFe",
            "\u039F\u0394\u039F\u03A3, \u03BF\u03B4\u03BF\u03C2",
            "\u0130smail, i\u0307smail",
            "al\uFE0Fice, al\uFE0Fice"
        })
        void is_what_its_owner_types_today(String typed, String stored) {
            assertThat(Username.parse(typed).orElseThrow().former()).isEqualTo(stored);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Alice", " alice", "a\u0000b", "a\u202Eb", ""})
        void was_never_made_of_anything(String stored) {
            assertThat(Username.ofStored(stored)).isEmpty();
        }
    }

    private static void isOneUsername(String text) {
        Username.parse(text).ifPresent(username -> {
            staysTheSame(text);
            // Taken apart first, as The Unicode Standard §3.13 has it: else a mark goes over to the iota that was
            // below.
            String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
            isParsedTo(username, apart.toUpperCase(Locale.ROOT), text);
            isParsedTo(username, apart.toLowerCase(Locale.ROOT), text);
            for (Normalizer.Form form : Normalizer.Form.values()) {
                isParsedTo(username, Normalizer.normalize(text, form), text);
            }
        });
    }

    private static void staysTheSame(String text) {
        Username.parse(text).ifPresent(username -> {
            isParsedTo(username, username.value(), text);
            assertThat(Username.ofStored(username.value())).contains(username);
        });
    }

    /** Describes what it compares only when that differs: it is asked millions of times. */
    private static void isParsedTo(Username username, String spelling, String text) {
        Optional<Username> parsed = Username.parse(spelling);
        if (!parsed.equals(Optional.of(username))) {
            assertThat(parsed)
                    .as("%s, another spelling of %s", codes(spelling), codes(text))
                    .contains(username);
        }
    }

    private static String codes(String text) {
        return text.codePoints().mapToObj(c -> "U+%04X".formatted(c)).toList().toString();
    }

    /** Of the signs of one kind that differ in nothing that a name is judged by, as those of Chinese, every 50th. */
    private static IntStream everyCodePoint() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.PRIVATE_USE)
                .filter(c -> !Character.isIdeographic(c)
                        || c % 50 == 0
                        || !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKC));
    }
}
