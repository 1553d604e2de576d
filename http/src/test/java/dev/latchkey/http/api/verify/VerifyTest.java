package dev.latchkey.http.api.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyTest {
    private static final FakeRequest VERIFY = FakeRequest.get("/api/verify");

    private final World world = new World(SettingsText.policy(
            "deployment=same-domain; public-origin=http://localhost:5000; trusted-proxies=127.0.0.1"));

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    class A_proxy_asks_who_it_is {
        @Test
        void and_is_told_in_headers_without_a_body() {
            Response response = world.handle(VERIFY.cookie(world.loggedIn()));

            assertThat(response.status()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            assertThat(World.line(response, "Latchkey-User")).hasValue("jane");
            assertThat(World.line(response, "Latchkey-User-Id")).hasValue("u-jane");
            assertThat(World.line(response, "Latchkey-Session"))
                    .hasValue(world.janesSession().id().value());
            assertThat(World.line(response, "Cache-Control")).hasValue("no-store");
            assertThat(World.line(response, "Content-Type")).isEmpty();
        }

        @Test
        void or_that_it_is_nobody_and_why() {
            Response response = world.handle(VERIFY);

            assertThat(response.status()).isEqualTo(401);
            assertThat(World.text(response)).contains("\"reason\":\"none\"");
            assertThat(World.lines(response, "Latchkey-User")).isEmpty();
        }

        @Test
        void why_it_is_nobody_is_in_a_header_too_for_proxies_that_keep_no_body() {
            Response response = world.handle(VERIFY);

            assertThat(World.line(response, "Latchkey-Code")).hasValue("not_authenticated");
            assertThat(World.line(response, "Latchkey-Reason")).hasValue("none");
        }

        @ParameterizedTest(name = "peer {0}, X-Original-URI {1}, X-Forwarded-Uri {2}: {3}")
        @CsvSource({
            "127.0.0.1, /reports/1?a=b&c=d, ,           %2Freports%2F1%3Fa%3Db%26c%3Dd",
            "127.0.0.1, ,                   /reports/1, %2Freports%2F1",
            "127.0.0.1, /reports/1,         /reports/1, %2Freports%2F1",
            "127.0.0.1, /%2e%2e,            ,           %2F%252e%252e",
            // Not both are the proxy's word.
            "127.0.0.1, /reports/1,         /other,     ",
            "127.0.0.1, //evil.example,     ,           ",
            "127.0.0.1, https://evil.example, ,         ",
            "192.0.2.1, /reports/1,         ,           "
        })
        void what_was_asked_for_is_told_as_it_stands_in_a_query(
                String peer, String original, String forwarded, String next) {
            FakeRequest request = VERIFY.from(peer);
            request = original == null ? request : request.with(RequestHeader.X_ORIGINAL_URI, original);
            request = forwarded == null ? request : request.with(RequestHeader.X_FORWARDED_URI, forwarded);

            assertThat(World.line(world.handle(request), "Latchkey-Next")).isEqualTo(Optional.ofNullable(next));
        }

        @Test
        void or_that_nobody_can_tell_now() {
            String cookie = world.loggedIn();
            world.isStoreDown.set(true);

            assertThat(world.handle(VERIFY.cookie(cookie)).status()).isEqualTo(503);
        }
    }

    @Nested
    class On_behalf_of_another_request {
        @ParameterizedTest(name = "peer {0}, X-Original-Method {1}, X-Forwarded-Method {2}, {3} from {4}: {5}")
        @CsvSource({
            // peer,    original, forwarded, site,        origin,                status
            "127.0.0.1, GET,      ,          cross-site,  ,                      204",
            // A backend with readers of its own answers them by its own CORS.
            "127.0.0.1, GET,      ,          cross-site,  https://evil.example,  204",
            "127.0.0.1, GET,      ,          same-site,   https://app.example,   204",
            "127.0.0.1, POST,     ,          same-origin, http://localhost:5000, 204",
            "127.0.0.1, POST,     ,          ,            http://localhost:5000, 204",
            "127.0.0.1, POST,     ,          cross-site,  https://evil.example,  403",
            "127.0.0.1, ,         POST,      cross-site,  https://evil.example,  403",
            "127.0.0.1, DELETE,   ,          same-site,   http://localhost:6666, 403",
            "127.0.0.1, POST,     ,          ,            https://evil.example,  403",
            "127.0.0.1, POST,     ,          ,            null,                  403",
            "127.0.0.1, POST,     GET,       cross-site,  https://evil.example,  403",
            "127.0.0.1, GET,      POST,      cross-site,  https://evil.example,  403",
            "192.0.2.1, POST,     ,          cross-site,  https://evil.example,  204"
        })
        void its_origin_is_checked_when_a_trusted_proxy_names_its_method(
                String peer, String original, String forwarded, String site, String origin, int status) {
            FakeRequest request = VERIFY.from(peer).cookie(world.loggedIn());
            request = original == null ? request : request.with(RequestHeader.X_ORIGINAL_METHOD, original);
            request = forwarded == null ? request : request.with(RequestHeader.X_FORWARDED_METHOD, forwarded);
            request = site == null ? request : request.with(RequestHeader.SEC_FETCH_SITE, site);
            request = origin == null ? request : request.with(RequestHeader.ORIGIN, origin);

            assertThat(world.handle(request).status()).isEqualTo(status);
        }

        @ParameterizedTest(name = "passing {0}, peer {1}, method {2}, from {3} about {4}: {5}")
        @CsvSource({
            "true,  127.0.0.1, OPTIONS, https://app.example, POST, 204",
            "false, 127.0.0.1, OPTIONS, https://app.example, POST, 401",
            "true,  127.0.0.1, POST,    https://app.example, POST, 403",
            "true,  127.0.0.1, GET,     https://app.example, POST, 401",
            "true,  127.0.0.1, ,        https://app.example, POST, 401",
            "true,  127.0.0.1, OPTIONS, ,                    POST, 401",
            "true,  127.0.0.1, OPTIONS, https://app.example, ,     401",
            "true,  192.0.2.1, OPTIONS, https://app.example, POST, 401"
        })
        void a_preflight_goes_on_to_a_backend_that_answers_it_where_that_was_chosen(
                boolean passes, String peer, String method, String origin, String about, int status) {
            try (World behind =
                    new World(SettingsText.policy("deployment=same-domain; public-origin=http://localhost:5000;"
                            + " trusted-proxies=127.0.0.1; csrf.pass-preflights=" + passes))) {
                FakeRequest request = VERIFY.from(peer).with(RequestHeader.SEC_FETCH_SITE, "cross-site");
                request = method == null ? request : request.with(RequestHeader.X_ORIGINAL_METHOD, method);
                request = origin == null ? request : request.with(RequestHeader.ORIGIN, origin);
                request = about == null ? request : request.with(RequestHeader.ACCESS_CONTROL_REQUEST_METHOD, about);

                Response answer = behind.handle(request);

                assertThat(answer.status()).isEqualTo(status);
                assertThat(World.lines(answer, "Latchkey-User")).isEmpty();
            }
        }

        @ParameterizedTest(name = "by a trusted proxy: {0}, method {1}: {2}")
        @CsvSource({
            "127.0.0.1, GET,     204",
            "127.0.0.1, HEAD,    204",
            "127.0.0.1, OPTIONS, 204",
            "127.0.0.1, POST,    401",
            "127.0.0.1, PUT,     401",
            "127.0.0.1, DELETE,  401",
            "127.0.0.1, get,     401",
            "127.0.0.1, ,        401",
            "192.0.2.1, GET,     401"
        })
        void a_token_that_was_rotated_away_is_good_for_what_is_known_to_change_nothing(
                String peer, String method, int status) {
            String before = world.loggedIn();
            world.handle(FakeRequest.post("/api/reauthenticate")
                    .json("{\"password\":\"secret\"}")
                    .cookie(before));
            FakeRequest request = VERIFY.from(peer).cookie(before).with(RequestHeader.SEC_FETCH_SITE, "same-origin");

            assertThat(world.handle(method == null ? request : request.with(RequestHeader.X_ORIGINAL_METHOD, method))
                            .status())
                    .isEqualTo(status);
        }

        @ParameterizedTest(name = "from {0}, Upgrade {1}, mode {2}, {3} from {4}: {5}")
        @DisplayName("RFC 6455 §10.2: who opens a WebSocket is told by its Origin")
        @CsvSource({
            // peer,    upgrade,   mode,      site,        origin,                status
            "127.0.0.1, websocket, ,          ,            http://evil.example,   403",
            "192.0.2.1, websocket, ,          ,            http://evil.example,   403",
            "127.0.0.1, WebSocket, ,          ,            http://evil.example,   403",
            "127.0.0.1, 'x, websocket', ,     ,            http://evil.example,   403",
            "127.0.0.1, h2c,       ,          ,            http://evil.example,   403",
            "127.0.0.1, websocket, ,          ,            http://localhost:6666, 403",
            "127.0.0.1, websocket, ,          ,            https://localhost:5000, 403",
            "127.0.0.1, websocket, ,          ,            null,                  403",
            "127.0.0.1, websocket, websocket, cross-site,  http://evil.example,   403",
            "127.0.0.1, websocket, websocket, same-site,   http://localhost:6666, 403",
            "127.0.0.1, ,          websocket, cross-site,  http://evil.example,   403",
            "127.0.0.1, ,          websocket, ,            http://evil.example,   403",
            "127.0.0.1, websocket, ,          ,            http://localhost:5000, 204",
            "127.0.0.1, websocket, websocket, same-origin, http://localhost:5000, 204",
            // No browser: it always says where a WebSocket comes from.
            "127.0.0.1, websocket, ,          ,            ,                      204"
        })
        void a_connection_is_opened_for_no_page_of_another_origin(
                String peer, String upgrade, String mode, String site, String origin, int status) {
            FakeRequest request = VERIFY.from(peer).cookie(world.loggedIn());
            request = upgrade == null ? request : request.with(RequestHeader.UPGRADE, upgrade);
            request = mode == null
                    ? request
                    : request.with(RequestHeader.SEC_FETCH_MODE, mode).with(RequestHeader.SEC_FETCH_DEST, mode);
            request = site == null ? request : request.with(RequestHeader.SEC_FETCH_SITE, site);
            request = origin == null ? request : request.with(RequestHeader.ORIGIN, origin);

            assertThat(world.handle(request).status()).isEqualTo(status);
            assertThat(world.handle(request.with(RequestHeader.X_ORIGINAL_METHOD, "GET"))
                            .status())
                    .isEqualTo(status);
        }

        @Test
        void a_connection_is_opened_for_a_page_that_is_trusted() {
            try (World crossOrigin = World.onHttps()) {
                FakeRequest request = VERIFY.cookie(crossOrigin.loggedIn())
                        .encrypted()
                        .with(RequestHeader.UPGRADE, "websocket")
                        .with(RequestHeader.SEC_FETCH_MODE, "websocket")
                        .with(RequestHeader.SEC_FETCH_DEST, "websocket")
                        .with(RequestHeader.SEC_FETCH_SITE, "same-site");

                assertThat(crossOrigin
                                .handle(request.with(RequestHeader.ORIGIN, World.TRUSTED.toString()))
                                .status())
                        .isEqualTo(204);
                assertThat(crossOrigin
                                .handle(request.with(RequestHeader.ORIGIN, "https://evil.example"))
                                .status())
                        .isEqualTo(403);
            }
        }

        @ParameterizedTest(name = "a {0} wanted {1}: {2}")
        @CsvSource({
            "image,    same-origin, 204",
            "script,   same-origin, 204",
            "iframe,   same-origin, 204",
            "document, cross-site,  204",
            "image,    none,        204",
            "image,    cross-site,  403",
            "script,   same-site,   403",
            "iframe,   cross-site,  403"
        })
        void its_images_and_scripts_are_for_its_own_pages(String destination, String site, int status) {
            FakeRequest request = VERIFY.cookie(world.loggedIn())
                    .with(RequestHeader.SEC_FETCH_DEST, destination)
                    .with(RequestHeader.SEC_FETCH_SITE, site);

            assertThat(world.handle(request).status()).isEqualTo(status);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "jane.doe@example.com, jane.doe@example.com",
                "jane+x,               jane+x",
                "jané,                 jan%C3%A9",
                "张伟,                 %E5%BC%A0%E4%BC%9F",
                "a b,                  a%20b",
                "100%,                 100%25",
                "`a,b`,                a%2Cb",
                "a\"b\\c;d=e:f/g,      a%22b%5Cc%3Bd%3De%3Af%2Fg",
                "`a\r\nX: y`,          a%0D%0AX%3A%20y",
                "😀,                   %F0%9F%98%80"
            })
    void a_username_is_percent_encoded_where_a_header_needs_it(String username, String encoded) {
        assertThat(HeaderText.encode(username)).isEqualTo(encoded);
        assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(username);
    }
}
