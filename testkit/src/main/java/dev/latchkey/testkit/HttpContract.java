package dev.latchkey.testkit;

import static dev.latchkey.testkit.RawClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the API does over a socket, whoever serves it; all that is said there is held against its OpenAPI document. A
 * subclass serves it under {@link RawClient#ORIGIN}, embedded, on what it is given, and lets headers of 16 KiB come as far
 * as that. It needs {@code com.networknt:json-schema-validator} beside this module.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpContract {
    private Served served;
    private Running running;
    private RawClient client;
    private DescribedExchanges described;

    /** For subclasses. */
    protected HttpContract() {}

    /** A server that runs. */
    public interface Running extends AutoCloseable {
        /** The port of this machine that it listens to. */
        int port();

        /** Where its API is, such as {@code /api}. */
        String basePath();

        /** Forgets all that it keeps beside what it was given, before each test; it may be at another port then. */
        default void anew() {}

        /** Breaks a store of its own, or mends it; what it was given breaks without that. */
        default void storeIsDown(boolean value) {}

        @Override
        void close();
    }

    /** Starts a server on what is given, once for all tests. */
    protected abstract Running start(Served given) throws Exception;

    @BeforeAll
    final void start() throws Exception {
        served = new Served();
        running = start(served);
        described = new DescribedExchanges(running.basePath());
    }

    @BeforeEach
    final void forgetEverything() {
        served.anew();
        running.anew();
        client = new RawClient(running.port(), described::hold);
    }

    @AfterAll
    final void stop() {
        running.close();
        assertThat(described.held())
                .as("what was held against the OpenAPI document")
                .isNotEmpty();
    }

    private void storeIsDown(boolean value) {
        served.storeIsDown(value);
        running.storeIsDown(value);
    }

    private String at(String route) {
        return running.basePath() + route;
    }

    private Answer logIn() {
        return logIn(Served.LOGIN);
    }

    private Answer logInRemembered() {
        return logIn(Served.LOGIN.replace("}", ",\"remember\":true}"));
    }

    private Answer logIn(String body) {
        Answer answer = client.post(at("/login"), body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String only(String name, Answer answer) {
        return "Cookie: " + name + "=" + answer.cookie(name).orElseThrow();
    }

    @Test
    void nobody_is_there_at_first() {
        Answer answer = client.get(at("/getsession"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"login\":false,\"reason\":\"none\"}");
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @Test
    void a_login_sets_a_cookie_that_opens_the_data() {
        Answer login = logIn();

        assertThat(login.status()).isEqualTo(200);
        assertThat(login.body()).startsWith("{\"login\":true,\"user\":{").contains("\"username\":\"jane\"");
        assertThat(login.all("Set-Cookie"))
                .contains("latchkey=" + login.cookie("latchkey").orElseThrow() + "; Path=/; HttpOnly; SameSite=Lax");
        assertThat(client.get(at("/data"), login.cookies()).body())
                .isEqualTo("{\"username\":\"jane\",\"name\":\"Jane Doe\"}");
    }

    @Test
    void every_answer_has_the_headers_of_the_api() {
        for (Answer answer : List.of(logIn(), client.get(at("/data")), client.get(at("/getsession")))) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Vary")).isEqualTo("Cookie");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Content-Type")).matches("application/(problem\\+)?json");
        }
    }

    @Test
    void a_wrong_password_is_401_for_somebody_and_for_nobody() {
        Answer wrong = client.post(at("/login"), "{\"username\":\"jane\",\"password\":\"wrong\"}");
        Answer unknown = client.post(at("/login"), "{\"username\":\"nobody\",\"password\":\"wrong\"}");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).contains("\"code\":\"bad_credentials\"", "\"login\":false");
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void a_logout_ends_the_session_and_removes_the_cookies() {
        String cookies = logIn().cookies();

        Answer logout = client.send("POST", at("/logout"), "", cookies, "Origin: " + ORIGIN);

        assertThat(logout.body()).isEqualTo("{\"logout\":true}");
        assertThat(logout.all("Set-Cookie"))
                .contains(
                        "latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax");
        assertThat(client.get(at("/data"), cookies).body())
                .contains("\"code\":\"session_ended\"", "\"reason\":\"logged_out\"");
    }

    @Test
    void an_old_proof_is_asked_for_again_and_given() {
        String cookies = logIn().cookies();
        served.after(Duration.ofMinutes(6));
        Answer stale = client.send("DELETE", at("/sessions"), "", cookies, "Origin: " + ORIGIN);
        assertThat(stale.status()).isEqualTo(403);
        assertThat(stale.body()).contains("\"code\":\"reauthentication_required\"");

        Answer proven = client.post(at("/reauthenticate"), "{\"password\":\"" + Served.PASSWORD + "\"}", cookies);

        assertThat(proven.status()).isEqualTo(200);
        assertThat(client.send("DELETE", at("/sessions"), "", proven.cookies(), "Origin: " + ORIGIN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void one_session_is_ended_by_its_id() {
        String cookies = logIn().cookies();
        String other = logIn().cookies();
        String id = client.get(at("/sessions"), cookies).body().replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1");

        assertThat(client.send("DELETE", at("/sessions/" + id), "", cookies, "Origin: " + ORIGIN)
                        .status())
                .isIn(200, 204);
        assertThat(Stream.of(cookies, other)
                        .map(each -> client.get(at("/data"), each).status()))
                .containsExactlyInAnyOrder(200, 401);
    }

    @Test
    void a_remembered_browser_comes_back_after_its_session() {
        String remember = only("latchkey-remember", logInRemembered());
        served.after(Duration.ofHours(13));

        Answer back = client.get(at("/data"), remember);

        assertThat(back.status()).isEqualTo(200);
        assertThat(back.cookie("latchkey")).isPresent();
        assertThat(back.cookie("latchkey-remember")).isPresent();
        assertThat(client.get(at("/data"), only("latchkey", back)).status()).isEqualTo(200);
    }

    @Test
    void one_that_must_not_be_brought_back_is_told_that_it_could() {
        String remember = only("latchkey-remember", logInRemembered());

        Answer told = client.get(at("/getsession"), remember, "Latchkey-Restore: no");

        assertThat(told.body()).startsWith("{\"login\":false");
        assertThat(told.all("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    @DisplayName("ASVS 3.5.1: what another site causes is refused")
    void what_another_site_causes_is_refused(String line) {
        String cookies = logIn().cookies();

        Answer login = client.send("POST", at("/login"), Served.LOGIN, "Content-Type: application/json", line);
        Answer logout = client.send("POST", at("/logout"), "", cookies, line);

        for (Answer refused : List.of(login, logout)) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("\"code\":\"origin_rejected\"");
            assertThat(refused.all("Set-Cookie")).isEmpty();
        }
        assertThat(client.get(at("/data"), cookies).status()).isEqualTo(200);
    }

    @Test
    void a_csrf_token_that_is_not_the_browsers_is_refused() {
        assertThat(client.post(at("/login"), Served.LOGIN, "X-CSRFToken: made-up")
                        .body())
                .contains("\"code\":\"csrf_token_invalid\"");
        Answer token = client.get(at("/getcsrf"));
        String right = token.body().replaceAll(".*\"csrf(?:Token)?\":\"([^\"]*)\".*", "$1");
        assertThat(client.post(at("/login"), Served.LOGIN, "X-CSRFToken: " + right, token.cookies())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void while_the_store_is_down_it_is_503_and_nobody_is_logged_out() {
        String cookies = logInRemembered().cookies();
        storeIsDown(true);
        for (Answer answer : List.of(
                client.get(at("/data"), cookies),
                client.get(at("/getsession"), cookies),
                client.send("POST", at("/logout"), "", cookies, "Origin: " + ORIGIN),
                client.post(at("/login"), Served.LOGIN))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"store_unavailable\"");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.all("Set-Cookie")).isEmpty();
        }
        storeIsDown(false);

        assertThat(client.get(at("/data"), cookies).status()).isEqualTo(200);
    }

    @Test
    void two_session_cookies_are_a_conflict() {
        String cookie = only("latchkey", logIn());
        assertThat(client.get(at("/getsession"), cookie + "; latchkey=" + "B".repeat(45))
                        .body())
                .contains("\"reason\":\"cookie_conflict\"");
    }

    @Test
    void a_body_may_come_in_chunks() {
        String half = Integer.toHexString(Served.LOGIN.length());
        Answer login =
                client.post(at("/login"), half + "\r\n" + Served.LOGIN + "\r\n0\r\n\r\n", "Transfer-Encoding: chunked");

        assertThat(login.status()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_too_large_is_413_whether_or_not_it_says_so() {
        String large = "x".repeat(70_000);

        assertThat(client.post(at("/login"), large).status()).isEqualTo(413);
        assertThat(client.post(
                                at("/login"),
                                Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n",
                                "Transfer-Encoding: chunked")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_body_that_is_no_json_is_415_and_one_that_does_not_fit_400() {
        assertThat(client.send("POST", at("/login"), Served.LOGIN, "Content-Type: text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(client.post(at("/login"), "{").body()).contains("\"code\":\"malformed_request\"");
    }

    @Test
    void head_is_get_without_a_body() {
        Answer head = client.send("HEAD", at("/getsession"), "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("31");
    }

    @Test
    void a_stream_tells_who_keeps_it_open_that_another_device_ended_the_session() throws IOException {
        String hers = logIn().cookies();
        Answer elsewhere = logIn();
        try (RawClient.Live stream = client.open(at("/events"), hers)) {
            stream.until(":\n\n");
            assertThat(client.send("DELETE", at("/sessions"), "", elsewhere.cookies(), "Origin: " + ORIGIN)
                            .status())
                    .isEqualTo(200);
            stream.until("event: ended\ndata: {\"reason\":\"revoked\"}\n\n");
            Answer whole = stream.end();
            assertThat(whole.status()).isEqualTo(200);
            assertThat(whole.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(whole.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(whole.header("Cache-Control")).isEqualTo("no-store");
            assertThat(whole.body()).startsWith(":\n\n").endsWith("event: ended\ndata: {\"reason\":\"revoked\"}\n\n");
        }
    }

    @Test
    void a_stream_is_for_who_is_logged_in_and_not_begun_for_head() {
        Answer nobody = client.get(at("/events"));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.body()).contains("\"code\":\"not_authenticated\"");
        Answer head = client.send("HEAD", at("/events"), "", logIn().cookies());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void a_stream_is_no_use_of_its_session() throws IOException {
        String cookies = logIn().cookies();
        try (RawClient.Live stream = client.open(at("/events"), cookies)) {
            served.after(Duration.ofHours(11));
            stream.until(":\n\n");
        }
        try (RawClient.Live stream = client.open(at("/events"), cookies)) {
            served.after(Duration.ofHours(1));
            stream.until("event: ended\ndata: {\"reason\":\"idle_expired\"}\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "PROPFIND"})
    void a_method_that_a_route_does_not_take_is_405(String method) {
        Answer answer = client.send(method, at("/getsession"), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void too_many_cookies_are_431() {
        // More than is looked at, and no more of them than a container lets through.
        String large = "a=" + "b".repeat(97) + "; ";
        assertThat(client.get(at("/data"), "Cookie: " + large.repeat(100) + "c=d")
                        .status())
                .isEqualTo(431);
    }

    @Test
    void a_request_for_another_host_is_421() {
        Answer answer = client.get(at("/getsession"), "Host: rebound.example");

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.body()).contains("\"code\":\"misdirected_request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%6cogin", "/login;x=y", "/login/", "/./login", "//login", "/x/../login", "/LOGIN"})
    void no_second_spelling_of_a_route_is_one(String spelling) {
        Answer answer = client.post(at(spelling), Served.LOGIN);

        assertThat(answer.status()).isIn(400, 401, 404);
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }
}
