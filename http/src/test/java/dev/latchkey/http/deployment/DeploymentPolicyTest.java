package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.cookie.CookieSpec.SameSite;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentPolicyTest {
    private static final List<String> EVERYWHERE = List.of(
            "Cache-Control: no-store",
            "Vary: Cookie",
            "X-Content-Type-Options: nosniff",
            "Cross-Origin-Resource-Policy: same-origin",
            "Referrer-Policy: same-origin",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }

    private static List<String> lines(List<HeaderField> fields) {
        return fields.stream().map(field -> field.name() + ": " + field.value()).toList();
    }

    @Nested
    class Embedded {
        @Test
        void no_page_frames_an_answer_even_where_browsers_send_no_fetch_metadata() {
            assertThat(lines(DeploymentPolicy.embedded(origin("http://intranet.example"))
                            .apiHeaders()))
                    .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
        }

        @ParameterizedTest(name = "{0}: HSTS {1}")
        @CsvSource({
            "http://localhost:5000, false",
            "https://localhost:5000, false",
            "https://127.0.0.1, false",
            "http://intranet.example, false",
            "https://example.com, true"
        })
        void every_answer_carries_these_lines(String publicOrigin, boolean hsts) {
            List<String> expected = hsts
                    ? Stream.concat(
                                    EVERYWHERE.stream(),
                                    Stream.of("Strict-Transport-Security: max-age=31536000; includeSubDomains"))
                            .toList()
                    : EVERYWHERE;

            DeploymentPolicy policy = DeploymentPolicy.embedded(origin(publicOrigin));

            assertThat(lines(policy.apiHeaders())).isEqualTo(expected);
        }

        @Test
        void on_plain_http_cookies_have_plain_names_and_are_not_Secure() {
            DeploymentPolicy policy = DeploymentPolicy.embedded(origin("http://localhost:5000"));

            assertThat(policy.sessionCookie()).isEqualTo(new CookieSpec("latchkey", false, SameSite.LAX, false));
            assertThat(policy.csrfCookie()).isEqualTo(new CookieSpec("latchkey-csrf", false, SameSite.LAX, false));
        }

        @Test
        void on_https_cookies_are_bound_to_the_host() {
            DeploymentPolicy policy = DeploymentPolicy.embedded(origin("https://localhost:5000"));

            assertThat(policy.sessionCookie()).isEqualTo(new CookieSpec("__Host-latchkey", true, SameSite.LAX, false));
            assertThat(policy.csrfCookie())
                    .isEqualTo(new CookieSpec("__Host-latchkey-csrf", true, SameSite.LAX, false));
        }

        @Test
        void no_other_origin_is_trusted() {
            assertThat(DeploymentPolicy.embedded(origin("https://example.com")).trustedOrigins())
                    .isEmpty();
        }
    }

    @Test
    void later_changes_to_the_set_it_was_given_trust_nobody() {
        Set<Origin> given = new HashSet<>();
        Deployment deployment = new Deployment.CrossOrigin(origin("http://localhost:5000"), given, false);

        given.add(origin("http://localhost:8080"));

        assertThat(deployment.trustedOrigins()).isEmpty();
    }
}
