package dev.latchkey.http.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Chance;
import dev.latchkey.chance.Tries;
import dev.latchkey.http.origin.CrossOriginProtection.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row numbers are those of Go's csrf_test.go, as our security document lists them. */
class CrossOriginProtectionTest {
    private static final Origin PUBLIC = Origin.parse("https://example.com").orElseThrow();
    private static final Origin TRUSTED =
            Origin.parse("https://trusted.example").orElseThrow();
    private static final CrossOriginProtection PROTECTION = new CrossOriginProtection(PUBLIC, Set.of(TRUSTED), false);
    private static final CrossOriginProtection STRICT = new CrossOriginProtection(PUBLIC, Set.of(TRUSTED), true);

    /** A cell of a table: {@code -} is no line, {@code a + b} is two. */
    private static List<String> lines(String cell) {
        return cell.equals("-") ? List.of() : Arrays.asList(cell.split(" \\+ ", -1));
    }

    private static String verdict(CrossOriginProtection protection, String method, String site, String origin) {
        return switch (protection.judge(method, lines(site), lines(origin))) {
            case Verdict.Allowed() -> "allowed";
            case Verdict.Refused(String detail) -> {
                assertThat(detail).isNotBlank().matches("[\\x20-\\x7e…]+");
                yield "refused";
            }
        };
    }

    @Nested
    @DisplayName("Go's table, and where ours is stricter")
    class The_decision {
        @ParameterizedTest(name = "{0}: {1} {2} {3}")
        @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                1 a safe method                        | GET      | cross-site   | https://attacker.example       | allowed
                1 a safe method                        | HEAD     | cross-site   | https://attacker.example       | allowed
                1 a safe method                        | OPTIONS  | cross-site   | null                           | allowed
                2 our own page                         | POST     | same-origin  | -                              | allowed
                3 typed, bookmarked                    | POST     | none         | -                              | allowed
                4 the browser knows better than Origin | POST     | same-origin  | https://attacker.example       | allowed
                5 another site                         | POST     | cross-site   | -                              | refused
                6 a sibling                            | POST     | same-site    | -                              | refused
                7 another method                       | PUT      | cross-site   | -                              | refused
                7 another method                       | DELETE   | cross-site   | -                              | refused
                8 a script or an old browser           | POST     | -            | -                              | allowed
                9 our own page, old browser            | POST     | -            | https://example.com            | allowed
                10 another scheme (Go allows)          | POST     | -            | http://example.com             | refused
                11 another site, old browser           | POST     | -            | https://attacker.example       | refused
                12 a sandboxed frame                   | POST     | -            | null                           | refused
                13 trusted, old browser                | POST     | -            | https://trusted.example        | allowed
                13 trusted                             | POST     | cross-site   | https://trusted.example        | allowed
                13 trusted sibling                     | POST     | same-site    | https://trusted.example        | allowed
                14 not trusted                         | POST     | cross-site   | https://attacker.example       | refused
                15 no Origin, so not trusted           | POST     | cross-site   | -                              | refused
                16 there are no bypasses (Go has)      | POST     | cross-site   | https://attacker.example       | refused
                17 there are no bypasses               | POST     | -            | https://attacker.example       | refused
                18 there are no bypasses (Go has)      | PATCH    | -            | https://attacker.example       | refused
                19 there are no bypasses               | POST     | -            | https://attacker.example       | refused
                20 userinfo (Go allows)                | POST     | -            | http://evil@example.com        | refused
                20 userinfo (Go allows)                | POST     | -            | https://evil@example.com       | refused
                21 mixed case                          | POST     | Same-Origin  | -                              | refused
                methods are case-sensitive             | get      | cross-site   | -                              | refused
                TRACE is not safe                      | TRACE    | cross-site   | -                              | refused
                unknown methods are not safe           | PROPFIND | cross-site   | -                              | refused
                no method is not safe                  | ""       | cross-site   | -                              | refused
                an unknown site                        | POST     | same-planet  | -                              | refused
                an empty site                          | POST     | ""           | -                              | refused
                an empty site, our Origin              | POST     | ""           | https://example.com            | refused
                a list of sites                        | POST     | none, none   | -                              | refused
                a sandboxed frame of ours              | POST     | cross-site   | null                           | refused
                our Origin, yet another site           | POST     | cross-site   | https://example.com            | refused
                another port                           | POST     | -            | https://example.com:8443       | refused
                our port, named                        | POST     | -            | https://example.com:443        | allowed
                a subdomain                            | POST     | -            | https://app.example.com        | refused
                a longer name                          | POST     | -            | https://example.com.attacker.example | refused
                a name that ends in ours               | POST     | -            | https://evilexample.com        | refused
                a trailing dot                         | POST     | -            | https://example.com.           | refused
                a trailing slash                       | POST     | -            | https://example.com/           | refused
                a path                                 | POST     | -            | https://example.com/api        | refused
                upper case                             | POST     | -            | https://EXAMPLE.com            | refused
                a list of origins                      | POST     | -            | https://example.com, https://attacker.example | refused
                an empty Origin                        | POST     | -            | ""                             | refused
                trusted by another scheme              | POST     | cross-site   | http://trusted.example         | refused
                trusted at another port                | POST     | cross-site   | https://trusted.example:8443   | refused
                a subdomain of one trusted             | POST     | cross-site   | https://a.trusted.example      | refused
                trusted, with a trailing dot           | POST     | cross-site   | https://trusted.example.       | refused
                two Sec-Fetch-Site                     | POST     | same-origin + cross-site | -                  | refused
                two Sec-Fetch-Site that agree          | POST     | same-origin + same-origin | -                 | refused
                two Origins                            | POST     | -            | https://example.com + https://attacker.example | refused
                two Origins, ours alone                | POST     | -            | https://example.com + https://example.com | refused
                two Origins, same-origin               | POST     | same-origin  | https://example.com + null     | refused
                two trusted Origins                    | POST     | cross-site   | https://trusted.example + https://trusted.example | refused
                two lines on a safe method             | GET      | none + none  | null + null                    | allowed
                """)
        void fits_on_one_screen(String label, String method, String site, String origin, String expected) {
            assertThat(verdict(PROTECTION, method, site, origin)).as(label).isEqualTo(expected);
        }
    }

    @Nested
    class When_an_origin_is_required {
        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                a request that says nothing is refused | POST | -           | -                       | refused
                one that says the site is enough       | POST | same-origin | -                       | allowed
                one that says its Origin is enough     | POST | -           | https://example.com     | allowed
                a trusted one is enough                | POST | -           | https://trusted.example | allowed
                a safe method needs none               | GET  | -           | -                       | allowed
                """)
        void only_silence_changes_its_verdict(
                String label, String method, String site, String origin, String expected) {
            assertThat(verdict(STRICT, method, site, origin)).as(label).isEqualTo(expected);
        }
    }

    @Nested
    class What_the_developer_is_told {
        @Test
        void names_both_origins() {
            assertThat(PROTECTION.judge("POST", List.of(), List.of("http://localhost:8080")))
                    .isEqualTo(new Verdict.Refused(
                            "the Origin http://localhost:8080 is neither https://example.com nor trusted; where that page is"
                                    + " yours, add http://localhost:8080 to spa-origins"));
        }

        @Test
        void holds_no_text_that_a_stranger_could_break_a_log_with() {
            assertThat(PROTECTION.judge("POST", List.of("a\r\nb\u202e" + "x".repeat(500)), List.of()))
                    .isEqualTo(new Verdict.Refused("the request came from another origin (Sec-Fetch-Site: a??b?"
                            + "x".repeat(95) + "…) that is not trusted"));
        }
    }

    @Nested
    class Logging_out_by_GET_needs_the_apps_own_fetch {
        @ParameterizedTest(name = "{0}: {5}")
        @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                our own fetch                | empty    | cors        | same-origin | -                       | true
                our own fetch, same-origin   | empty    | same-origin | same-origin | -                       | true
                a trusted page               | empty    | cors        | cross-site  | https://trusted.example | true
                a trusted sibling            | empty    | cors        | same-site   | https://trusted.example | true
                nothing said                 | -        | -           | -           | -                       | false
                a trusted Origin alone       | -        | -           | -           | https://trusted.example | false
                no site, a trusted Origin    | empty    | cors        | -           | https://trusted.example | false
                our Origin from another site | empty    | cors        | cross-site  | https://example.com     | false
                a link                       | document | navigate    | none        | -                       | false
                our own link                 | document | navigate    | same-origin | -                       | false
                an image                     | image    | no-cors     | cross-site  | -                       | false
                our own image                | image    | no-cors     | same-origin | -                       | false
                a prefetch                   | empty    | no-cors     | same-origin | -                       | false
                another page's fetch         | empty    | cors        | cross-site  | https://attacker.example | false
                a sibling's fetch            | empty    | cors        | same-site   | https://app.example.com | false
                a sandboxed frame            | empty    | cors        | cross-site  | null                    | false
                site none                    | empty    | cors        | none        | -                       | false
                a websocket                  | empty    | websocket   | same-origin | -                       | false
                mixed case                   | Empty    | cors        | same-origin | -                       | false
                mixed case                   | empty    | CORS        | same-origin | -                       | false
                mixed case                   | empty    | cors        | Same-Origin | -                       | false
                two destinations             | empty + empty | cors   | same-origin | -                       | false
                two modes                    | empty    | cors + cors | same-origin | -                       | false
                two sites                    | empty    | cors        | same-origin + same-origin | -         | false
                two Origins                  | empty    | cors        | cross-site  | https://trusted.example + https://trusted.example | false
                empty values                 | ""       | ""          | ""          | ""                      | false
                """)
        void and_nothing_less(
                String label, String destination, String mode, String site, String origin, boolean expected) {
            assertThat(PROTECTION.isFetchByApp(lines(destination), lines(mode), lines(site), lines(origin)))
                    .as(label)
                    .isEqualTo(expected);
        }
    }

    private static String unsafeMethod(Chance chance) {
        return chance.oneOf("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "Head", "");
    }

    /** An origin that is neither ours nor trusted, well-formed or not. */
    private static String foreignOrigin(Chance chance) {
        return unless(
                text -> Origin.parse(text)
                        .filter(origin -> origin.equals(PUBLIC) || origin.equals(TRUSTED))
                        .isPresent(),
                () -> chance.from(
                        () -> chance.oneOf("https://", "http://", "HTTPS://", "", "//")
                                + chance.oneOf("", "evil@", "a.", "evil")
                                + chance.oneOf("example.com", "trusted.example", "attacker.example", "null")
                                + chance.oneOf(
                                        "", ".", "/", ":8443", ":0443", ".attacker.example", ", https://example.com"),
                        () -> chance.ascii(255),
                        chance::text));
    }

    private static String foreignSite(Chance chance) {
        return unless(
                site -> site.equals("same-origin") || site.equals("none"),
                () -> chance.from(
                        () -> chance.oneOf("cross-site", "same-site", "", "SAME-ORIGIN", " same-origin", "none,"),
                        () -> chance.ascii(255)));
    }

    private static String unless(Predicate<String> isOurs, Supplier<String> draw) {
        String text = draw.get();
        while (isOurs.test(text)) {
            text = draw.get();
        }
        return text;
    }

    @Test
    void what_a_browser_says_of_another_origin_is_never_allowed_to_change_anything() {
        Tries.run(chance -> {
            String method = unsafeMethod(chance);
            List<String> site = List.of(foreignSite(chance));
            List<String> origin = List.of(foreignOrigin(chance));
            for (CrossOriginProtection protection : List.of(PROTECTION, STRICT)) {
                assertThat(protection.judge(method, site, origin)).isInstanceOf(Verdict.Refused.class);
                assertThat(protection.judge(method, List.of(), origin)).isInstanceOf(Verdict.Refused.class);
                assertThat(protection.judge(method, site, List.of())).isInstanceOf(Verdict.Refused.class);
            }
        });
    }
}
