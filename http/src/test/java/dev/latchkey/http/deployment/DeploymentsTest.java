package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.csrf.CsrfPolicy.Mode;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.origin.Origin;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentsTest {
    private static final String EMBEDDED = "public-origin=http://localhost:5000";
    private static final String TLS = "; tls.certificate=c.pem";
    private static final String SAME_SITE = "deployment=cross-origin; public-origin=https://api.example.com"
            + "; spa-origins=https://app.example.com" + TLS;
    private static final String CROSS_SITE =
            "deployment=cross-origin; public-origin=https://api.one.com; spa-origins=https://two.com" + TLS;

    private static String shape(CookieSpec cookie) {
        return cookie.set("v").value();
    }

    @Nested
    class One_choice_decides_on_everything {
        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                deployment=embedded; public-origin=http://localhost:5000                                                                             | latchkey=v; Path=/; HttpOnly; SameSite=Lax                                | none                        | same-origin  | same-origin
                deployment=embedded; public-origin=https://example.com; tls.certificate=c.pem                                                        | __Host-latchkey=v; Path=/; HttpOnly; SameSite=Lax; Secure                 | none                        | same-origin  | same-origin
                deployment=embedded; public-origin=http://intranet.example; insecure-http=true                                                       | latchkey=v; Path=/; HttpOnly; SameSite=Lax                                | none                        | same-origin  | same-origin
                deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080                                      | latchkey=v; Path=/; HttpOnly; SameSite=Lax                                | http://localhost:8080       | same-site    | include
                deployment=cross-origin; public-origin=https://api.example.com; spa-origins=https://app.example.com; tls.certificate=c.pem           | __Host-latchkey=v; Path=/; HttpOnly; SameSite=Lax; Secure                 | https://app.example.com     | same-site    | include
                deployment=cross-origin; public-origin=https://api.one.com; spa-origins=https://two.com; tls.certificate=c.pem                       | __Host-latchkey=v; Path=/; HttpOnly; SameSite=None; Secure; Partitioned   | https://two.com             | cross-origin | include
                deployment=cross-origin; public-origin=https://a.github.io; spa-origins=https://b.github.io; tls.certificate=c.pem                   | __Host-latchkey=v; Path=/; HttpOnly; SameSite=None; Secure; Partitioned   | https://b.github.io         | cross-origin | include
                deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=127.0.0.1                                               | latchkey=v; Path=/; HttpOnly; SameSite=Lax                                | none                        | same-origin  | same-origin
                deployment=same-domain; public-origin=https://example.com; trusted-proxies=10.0.0.0/8                                                | __Host-latchkey=v; Path=/; HttpOnly; SameSite=Lax; Secure                 | none                        | same-origin  | same-origin
                """)
        void as_the_table_of_deployments_says(
                String settings, String cookie, String cors, String resourcePolicy, String credentials) {
            DeploymentPolicy policy = SettingsText.policy(settings);

            assertThat(shape(policy.sessionCookie())).isEqualTo(cookie);
            assertThat(policy.trustedOrigins().stream().map(Origin::toString).collect(Collectors.joining(",")))
                    .isEqualTo(cors.equals("none") ? "" : cors);
            assertThat(policy.resourcePolicy()).isEqualTo(resourcePolicy);
            assertThat(policy.deployment().clientCredentials()).isEqualTo(credentials);
        }

        @ParameterizedTest
        @ValueSource(strings = {EMBEDDED, SAME_SITE, CROSS_SITE})
        void every_cookie_has_the_attributes_of_the_session(String settings) {
            Cookies cookies = SettingsText.policy(settings).cookies();
            String attributes = shape(cookies.session()).split("=v", 2)[1];

            assertThat(List.of(cookies.remember(), cookies.csrf(), cookies.probe()))
                    .allSatisfy(cookie -> assertThat(shape(cookie)).endsWith("=v" + attributes));
            assertThat(List.of(cookies.session(), cookies.remember(), cookies.csrf(), cookies.probe()))
                    .extracting(CookieSpec::name)
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', textBlock = """
                public-origin=http://localhost:5000                                                              | 'self'
                deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=127.0.0.1           | 'self'
                deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080  | 'self' http://localhost:5000
                """, quoteCharacter = '`')
        void the_page_may_call_itself_and_the_API(String settings, String connectSources) {
            HeaderField header =
                    SettingsText.policy(settings).contentSecurityPolicy().header();

            assertThat(header.value())
                    .contains("; connect-src " + connectSources + ";")
                    .contains("default-src 'self'; script-src 'self';", "object-src 'none'", "base-uri 'none'")
                    .contains("frame-ancestors 'none'");
        }

        @Test
        void several_pages_may_call_and_one_of_another_site_decides_for_all() {
            DeploymentPolicy policy = SettingsText.policy("deployment=cross-origin; public-origin=https://api.one.com"
                    + "; spa-origins=https://app.one.com, https://two.com  https://three.com" + TLS);

            assertThat(policy.trustedOrigins())
                    .extracting(Origin::toString)
                    .containsExactlyInAnyOrder("https://app.one.com", "https://two.com", "https://three.com");
            assertThat(policy.deployment().isCrossSite()).isTrue();
        }
    }

    @Nested
    class Options {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', textBlock = """
                public-origin=https://example.com; tls.certificate=c.pem; cookie.name=shop                                | __Host-shop      | __Host-shop-remember
                public-origin=http://localhost:5000; cookie.name=shop                                                     | shop             | shop-remember
                public-origin=https://example.com; tls.certificate=c.pem; cookie.name=shop; cookie.prefix=__Host-Http-    | __Host-Http-shop | __Host-Http-shop-remember
                public-origin=https://example.com; tls.certificate=c.pem; cookie.name=shop; cookie.prefix=none            | shop             | shop-remember
                """)
        void the_name_is_a_choice_and_the_prefix_follows(String settings, String session, String remember) {
            Cookies cookies = SettingsText.policy(settings).cookies();

            assertThat(cookies.session().name()).isEqualTo(session);
            assertThat(cookies.remember().name()).isEqualTo(remember);
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                csrf=origin                              | ORIGIN | false | false
                csrf=token                               | TOKEN  | false | false
                csrf=token; csrf.require-origin=on       | TOKEN  | true  | false
                csrf.require-origin=true                 | ORIGIN | true  | false
                csrf.report-only=true                    | ORIGIN | false | true
                """)
        void say_what_an_unsafe_request_must_bring(String settings, Mode mode, boolean required, boolean reported) {
            assertThat(SettingsText.policy(EMBEDDED + "; " + settings).csrf())
                    .isEqualTo(new CsrfPolicy(mode, required, reported, false));
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', textBlock = """
                csrf=origin; public-origin=http://localhost:5000                                                                              | none
                csrf=token; public-origin=http://localhost:5000                                                                               | XSRF-TOKEN=v; Path=/; SameSite=Lax
                csrf=token; public-origin=https://example.com; tls.certificate=c.pem                                                          | XSRF-TOKEN=v; Path=/; SameSite=Lax; Secure
                csrf=token; deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080                   | XSRF-TOKEN=v; Path=/; SameSite=Lax
                csrf=token; deployment=cross-origin; public-origin=https://api.a.com; spa-origins=https://app.a.com; tls.certificate=c.pem    | none
                """)
        void a_token_is_readable_where_a_page_of_the_same_host_reads_it(String settings, String expected) {
            assertThat(SettingsText.policy(settings)
                            .cookies()
                            .readableCsrf()
                            .map(DeploymentsTest::shape)
                            .orElse("none"))
                    .isEqualTo(expected);
        }

        @Test
        void proxies_may_stand_in_front_of_any_deployment() {
            Forwarding forwarding = SettingsText.policy(
                            "public-origin=https://example.com; trusted-proxies=10.0.0.0/8, ::1; proxy-headers=forwarded")
                    .forwarding();

            assertThat(forwarding.trusted()).extracting(Object::toString).containsExactly("10.0.0.0/8", "::1");
            assertThat(forwarding.headers()).isEqualTo(Forwarding.Headers.FORWARDED);
        }
    }

    @Test
    void nothing_is_found_where_nothing_is_wrong() {
        for (String settings : List.of(EMBEDDED, SAME_SITE)) {
            assertThat(Deployments.decide(SettingsText.read(settings), new TestSuffixes())
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    void several_mistakes_are_told_at_once() {
        DeploymentDecision decision = Deployments.decide(
                SettingsText.read("deployment=magic; public-origin=http://localhost:5000; trusted-proxies=*; csrf=off"),
                new TestSuffixes());

        assertThat(decision.findings())
                .extracting(finding -> finding.what())
                .containsExactly("deployment", "trusted-proxies", "csrf");
    }

    @Nested
    class The_doctor {
        @Test
        void says_what_follows() {
            Doctor.Report report = Doctor.examine(SettingsText.read(SAME_SITE), new TestSuffixes());

            assertThat(report.findings()).isEmpty();
            assertThat(report.facts().stream().collect(Collectors.toMap(Doctor.Fact::name, Doctor.Fact::value)))
                    .isEqualTo(Map.ofEntries(
                            Map.entry("deployment", "cross-origin"),
                            Map.entry("public origin", "https://api.example.com"),
                            Map.entry("session cookie", "__Host-latchkey=...; Path=/; HttpOnly; SameSite=Lax; Secure"),
                            Map.entry(
                                    "remember-me cookie",
                                    "__Host-latchkey-remember=...; Path=/; HttpOnly; SameSite=Lax; Secure"),
                            Map.entry("CORS", "https://app.example.com, with credentials"),
                            Map.entry("unsafe requests from", "https://api.example.com, https://app.example.com"),
                            Map.entry("CSRF", "origin"),
                            Map.entry("Cross-Origin-Resource-Policy", "same-site"),
                            Map.entry("connect-src of the page", "'self', https://api.example.com"),
                            Map.entry("client sends", "credentials: \"include\""),
                            Map.entry("scheme, host and client address from", "the socket")));
        }

        @Test
        void says_nothing_of_what_cannot_work_but_why() {
            Doctor.Report report = Doctor.examine(SettingsText.read("public-origin=*"), new TestSuffixes());

            assertThat(report.findings()).hasSize(1);
            assertThat(report.facts()).isEmpty();
        }
    }
}
