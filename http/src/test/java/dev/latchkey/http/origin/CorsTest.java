package dev.latchkey.http.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Cors.Reader;
import dev.latchkey.http.origin.CrossOriginProtection.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CorsTest {
    private static final Origin PUBLIC = origin("https://api.example.com");
    private static final Origin APP = origin("https://app.example.com");
    private static final Origin STAGING = origin("https://staging.example.com:8443");
    private static final Set<Origin> TRUSTED = Set.of(APP, STAGING);
    private static final Cors CORS = new Cors(PUBLIC, TRUSTED);

    /** What attackers send in the hope that someone compares loosely or reflects. */
    static final List<String> HOSTILE = List.of(
            "null",
            "*",
            "",
            " ",
            "NULL",
            "undefined",
            "https://",
            "https:///",
            "://",
            "//app.example.com",
            "https://evil.example",
            "http://app.example.com",
            "https://app.example.com.evil.example",
            "https://evil-app.example.com",
            "https://evilapp.example.com",
            "https://app.example.comevil",
            "https://app.example.com.",
            "https://app.example.com/",
            "https://app.example.com/x",
            "https://app.example.com?x",
            "https://app.example.com#x",
            "https://app.example.com:8443",
            "https://app.example.com:444",
            "https://app.example.com:",
            "https://app.example.com:0443",
            "https://app.example.com:99999",
            "https://APP.example.com",
            "HTTPS://app.example.com",
            "https://app.example.com ",
            " https://app.example.com",
            "https://app.example.com\t",
            "https://app.example.com,https://evil.example",
            "https://app.example.com, https://app.example.com",
            "https://app.example.com https://evil.example",
            "https://evil.example https://app.example.com",
            "https://app.example.com@evil.example",
            "https://evil.example@app.example.com",
            "https://user:pass@app.example.com",
            "https://app%2eexample.com",
            "https://app.example%2ecom",
            "https://app_example.com",
            "https://appXexample.com",
            "https://app。example。com",
            "https://ａpp.example.com",
            "https://example.com",
            "https://www.app.example.com",
            "https://staging.example.com",
            "https://staging.example.com:443",
            "http://staging.example.com:8443",
            "https://localhost",
            "http://localhost:8080",
            "file://",
            "file:///app.example.com",
            "chrome-extension://app.example.com",
            "ws://app.example.com",
            "javascript://app.example.com",
            "data:text/html,x",
            "blob:https://app.example.com",
            "https://[app.example.com]",
            "https://app.example.com\u0000",
            "https://app.example.com\\",
            "https://evil.example\\@app.example.com");

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }

    private static Reader reader(String... origins) {
        return CORS.reader(List.of("cross-site"), List.of(origins));
    }

    @Nested
    @DisplayName("ASVS 3.4.2: an answer is for an exact list of origins")
    class The_list_is_exact {
        @Test
        void its_origins_read() {
            assertThat(reader("https://app.example.com")).isEqualTo(new Reader.Trusted(APP));
            assertThat(reader("https://app.example.com:443")).isEqualTo(new Reader.Trusted(APP));
            assertThat(reader("https://staging.example.com:8443")).isEqualTo(new Reader.Trusted(STAGING));
        }

        @ParameterizedTest
        @FieldSource("dev.latchkey.http.origin.CorsTest#HOSTILE")
        void no_other_does(String origin) {
            assertThat(reader(origin)).isInstanceOf(Reader.Foreign.class);
        }

        @Test
        void two_origins_are_none() {
            assertThat(reader("https://app.example.com", "https://app.example.com"))
                    .isInstanceOf(Reader.Foreign.class);
        }

        @Test
        void our_own_needs_nothing() {
            assertThat(reader()).isEqualTo(new Reader.Own());
            assertThat(reader("https://api.example.com")).isEqualTo(new Reader.Own());
            assertThat(CORS.reader(List.of("same-origin"), List.of("https://127.0.0.1")))
                    .isEqualTo(new Reader.Own());
        }
    }

    @Nested
    @DisplayName("Who may read may act, and nobody else: one list, no drift")
    class One_list {
        private static final CrossOriginProtection PROTECTION = new CrossOriginProtection(PUBLIC, TRUSTED, false);

        @ParameterizedTest
        @FieldSource("dev.latchkey.http.origin.CorsTest#HOSTILE")
        void no_hostile_origin_acts(String origin) {
            assertThat(PROTECTION.judge("POST", List.of("cross-site"), List.of(origin)))
                    .isInstanceOf(Verdict.Refused.class);
            assertThat(PROTECTION.judge("POST", List.of(), List.of(origin))).isInstanceOf(Verdict.Refused.class);
        }

        @Test
        void every_origin_of_the_list_does_both() {
            assertThat(TRUSTED).allSatisfy(origin -> {
                List<String> lines = List.of(origin.toString());
                assertThat(CORS.reader(List.of("cross-site"), lines)).isEqualTo(new Reader.Trusted(origin));
                assertThat(PROTECTION.judge("DELETE", List.of("cross-site"), lines))
                        .isEqualTo(new Verdict.Allowed());
            });
        }
    }

    @Test
    void nothing_of_a_request_is_reflected_but_an_origin_of_the_list() {
        assertThat(CORS.headers(new Reader.Trusted(APP)))
                .containsExactly(
                        new HeaderField("Access-Control-Allow-Origin", "https://app.example.com"),
                        new HeaderField("Access-Control-Allow-Credentials", "true"),
                        new HeaderField(
                                "Access-Control-Expose-Headers", "X-CSRFToken, Retry-After, Latchkey-Expires-In"));
        assertThat(CORS.preflightHeaders()).extracting(HeaderField::value).noneMatch(value -> value.contains("*"));
    }

    @Test
    void without_a_list_CORS_is_off() {
        Cors off = new Cors(PUBLIC, Set.of());

        assertThat(off.isOn()).isFalse();
        assertThat(off.reader(List.of("cross-site"), List.of("https://evil.example")))
                .isEqualTo(new Reader.Foreign(
                        "the Origin https://evil.example is not the public origin; where that page is"
                                + " yours, write deployment = cross-origin and spa-origins = https://evil.example"));
        assertThat(off.reader(List.of(), List.of("https://api.example.com"))).isEqualTo(new Reader.Own());
        assertThat(off.reader(List.of("same-origin"), List.of("https://127.0.0.1")))
                .isEqualTo(new Reader.Own());
        assertThat(off.reader(List.of("cross-site"), List.of())).isEqualTo(new Reader.Own());
        assertThat(off.isPreflight("OPTIONS", List.of("https://app.example.com"), List.of("POST")))
                .isFalse();
    }

    @Test
    void a_preflight_names_an_origin_and_a_method() {
        List<String> origin = List.of("https://app.example.com");

        assertThat(CORS.isPreflight("OPTIONS", origin, List.of("POST"))).isTrue();
        assertThat(CORS.isPreflight("OPTIONS", origin, List.of())).isFalse();
        assertThat(CORS.isPreflight("OPTIONS", List.of(), List.of("POST"))).isFalse();
        assertThat(CORS.isPreflight("POST", origin, List.of("POST"))).isFalse();
        assertThat(Optional.of("options").filter(method -> CORS.isPreflight(method, origin, List.of("POST"))))
                .isEmpty();
    }
}
