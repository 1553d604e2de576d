package dev.latchkey.http.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Chance;
import dev.latchkey.chance.Tries;
import dev.latchkey.http.cookie.CookieHeader.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CookieHeaderTest {
    private static final String NAME = "__Host-latchkey";

    private static Value find(String... lines) {
        return CookieHeader.find(List.of(lines), NAME);
    }

    @Nested
    @DisplayName("RFC 6265 §4.2.1: a cookie is found by its exact name")
    class A_cookie_is_found_by_its_exact_name {
        static Stream<Arguments> found() {
            return Stream.of(
                    Arguments.of("alone", "__Host-latchkey=v", "v"),
                    Arguments.of("first", "__Host-latchkey=v; a=b", "v"),
                    Arguments.of("in the middle", "a=b; __Host-latchkey=v; c=d", "v"),
                    Arguments.of("last", "a=b; __Host-latchkey=v", "v"),
                    Arguments.of("after a bare semicolon", "a=b;__Host-latchkey=v", "v"),
                    Arguments.of("before a trailing semicolon", "__Host-latchkey=v;", "v"),
                    Arguments.of("with no value", "__Host-latchkey=", ""),
                    Arguments.of("its value runs past further equals signs", "__Host-latchkey=a=b=", "a=b="),
                    Arguments.of("its value is not unquoted", "__Host-latchkey=\"v\"", "\"v\""),
                    Arguments.of("its value is not percent-decoded", "__Host-latchkey=%41", "%41"),
                    Arguments.of("its value is not trimmed", "__Host-latchkey= v ", " v "),
                    Arguments.of(
                            "a comma separates nothing",
                            "__Host-latchkey=v, __Host-latchkey=w",
                            "v, __Host-latchkey=w"),
                    Arguments.of("a quote opens nothing", "$Version=1; x=\"a; __Host-latchkey=evil\"", "evil\""));
        }

        @ParameterizedTest(name = "{0}: {1}")
        @MethodSource("found")
        void the_octets_after_the_equals_sign_are_its_value(String label, String line, String value) {
            assertThat(find(line)).as(label).isEqualTo(new Value.Single(value));
        }

        @Test
        void HTTP2_may_put_it_on_any_of_several_lines() {
            assertThat(find("a=b", "__Host-latchkey=v", "c=d")).isEqualTo(new Value.Single("v"));
        }
    }

    @Nested
    class What_is_not_our_cookie_is_not_found {
        static Stream<Arguments> strangers() {
            return Stream.of(
                    Arguments.of("an empty line", ""),
                    Arguments.of("semicolons only", ";;; ; ;"),
                    Arguments.of("upper-case prefix", "__HOST-latchkey=x"),
                    Arguments.of("lower-case prefix", "__host-latchkey=x"),
                    Arguments.of("no prefix", "latchkey=x"),
                    Arguments.of("longer name", "__Host-latchkey2=x"),
                    Arguments.of("longer name, no value", "__Host-latchkey2="),
                    Arguments.of("shorter name", "__Host-latchke=x"),
                    Arguments.of("name that ends in ours", "x__Host-latchkey=x"),
                    Arguments.of("nameless cookie", "=__Host-latchkey=x"),
                    Arguments.of("name without an equals sign", "__Host-latchkey"),
                    Arguments.of("name at the very end", "a=b; __Host-latchkey"),
                    Arguments.of("our pair as another's value", "a=__Host-latchkey=x"),
                    Arguments.of("space before the equals sign", "__Host-latchkey =x"),
                    Arguments.of("two spaces", "a=b;  __Host-latchkey=x"),
                    Arguments.of("leading space", " __Host-latchkey=x"),
                    Arguments.of("tab", "a=b;\t__Host-latchkey=x"),
                    Arguments.of("U+0085 before it", "\u0085__Host-latchkey=x"),
                    Arguments.of("U+00A0 before it", "a=b; \u00a0__Host-latchkey=x"),
                    Arguments.of("U+2000 before it", "\u2000__Host-latchkey=x"),
                    Arguments.of("NUL before it", "\0__Host-latchkey=x"),
                    Arguments.of("percent-encoded name", "__Host%2Dlatchkey=x"),
                    Arguments.of("quoted name", "\"__Host-latchkey\"=x"),
                    Arguments.of("comma between pairs", "a=b, __Host-latchkey=x"),
                    Arguments.of("line break between pairs", "a=b\r\n__Host-latchkey=x"),
                    Arguments.of("64 KiB of nothing", "x".repeat(65_536)),
                    Arguments.of("64 KiB of our name", NAME.repeat(4_369)));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("strangers")
        void it_is_absent(String label, String line) {
            assertThat(find(line)).as(label).isEqualTo(new Value.Absent());
        }

        @Test
        void neither_is_anything_when_no_header_was_sent() {
            assertThat(find()).isEqualTo(new Value.Absent());
        }

        @Test
        void a_name_does_not_span_two_lines() {
            assertThat(find("__Host-", "latchkey=x")).isEqualTo(new Value.Absent());
        }
    }

    @Nested
    class When_the_name_comes_twice {
        static Stream<Arguments> twins() {
            return Stream.of(
                    Arguments.of("on one line", List.of("__Host-latchkey=a; __Host-latchkey=b")),
                    Arguments.of("around others", List.of("__Host-latchkey=a; x=y; __Host-latchkey=b")),
                    Arguments.of("on two lines", List.of("__Host-latchkey=a", "__Host-latchkey=b")),
                    Arguments.of("with the same value", List.of("__Host-latchkey=a; __Host-latchkey=a")),
                    Arguments.of("once without a value", List.of("__Host-latchkey=; __Host-latchkey=b")),
                    Arguments.of("three times", List.of("__Host-latchkey=a; __Host-latchkey=b", "__Host-latchkey=c")));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("twins")
        void neither_is_believed(String label, List<String> lines) {
            assertThat(CookieHeader.find(lines, NAME)).as(label).isInstanceOf(Value.Conflict.class);
        }
    }

    record Pair(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    private static Pair pair(Chance chance) {
        return new Pair(
                chance.oneOf(NAME, NAME + "2", "latchkey", "__HOST-latchkey", "$Version", ""),
                chance.textOf("!\"#$%&'()*+,-./0123456789:<=>\\\u00a0\u2000ab", 0, 12));
    }

    @Test
    void a_value_is_found_exactly_when_one_pair_has_the_name() {
        Tries.run(chance -> {
            List<Pair> pairs = chance.listOf(8, () -> pair(chance));
            List<String> sent = pairs.stream().map(Pair::toString).toList();
            List<String> lines = chance.coin() ? List.of(String.join("; ", sent)) : sent;
            List<String> ours = pairs.stream()
                    .filter(pair -> pair.name().equals(NAME))
                    .map(Pair::value)
                    .toList();

            Value found = CookieHeader.find(lines, NAME);

            switch (ours.size()) {
                case 0 -> assertThat(found).isEqualTo(new Value.Absent());
                case 1 -> assertThat(found).isEqualTo(new Value.Single(ours.getFirst()));
                default -> assertThat(found).isEqualTo(new Value.Conflict(ours));
            }
        });
    }

    @Test
    void no_text_whatever_makes_it_throw() {
        Tries.run(chance -> {
            List<String> lines = chance.listOf(5, chance::text);

            CookieHeader.find(lines, chance.text());
            CookieHeader.length(lines);
        });
    }
}
