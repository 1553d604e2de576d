package dev.latchkey.http.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.http.cookie.CookieSpec.SameSite;
import dev.latchkey.http.exchange.HeaderField;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieSpecTest {
    private static final CookieSpec LOCALHOST = new CookieSpec("latchkey", false, SameSite.LAX, false);
    private static final CookieSpec HTTPS = new CookieSpec("__Host-latchkey", true, SameSite.LAX, false);
    private static final CookieSpec CROSS_SITE = new CookieSpec("__Host-latchkey", true, SameSite.NONE, true);
    private static final CookieSpec STRICT = new CookieSpec("__Secure-latchkey", true, SameSite.STRICT, false);

    private static HeaderField line(String value) {
        return new HeaderField("Set-Cookie", value);
    }

    @Nested
    @DisplayName("ASVS 3.3.1 to 3.3.4: every attribute, byte for byte")
    class Every_attribute_byte_for_byte {
        static Stream<Arguments> lines() {
            return Stream.of(
                    Arguments.of(
                            "http localhost",
                            LOCALHOST,
                            "latchkey=v; Path=/; HttpOnly; SameSite=Lax",
                            "latchkey=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
                            "latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax"),
                    Arguments.of(
                            "https",
                            HTTPS,
                            "__Host-latchkey=v; Path=/; HttpOnly; SameSite=Lax; Secure",
                            "__Host-latchkey=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
                            "__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax; Secure"),
                    Arguments.of(
                            "https, cross-site",
                            CROSS_SITE,
                            "__Host-latchkey=v; Path=/; HttpOnly; SameSite=None; Secure; Partitioned",
                            "__Host-latchkey=v; Path=/; Max-Age=60; HttpOnly; SameSite=None; Secure; Partitioned",
                            "__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=None; Secure; Partitioned"),
                    Arguments.of(
                            "https, strict",
                            STRICT,
                            "__Secure-latchkey=v; Path=/; HttpOnly; SameSite=Strict; Secure",
                            "__Secure-latchkey=v; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure",
                            "__Secure-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Strict; Secure"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("lines")
        void it_is_set_and_cleared_with_the_same_ones(
                String label, CookieSpec cookie, String set, String setForAMinute, String cleared) {
            assertThat(cookie.set("v")).as(label).isEqualTo(line(set));
            assertThat(cookie.set("v", Duration.ofMinutes(1))).as(label).isEqualTo(line(setForAMinute));
            assertThat(cookie.clear()).as(label).isEqualTo(line(cleared));
        }
    }

    @Nested
    class What_browsers_would_drop_is_refused {
        @ParameterizedTest(name = "{0}")
        @CsvSource(textBlock = """
            __Host- without Secure,              __Host-latchkey,      LAX,    false
            __Secure- without Secure,            __Secure-latchkey,    LAX,    false
            __Http- without Secure,              __Http-latchkey,      LAX,    false
            __Host-Http- without Secure,         __Host-Http-latchkey, LAX,    false
            any case of a prefix without Secure, __hOST-latchkey,      LAX,    false
            SameSite=None without Secure,        latchkey,             NONE,   false
            Partitioned without Secure,          latchkey,             LAX,    true
            """)
        void when_Secure_is_missing(String label, String name, SameSite sameSite, boolean partitioned) {
            assertThatIllegalArgumentException()
                    .as(label)
                    .isThrownBy(() -> new CookieSpec(name, false, sameSite, partitioned))
                    .withMessageContaining(name)
                    .withMessageContaining("Secure");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a=b", "a;b", "a,b", "\"a\"", "a\r\nb", "ä", "a\0", "a/b", "a[b]"})
        void when_the_name_is_no_token(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CookieSpec(name, true, SameSite.LAX, false))
                    .withMessageContaining("1 to 64");
        }

        @Test
        void when_the_name_is_longer_than_64_characters() {
            assertThat(new CookieSpec("a".repeat(64), true, SameSite.LAX, false).name())
                    .hasSize(64);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CookieSpec("a".repeat(65), true, SameSite.LAX, false));
        }

        @Test
        void when_name_and_value_exceed_4096_bytes_together() {
            String longest = "v".repeat(4096 - "latchkey".length());

            assertThat(LOCALHOST.set(longest).value()).contains(longest);
            assertThatIllegalArgumentException().isThrownBy(() -> LOCALHOST.set(longest + "v"));
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"v\r\nSet-Cookie: a=b", "v\n", "v\0", "v\u007f", "é"})
        void when_the_value_could_break_out_of_its_line(String value) {
            assertThatIllegalArgumentException().isThrownBy(() -> LOCALHOST.set(value));
        }
    }

    @Nested
    @DisplayName("RFC 6265bis §5.5: a cookie lives up to 400 days")
    class A_cookie_lives_up_to_400_days {
        @Test
        void exactly_400_days_are_taken() {
            assertThat(HTTPS.set("v", Duration.ofDays(400)).value()).contains("; Max-Age=34560000;");
        }

        @Test
        void the_shortest_life_is_a_second() {
            assertThat(HTTPS.set("v", Duration.ofSeconds(1)).value()).contains("; Max-Age=1;");
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT9600H0.001S", "P36500D", "PT0S", "PT-1S", "PT0.999S"})
        void what_is_longer_or_would_delete_it_is_refused_and_not_clipped(Duration maxAge) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HTTPS.set("v", maxAge))
                    .withMessageContaining("400 days");
        }
    }

    @Nested
    class Its_twins_are_cleared_with_its_own_attributes {
        @Test
        void at_a_narrower_path_on_plain_http() {
            assertThat(LOCALHOST.clearTwins("/api"))
                    .containsExactly(
                            line("latchkey=; Path=/api; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax"),
                            line("latchkey=; Path=/api/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                    + " HttpOnly; SameSite=Lax"));
        }

        @Test
        void in_the_other_partition_alone_when_bound_to_the_host() {
            assertThat(HTTPS.clearTwins("/api"))
                    .containsExactly(line("__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                            + " HttpOnly; SameSite=Lax; Secure; Partitioned"));
            assertThat(CROSS_SITE.clearTwins("/api"))
                    .containsExactly(line("__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                            + " HttpOnly; SameSite=None; Secure"));
        }

        @Test
        void in_both_ways_when_it_is_only_Secure() {
            assertThat(STRICT.clearTwins("/api"))
                    .containsExactly(
                            line("__Secure-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                    + " HttpOnly; SameSite=Strict; Secure; Partitioned"),
                            line("__Secure-latchkey=; Path=/api; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                    + " HttpOnly; SameSite=Strict; Secure"),
                            line("__Secure-latchkey=; Path=/api/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                    + " HttpOnly; SameSite=Strict; Secure"));
        }
    }
}
