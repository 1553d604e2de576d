package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Finding.Level;
import dev.latchkey.http.setting.SettingTexts;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What cannot work does not start, and says what to write instead")
class WrongConfigurationsTest {
    private static final String REFUSED = """
            # what is wrong                     | settings                                                                                                                   | setting                | a word of the rule
            no such deployment                  | deployment=crossorigin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080                             | deployment             | none of
            a deployment nobody knows           | deployment=magic; public-origin=http://localhost:5000                                                                      | deployment             | none of

            no public origin                    | deployment=embedded                                                                                                        | public-origin          | follow from it
            public origin with a path           | public-origin=https://example.com/app; trusted-proxies=10.0.0.1                                                            | public-origin          | without a path
            public origin with a slash          | public-origin=http://localhost:5000/                                                                                       | public-origin          | trailing slash
            public origin without a scheme      | public-origin=login.example.com                                                                                            | public-origin          | scheme
            localhost without a scheme          | public-origin=localhost:5000                                                                                               | public-origin          | scheme
            public origin in capitals           | public-origin=http://LOCALHOST:5000                                                                                        | public-origin          | lower case
            public origin in Unicode            | public-origin=https://münchen.example; trusted-proxies=10.0.0.1                                                            | public-origin          | punycode
            public origin with a user           | public-origin=http://me@localhost:5000                                                                                     | public-origin          | no user
            public origin with a trailing dot   | public-origin=https://example.com.; trusted-proxies=10.0.0.1                                                               | public-origin          | trailing dot
            public origin with no such port     | public-origin=http://localhost:70000                                                                                       | public-origin          | not scheme, host and port
            public origin of a file             | public-origin=file:///index.html                                                                                           | public-origin          | http and https
            every address for public origin     | public-origin=http://0.0.0.0:5000                                                                                          | public-origin          | to listen on
            every IPv6 address                  | public-origin=http://[::]:5000                                                                                             | public-origin          | to listen on
            an IPv6 address written at length   | public-origin=http://[0:0:0:0:0:0:0:1]:5000                                                                                | public-origin          | as browsers write
            half an IPv4 address                | public-origin=http://127.1:5000                                                                                            | public-origin          | as browsers write
            a wildcard for public origin        | public-origin=*                                                                                                            | public-origin          | browsers refuse *
            http beyond this machine            | public-origin=http://example.com                                                                                           | public-origin          | anyone on the way
            the same, with pages                | deployment=cross-origin; public-origin=http://api.example.com; spa-origins=http://app.example.com                          | public-origin          | anyone on the way
            https that nobody decrypts          | public-origin=https://example.com                                                                                          | public-origin          | nobody decrypts
            http with a certificate             | public-origin=http://localhost:5000; tls.certificate=/etc/tls/cert.pem                                                     | public-origin          | TLS alone

            pages of others while embedded      | deployment=embedded; public-origin=http://localhost:5000; spa-origins=http://localhost:8080                                | spa-origins            | serves the page itself
            pages of others on the same domain  | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=127.0.0.1; spa-origins=http://localhost:3000  | spa-origins            | no other origin
            former cookies without an end       | public-origin=http://localhost:5000; cookie.former=old                                                                     | cookie.former          | for ever
            a former cookie that is no name     | public-origin=http://localhost:5000; cookie.former=a=b; cookie.former-until=2027-01-31                                     | cookie.former          | name of a cookie
            former cookies until some day       | public-origin=http://localhost:5000; cookie.former=old; cookie.former-until=soon                                           | cookie.former-until    | no date
            a proxy nobody knows                | deployment=same-domain; public-origin=http://localhost:8080                                                                | trusted-proxies        | every client

            nobody may call                     | deployment=cross-origin; public-origin=http://localhost:5000                                                               | spa-origins            | no page of another origin
            nobody may call, on a domain        | deployment=cross-origin; public-origin=https://api.example.co.uk; tls.certificate=c.pem                                    | spa-origins            | no page of another origin
            everybody may call                  | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=*                                                | spa-origins            | browsers refuse *
            everybody below may call            | deployment=cross-origin; public-origin=https://api.example.com; tls.certificate=c.pem; spa-origins=https://*.example.com   | spa-origins            | wildcards
            null may call                       | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=null                                             | spa-origins            | sandboxed frame
            a page with a slash                 | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080/                           | spa-origins            | trailing slash
            a page with a path                  | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080/app                        | spa-origins            | without a path
            a page without a scheme             | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=localhost:8080                                   | spa-origins            | scheme
            a page in an app's own scheme       | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=capacitor://localhost                            | spa-origins            | http and https
            one of two pages with a slash       | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080,http://localhost:3000/     | spa-origins            | trailing slash
            the API's own origin alone          | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:5000                            | spa-origins            | needs no CORS
            the API's own origin too            | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:5000,http://localhost:8080      | spa-origins            | needs no CORS
            127.0.0.1 against localhost         | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://127.0.0.1:8080                            | spa-origins            | another site
            localhost against 127.0.0.1         | deployment=cross-origin; public-origin=http://127.0.0.1:5000; spa-origins=http://localhost:8080                            | spa-origins            | another site
            ::1 against localhost               | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://[::1]:8080                                | spa-origins            | another site
            two sites over http                 | deployment=cross-origin; public-origin=http://api.one.com; spa-origins=http://app.two.com; insecure-http=true              | spa-origins            | SameSite=None and Secure
            two sites below a public suffix     | deployment=cross-origin; public-origin=http://a.github.io; spa-origins=http://b.github.io; insecure-http=true              | spa-origins            | another site
            an http page for an https API       | deployment=cross-origin; public-origin=https://api.example.com; tls.certificate=c.pem; spa-origins=http://app.example.com  | spa-origins            | rewritten on the way
            an https page for an http API       | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=https://app.example.com                          | spa-origins            | mixed content

            everybody is a trusted proxy        | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=0.0.0.0/0                                     | trusted-proxies        | believes everybody
            everybody by IPv6                   | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=::/0                                          | trusted-proxies        | believes everybody
            everybody by an asterisk            | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=*                                             | trusted-proxies        | believes everybody
            a proxy by its name                 | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=nginx                                         | trusted-proxies        | not looked up
            a range that begins elsewhere       | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=10.1.2.3/8                                    | trusted-proxies        | begin its range
            a range with too many bits          | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=10.0.0.0/33                                   | trusted-proxies        | CIDR
            headers nobody knows                | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=127.0.0.1; proxy-headers=x-real-ip            | proxy-headers          | none of

            no CSRF protection                  | public-origin=http://localhost:5000; csrf=off                                                                              | csrf                   | none of
            half a yes                          | public-origin=http://localhost:5000; csrf.require-origin=maybe                                                             | csrf.require-origin    | none of

            SameSite=None without Secure        | public-origin=http://localhost:5000; cookie.same-site=none                                                                 | cookie.same-site       | without Secure
            SameSite=None on one site           | public-origin=https://example.com; tls.certificate=c.pem; cookie.same-site=none                                            | cookie.same-site       | one site
            SameSite=Lax between sites          | deployment=cross-origin; public-origin=https://api.one.com; tls.certificate=c.pem; spa-origins=https://two.com; cookie.same-site=lax    | cookie.same-site | another site
            SameSite=Strict between sites       | deployment=cross-origin; public-origin=https://api.one.com; tls.certificate=c.pem; spa-origins=https://two.com; cookie.same-site=strict | cookie.same-site | another site
            SameSite=None in capitals           | public-origin=http://localhost:5000; cookie.same-site=Relaxed                                                              | cookie.same-site       | none of
            https without Secure                | public-origin=https://example.com; tls.certificate=c.pem; cookie.secure=false                                              | cookie.secure          | plain http too
            Secure over http                    | public-origin=http://localhost:5000; cookie.secure=true                                                                    | cookie.secure          | drop a Secure cookie
            Partitioned over http               | public-origin=http://localhost:5000; cookie.partitioned=true                                                               | cookie.partitioned     | without Secure
            Partitioned on one site             | public-origin=https://example.com; tls.certificate=c.pem; cookie.partitioned=true                                          | cookie.partitioned     | never sent
            a cookie for a whole domain         | public-origin=https://api.example.com; tls.certificate=c.pem; cookie.domain=.example.com                                   | cookie.domain          | every host in that domain
            a cookie for a public suffix        | public-origin=https://shop.co.uk; tls.certificate=c.pem; cookie.domain=.co.uk                                              | cookie.domain          | public suffix
            __Host- over http                   | public-origin=http://localhost:5000; cookie.prefix=__Host-                                                                 | cookie.prefix          | without Secure
            __Host-Http- over http              | public-origin=http://localhost:5000; cookie.prefix=__Host-Http-                                                            | cookie.prefix          | without Secure
            a prefix that protects less         | public-origin=https://example.com; tls.certificate=c.pem; cookie.prefix=__Secure-                                          | cookie.prefix          | none of
            a prefix in the name                | public-origin=https://example.com; tls.certificate=c.pem; cookie.name=__Host-shop                                          | cookie.name            | prefix
            a prefix in the name, in capitals   | public-origin=http://localhost:5000; cookie.name=__HOST-shop                                                               | cookie.name            | prefix
            a name with a space                 | public-origin=http://localhost:5000; cookie.name=my shop                                                                   | cookie.name            | RFC 6265
            a name that is too long             | public-origin=http://localhost:5000; cookie.name=a123456789a123456789a123456789a123456789a                                 | cookie.name            | 1 to 40
            no name                             | public-origin=http://localhost:5000; cookie.name=                                                                          | cookie.name            | RFC 6265
            the name scripts read               | public-origin=http://localhost:5000; cookie.name=XSRF-TOKEN                                                                | cookie.name            | CSRF token
            """;

    private static final String WARNED = """
            # what it costs                     | settings                                                                                                                  | setting                | a word of the rule
            cookies between sites               | deployment=cross-origin; public-origin=https://api.one.com; tls.certificate=c.pem; spa-origins=https://two.com            | spa-origins            | other than Chromium
            the same below a public suffix      | deployment=cross-origin; public-origin=https://a.github.io; tls.certificate=c.pem; spa-origins=https://b.github.io        | spa-origins            | another site
            anyone's own machine                | deployment=cross-origin; public-origin=https://api.one.com; tls.certificate=c.pem; spa-origins=http://localhost:8080      | spa-origins            | own machine
            http beyond this machine            | public-origin=http://intranet.example; insecure-http=true                                                                 | insecure-http          | reads passwords
            http accepted in vain               | public-origin=https://example.com; tls.certificate=c.pem; insecure-http=true                                              | insecure-http          | changes nothing
            a former cookie that siblings plant | public-origin=https://example.com; tls.certificate=c.pem; cookie.former=__Secure-old; cookie.former-until=2027-01-31      | cookie.former          | sibling
            a broad range of proxies            | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=64.0.0.0/2                                   | trusted-proxies        | everyone in
            protection that only reports        | public-origin=http://localhost:5000; csrf.report-only=true                                                                | csrf.report-only       | let through
            a token no page can read            | deployment=cross-origin; public-origin=https://api.a.com; tls.certificate=c.pem; spa-origins=https://app.a.com; csrf=token | csrf                  | XSRF-TOKEN
            cookies without a prefix            | public-origin=https://example.com; tls.certificate=c.pem; cookie.prefix=none                                              | cookie.prefix          | plant a cookie
            SameSite=Strict                     | public-origin=https://example.com; tls.certificate=c.pem; cookie.same-site=strict                                         | cookie.same-site       | e-mail
            unpartitioned between sites         | deployment=cross-origin; public-origin=https://api.one.com; tls.certificate=c.pem; spa-origins=https://two.com; cookie.partitioned=false | cookie.partitioned | block third-party
            diagnostics for everyone            | public-origin=https://example.com; tls.certificate=c.pem; diagnostics=on                                                  | diagnostics            | anyone can ask
            """;

    private static DeploymentDecision decide(SettingTexts settings) {
        return Deployments.decide(settings, new TestSuffixes());
    }

    private static List<Finding> of(Level level, DeploymentDecision decision) {
        return decision.findings().stream()
                .filter(finding -> finding.level() == level)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = REFUSED)
    void is_refused_and_its_cure_works(String label, String settingsText, String setting, String word) {
        SettingTexts settings = SettingsText.read(settingsText);

        DeploymentDecision decision = decide(settings);

        assertThat(decision).isInstanceOf(DeploymentDecision.Refused.class);
        assertThat(of(Level.REFUSED, decision)).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo(setting);
            assertThat(finding.value())
                    .isEqualTo(
                            settings.text(DeploymentSetting.ALL.named(setting).orElseThrow()));
            assertThat(finding.why()).contains(word);
            assertThat(finding.message()).contains(finding.why(), finding.cure().text());
            assertThat(decide(settings.with(finding.cure().changes())))
                    .as("after: %s", finding.cure().text())
                    .isInstanceOf(DeploymentDecision.Accepted.class);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=traefik, nginx
            deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=10.1.2.3/8, nginx, *
            deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=[127.0.0.1, ::1]
            deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080/, localhost:3000
            deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=*, null, http://LOCALHOST:3000
            """)
    void of_several_mistakes_in_one_list_the_cure_of_any_cures_all(String settingsText) {
        SettingTexts settings = SettingsText.read(settingsText);

        List<Finding> refused = of(Level.REFUSED, decide(settings));

        assertThat(refused)
                .hasSizeGreaterThan(1)
                .allSatisfy(finding -> assertThat(
                                decide(settings.with(finding.cure().changes())))
                        .as("after: %s", finding.cure().text())
                        .isInstanceOf(DeploymentDecision.Accepted.class));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = WARNED)
    void is_warned_of_until_it_is_cured(String label, String settingsText, String setting, String word) {
        SettingTexts settings = SettingsText.read(settingsText);

        DeploymentDecision decision = decide(settings);

        assertThat(decision).isInstanceOf(DeploymentDecision.Accepted.class);
        Finding warning = of(Level.WARNING, decision).stream()
                .filter(finding -> finding.what().equals(setting))
                .filter(finding -> finding.why().contains(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError(decision.findings()));
        if (!warning.cure().changes().isEmpty()) {
            DeploymentDecision cured = decide(settings.with(warning.cure().changes()));
            assertThat(cured).isInstanceOf(DeploymentDecision.Accepted.class);
            assertThat(cured.findings()).extracting(Finding::why).doesNotContain(warning.why());
        }
    }
}
