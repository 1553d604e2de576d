package dev.latchkey.icu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.DistinctNames;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UsernameRules;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.lang.Character.UnicodeScript;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcuLookalikesTest {
    private final IcuLookalikes lookalikes = new IcuLookalikes();

    @ParameterizedTest
    @CsvSource({
        "paypal, раураӏ",
        "scope, ѕсоре",
        "arnold, amold",
        "user1, userl",
        "o'brien, oʻbrien",
        "ヘル, へル",
        "ADMIN, ꓮꓓꓟꓲꓠ"
    })
    void names_that_look_alike_have_equal_skeletons(String one, String other) {
        assertThat(lookalikes.skeleton(one)).isEqualTo(lookalikes.skeleton(other));
    }

    @ParameterizedTest
    @CsvSource({"alice, alicia", "jane.doe, jane-doe", "राम, रम", "josé, jose", "иван, ivan"})
    void names_that_do_not_have_others(String one, String other) {
        assertThat(lookalikes.skeleton(one)).isNotEqualTo(lookalikes.skeleton(other));
    }

    @Test
    void a_skeleton_names_the_edition_of_unicode() {
        assertThat(lookalikes.edition()).matches("1-[0-9]+\\.[0-9]+");
        assertThat(lookalikes.skeleton("bob").edition()).isEqualTo(lookalikes.edition());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ɑlice", "ⲁlice", "aʟice", "a\u0338lice", "j\u0307ane", "𒀀𒀁𒀂", "alǀce"})
    void letters_and_marks_that_are_in_nobodys_name_are_refused(String typed) {
        assertThat(lookalikes.isOrdinary(username(typed))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "žofie",
                "алиса",
                "愛麗絲さん",
                "मोहन",
                "राम",
                "அருண்",
                "রহিম",
                "സുരേഷ്",
                "సురేష్",
                "ಸುರೇಶ್",
                "સુરેશ",
                "ਗੁਰਪ੍ਰੀਤ",
                "ସୁରେଶ",
                "ශ්\u200Dරීමතී",
                "សុខា",
                "မောင်",
                "ສົມສັກ",
                "สมชาย",
                "བསྟན་འཛིན",
                "محمد",
                "می\u200Cخواهم",
                "مُحَمَّد",
                "שרה",
                "שָׁלוֹם",
                "ג׳ורג׳",
                "አበበ",
                "李明",
                "山田太郎",
                "ヤマダ",
                "ジョン・スミス",
                "김철수",
                "田中taro",
                "Ọláolúwa",
                "Adébáyọ̀",
                "Nguyễn",
                "Łukasz",
                "Þórður",
                "Ελένη",
                "Οδυσσεύς",
                "გიორგი",
                "Արմեն",
                "ᏣᎳᎩ",
                "ᐃᓄᒃ",
                "ߞߊ߲ߠߊ",
                "ⴰⵎⴰⵣⵉⵖ",
                "ދިވެހި",
                "ܝܘܚܢܢ",
                "мар'яна",
                "g̃uarani",
                "o'brien@example.org",
                "李明@example.com",
                "john__doe+x@xn--mnchen-3ya.example"
            })
    void names_of_people_everywhere_are_ordinary(String typed) {
        assertThat(lookalikes.isOrdinary(username(typed))).isTrue();
        assertThat(UsernameRules.accept(username(typed))).isTrue();
    }

    @Test
    void in_every_script_that_is_written_today_somebody_can_have_a_name() {
        Set<String> without =
                Stream.of(UnicodeScript.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isLetter)
                .filter(letter -> without.contains(UnicodeScript.of(letter).name()))
                .filter(letter -> Username.parse(Character.toString(letter).repeat(3))
                        .filter(name -> UsernameRules.accept(name) && lookalikes.isOrdinary(name))
                        .isPresent())
                .forEach(letter -> without.remove(UnicodeScript.of(letter).name()));
        assertThat(without)
                .as("none but those of the past (UAX #31, table 4) and those that are no script")
                .doesNotContain(
                        "ARABIC",
                        "ARMENIAN",
                        "BENGALI",
                        "BOPOMOFO",
                        "CYRILLIC",
                        "DEVANAGARI",
                        "ETHIOPIC",
                        "GEORGIAN",
                        "GREEK",
                        "GUJARATI",
                        "GURMUKHI",
                        "HAN",
                        "HANGUL",
                        "HEBREW",
                        "HIRAGANA",
                        "KANNADA",
                        "KATAKANA",
                        "KHMER",
                        "LAO",
                        "LATIN",
                        "MALAYALAM",
                        "MYANMAR",
                        "ORIYA",
                        "SINHALA",
                        "TAMIL",
                        "TELUGU",
                        "THAANA",
                        "THAI",
                        "TIBETAN")
                .doesNotContain(
                        "ADLAM",
                        "BALINESE",
                        "CANADIAN_ABORIGINAL",
                        "CHAM",
                        "CHEROKEE",
                        "JAVANESE",
                        "KAYAH_LI",
                        "LEPCHA",
                        "LIMBU",
                        "LISU",
                        "MANDAIC",
                        "MEETEI_MAYEK",
                        "MIAO",
                        "NEWA",
                        "NKO",
                        "OL_CHIKI",
                        "OSAGE",
                        "SAURASHTRA",
                        "SUNDANESE",
                        "SYRIAC",
                        "TAI_LE",
                        "TAI_THAM",
                        "TAI_VIET",
                        "TIFINAGH",
                        "VAI",
                        "YI");
    }

    @Test
    void a_letter_that_passes_for_another_letter_never_makes_a_second_account() {
        MemoryUserStore users = new MemoryUserStore();
        DistinctNames names = new DistinctNames(users, lookalikes);
        assertThat(names.insert(user("alice"))).isTrue();

        IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
                .filter(Character::isLetter)
                .mapToObj(letter -> Username.parse("alice".replace("c", Character.toString(letter))))
                .flatMap(Optional::stream)
                .filter(name -> lookalikes.skeleton(name.value()).equals(lookalikes.skeleton("alice")))
                .forEach(name -> assertThat(names.insert(user(name.value()))).isFalse());
        assertThat(users.list("", 10)).hasSize(1);
    }

    @Nested
    class Beside_an_account_of_before {
        private final MemoryUserStore users = new MemoryUserStore();
        private final DistinctNames names = new DistinctNames(users, lookalikes);

        @Test
        void that_has_no_skeleton_yet_nobody_looks_like_it() {
            users.insert(user("paypal"));

            assertThat(names.insert(user("раураӏ"))).isFalse();
            assertThat(names.lookalike(username("раураӏ")))
                    .get()
                    .extracting(User::username)
                    .isEqualTo(username("paypal"));
        }

        @Test
        void that_is_stored_in_a_former_form_nobody_has_the_present_one() {
            User old = new User(
                    new PrincipalId("old"),
                    Username.ofStored("stra\u00DFe").orElseThrow(),
                    "Old",
                    new PasswordHash("$x"),
                    false);
            users.insert(old);

            assertThat(users.find(username("Stra\u00DFe"))).contains(old);
            assertThat(names.insert(user("strasse"))).isFalse();
            assertThat(names.insert(user("STRA\u1E9EE"))).isFalse();
        }
    }

    private static User user(String name) {
        return new User(
                new PrincipalId("id-" + Integer.toHexString(name.hashCode())),
                username(name),
                "X",
                new PasswordHash("$x"),
                false);
    }

    private static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }
}
