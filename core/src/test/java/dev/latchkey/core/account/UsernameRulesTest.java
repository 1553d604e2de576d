package dev.latchkey.core.account;

import static dev.latchkey.core.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"bob", "jane.doe", "jane_doe-2", "john__doe", "a--b", "007", "o'brien", "l·lull", "anne-marie"})
    void words_with_something_between_them_are_taken(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane+news@example.com",
                "o'brien@example.org",
                "x@xn--mnchen-3ya.example",
                "x@münchen.example",
                "john__doe@example.org",
                "_john_@example.org",
                "john-@example.org",
                "a.b-c_d+e@sub.domain-of.example.co.uk",
                "jane&john@example.org",
                "иван@example.com",
                "李明@example.com",
                "राम@example.com",
                "用户@例子.广告",
                "δοκιμή@παράδειγμα.gr",
                "jane@localhost"
            })
    void email_addresses_are_taken(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isTrue();
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
                "བསྟན་འཛིན་",
                "محمد",
                "می\u200Cخواهم",
                "مُحَمَّد",
                "שרה",
                "שָׁלוֹם",
                "ג׳ורג׳",
                "ז\u05BEא",
                "አበበ",
                "በላ",
                "李明",
                "山田太郎",
                "ヤマダ",
                "ジョン・スミス",
                "김철수",
                "이산",
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
                "ᠮᠣᠩᠭᠣᠯ",
                "мар'яна",
                "g̃uarani",
                "ʻokina"
            })
    void names_of_people_everywhere_are_taken(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isTrue();
    }

    @Test
    void taken_from_3_to_64_characters_and_from_2_where_one_is_a_syllable() {
        assertThat(UsernameRules.accept(username("ab"))).isFalse();
        assertThat(UsernameRules.accept(username("李"))).isFalse();
        assertThat(UsernameRules.accept(username("a".repeat(64)))).isTrue();
        assertThat(UsernameRules.accept(username("a".repeat(65)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".bob",
                "bob.",
                "bob..doe",
                "bob doe",
                "bob/doe",
                "bob\\doe",
                "<bob>",
                "bob'--",
                "bob%00",
                "a@@b",
                "a@b@c",
                "-bob",
                "bob___doe",
                "bob'",
                "@bob",
                "bob@",
                ".bob@example.org",
                "bob.@example.org",
                "b..b@example.org",
                "bob@.org",
                "bob@example..org",
                "bob@-example.org",
                "bob@example-.org",
                "___@example.org",
                "-bob@example.org",
                "a b@example.org",
                "аlice",
                "аlice1",
                "иван.smith",
                "alice@exаmple.org",
                "аlice@example.org",
                "ヤマ한",
                "1٢3",
                "🗝🗝🗝"
            })
    void refused(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0301bob", "z\u0335\u0335\u0335o", "q\u0300\u0301\u0302\u0303\u0304q", "bo\u20DDb"})
    void marks_that_belong_to_no_letter_or_pile_up_are_refused(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isFalse();
    }
}
