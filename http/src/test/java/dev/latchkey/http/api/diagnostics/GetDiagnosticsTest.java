package dev.latchkey.http.api.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetDiagnosticsTest {
    private static final FakeRequest ASK = FakeRequest.get("/api/diagnostics");
    private static final String EMBEDDED = "public-origin=http://localhost:5000; diagnostics=on";

    private static Response ask(String settings, FakeRequest request) {
        try (World world = new World(SettingsText.policy(settings))) {
            return world.api.handle(request);
        }
    }

    private static List<Cause> causes(Response response) {
        return Pattern.compile("\"cause\":\"([a-z_]+)\"")
                .matcher(World.text(response))
                .results()
                .map((MatchResult result) -> result.group(1))
                .map(wireName -> Arrays.stream(Cause.values())
                        .filter(cause -> cause.wireName().equals(wireName))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    @Test
    void unless_it_is_switched_on_there_is_no_such_route() {
        assertThat(ask("public-origin=http://localhost:5000", ASK).status()).isEqualTo(404);
    }

    @Test
    void it_says_what_came_and_never_the_value_of_a_cookie() {
        Response response = ask(
                EMBEDDED,
                ASK.cookie("latchkey=s3cret; theme=dark; other")
                        .with(RequestHeader.SEC_FETCH_SITE, "same-origin")
                        .with(RequestHeader.SEC_FETCH_DEST, "empty"));

        assertThat(World.text(response))
                .isEqualTo("{\"scheme\":\"http\",\"hosts\":[\"localhost:5000\"],\"peer\":\"127.0.0.1\","
                        + "\"client\":\"127.0.0.1\",\"throughTrustedProxy\":false,"
                        + "\"headers\":[{\"name\":\"Sec-Fetch-Site\",\"value\":\"same-origin\"},"
                        + "{\"name\":\"Sec-Fetch-Dest\",\"value\":\"empty\"}],"
                        + "\"cookies\":[\"latchkey\",\"theme\"],"
                        + "\"sessionCookie\":\"latchkey=...; Path=/; HttpOnly; SameSite=Lax\","
                        + "\"probeCameBack\":false,\"symptoms\":[]}");
    }

    @Test
    void it_sets_a_cookie_like_the_sessions_and_sees_it_come_back() {
        Response first = ask(EMBEDDED, ASK);

        assertThat(World.setCookies(first))
                .containsExactly("latchkey-probe=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
        assertThat(World.text(ask(EMBEDDED, ASK.cookie(World.pair(first))))).contains("\"probeCameBack\":true");
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # what is broken                  | settings                                                                                            | request                                                          | causes
        all is well                       | public-origin=http://localhost:5000                                                                 | Host=localhost:5000                                              | none
        a proxy that nobody believes      | public-origin=http://localhost:5000                                                                 | Host=localhost:5000; X-Forwarded-For=192.0.2.1                   | PROXY_NOT_TRUSTED
        a proxy that rewrites Host        | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=127.0.0.1              | Host=127.0.0.1:5000; X-Forwarded-For=192.0.2.1                   | HOST_REWRITTEN
        a TLS proxy that does not say so  | deployment=same-domain; public-origin=https://example.com; trusted-proxies=127.0.0.1                | Host=example.com; X-Forwarded-For=192.0.2.1                      | NOT_ENCRYPTED
        a TLS proxy that nobody believes  | public-origin=https://example.com; trusted-proxies=10.0.0.1                                         | Host=example.com; X-Forwarded-Proto=https                        | PROXY_NOT_TRUSTED NOT_ENCRYPTED
        TLS that nobody knows of          | deployment=same-domain; public-origin=http://localhost:5000; trusted-proxies=127.0.0.1              | Host=localhost:5000; X-Forwarded-Proto=https                     | UNEXPECTEDLY_ENCRYPTED
        a page that is not named          | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080     | Host=localhost:5000; Origin=http://localhost:3000; Cookie=a=b    | ORIGIN_NOT_TRUSTED
        a page of another site            | public-origin=http://localhost:5000                                                                 | Host=localhost:5000; Origin=null; Sec-Fetch-Site=cross-site      | ORIGIN_NOT_TRUSTED COOKIE_STAYS_ON_SITE
        fetch without credentials         | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080     | Host=localhost:5000; Origin=http://localhost:8080                | NO_COOKIE_SENT
        twins                             | public-origin=http://localhost:5000                                                                 | Host=localhost:5000; Cookie=latchkey=a, latchkey=b               | COOKIE_CONFLICT
        """)
    void it_names_what_would_lose_the_cookie(String label, String settings, String lines, String causes) {
        FakeRequest request = ASK;
        for (String line : lines.split("; ", -1)) {
            String[] nameAndValue = line.split("=", 2);
            RequestHeader name = Arrays.stream(RequestHeader.values())
                    .filter(known -> known.fieldName().equals(nameAndValue[0]))
                    .findFirst()
                    .orElseThrow();
            request = request.with(name, nameAndValue[1].replace(", latchkey", "; latchkey"));
        }

        Response response = ask(settings + "; diagnostics=on", request);

        assertThat(response.status()).isEqualTo(200);
        assertThat(causes(response))
                .extracting(Cause::name)
                .isEqualTo(causes.equals("none") ? List.of() : List.of(causes.split(" ", -1)));
    }

    @ParameterizedTest(name = "{1} beside __Host-latchkey: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        cookie.prefix=auto                                             | latchkey=a               | cookie.former = latchkey with
        cookie.prefix=auto                                             | latchkey-remember=a      | cookie.former = latchkey with
        cookie.prefix=auto                                             | __Secure-latchkey=a      | cookie.former = __Secure-latchkey with
        cookie.prefix=auto                                             | __host-http-latchkey=a   | cookie.former = __host-http-latchkey with
        cookie.prefix=auto                                             | __Host-latchkey-device=b; __Host-latchkey-device=c | __Host-latchkey-device came twice
        cookie.former=old; cookie.former-until=2027-01-31              | old=a                    | read until 2027-01-31T00:00:00Z
        cookie.former=old; cookie.former-until=2027-01-31              | old-remember=a           | move cookie.former-until
        cookie.former=__Secure-old; cookie.former-until=2027-01-31     | __Secure-old=a           | another host of the domain sets it
        """)
    void a_twin_that_comes_from_elsewhere_is_named(String settings, String twin, String word) {
        Response response = ask(
                "public-origin=https://app.example.com; trusted-proxies=127.0.0.1; diagnostics=on; " + settings,
                ASK.cookie("__Host-latchkey=x; " + twin)
                        .with(RequestHeader.HOST, "app.example.com")
                        .with(RequestHeader.X_FORWARDED_PROTO, "https"));

        assertThat(causes(response)).containsExactly(Cause.COOKIE_CONFLICT);
        assertThat(World.text(response)).contains(word).doesNotContain("=a", "=x");
    }

    @Test
    void what_only_begins_like_ours_is_no_twin() {
        assertThat(causes(ask(EMBEDDED, ASK.cookie("latchkey=a; latchkey2=b; my-latchkey=c; latchkey-theme=d"))))
                .isEmpty();
    }

    @ParameterizedTest(name = "Host {0}: {1}")
    @CsvSource({
        "localhost:5000, 200",
        "127.0.0.1:5001, 200",
        "10.0.0.7:5000, 200",
        "backend:5000, 200",
        "latchkey.default.svc.cluster.local, 200",
        "evil.example, 421",
        "evil.example:5000, 421",
        "localhost.evil.example:5000, 421",
        "evil@localhost:5000, 421"
    })
    void a_page_that_made_its_own_name_point_here_learns_nothing(String host, int status) {
        Response response = ask(EMBEDDED, ASK.with(RequestHeader.HOST, host));

        assertThat(response.status()).isEqualTo(status);
        assertThat(World.text(response).contains("\"peer\"")).isEqualTo(status == 200);
    }

    @Test
    void too_many_cookies_are_named_too() {
        assertThat(causes(ask(EMBEDDED, ASK.cookie("a=b; ".repeat(2000))))).containsExactly(Cause.COOKIES_TOO_LARGE);
    }
}
