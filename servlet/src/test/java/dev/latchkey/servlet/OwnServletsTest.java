package dev.latchkey.servlet;

import static dev.latchkey.testkit.RawClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.RawClient.Answer;
import dev.latchkey.testkit.Served;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servlets of an application behind the filter, in each container, at the root and in a context. */
@ParameterizedClass
@CsvSource({"JETTY, ''", "JETTY, /ctx", "TOMCAT, ''", "TOMCAT, /ctx"})
class OwnServletsTest {
    @Parameter(0)
    Container container;

    @Parameter(1)
    String context;

    private static Served served;
    private static HttpContract.Running running;
    private static RawClient client;

    @BeforeParameterizedClassInvocation
    static void start(Container container, String context) throws Exception {
        served = new Served();
        running = container.start(served, context);
        client = new RawClient(running.port());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        running.close();
    }

    @BeforeEach
    void forgetEverything() {
        served.anew();
    }

    private Answer get(String path, String... lines) {
        return client.get(context + path, lines);
    }

    private Answer logIn() {
        return client.post(context + "/api/login", Served.LOGIN);
    }

    /** The remember-me cookie of a browser whose session is over. */
    private String remembered() {
        Answer login = client.post(context + "/api/login", Served.LOGIN.replace("}", ",\"remember\":true}"));
        served.after(Duration.ofHours(13));
        return "Cookie: latchkey-remember=" + login.cookie("latchkey-remember").orElseThrow();
    }

    private void assertThatItIsStillRemembered(Answer answer) {
        assertThat(answer.cookie("latchkey")).isPresent();
        served.after(Duration.ofMinutes(2));
        assertThat(get("/notes/1", answer.cookies()).status()).isEqualTo(200);
    }

    @Nested
    class Who_comes {
        @Test
        void is_the_user_principal() {
            String cookies = logIn().cookies();

            assertThat(get("/notes/1", cookies).body()).isEqualTo("notes of Jane Doe (u-jane, jane)");
            assertThat(get("/open", cookies).body()).isEqualTo("hello Jane Doe (u-jane, jane)");
        }

        @Test
        void is_a_stranger_where_anyone_may_come_and_401_elsewhere() {
            assertThat(get("/open").body()).isEqualTo("hello a stranger");
            Answer refused = get("/notes/1");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.body()).contains("\"reason\":\"none\"");
        }

        @Test
        void reaches_the_applications_own_paths_under_that_of_the_api() {
            assertThat(get("/api/own", logIn().cookies()).body()).isEqualTo("own of Jane Doe (u-jane, jane)");
            assertThat(get("/api/own").status()).isEqualTo(401);
        }

        @Test
        void is_asked_for_by_authenticate() {
            assertThat(get("/asked", logIn().cookies()).body()).isEqualTo("asked LATCHKEY");
            assertThat(get("/asked").status()).isEqualTo(401);
        }

        @Test
        void is_not_known_while_the_store_is_down_and_that_is_503() {
            String cookies = logIn().cookies();
            served.storeIsDown(true);
            Answer answer = get("/notes/1", cookies);
            served.storeIsDown(false);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"store_unavailable\"");
            assertThat(answer.all("Set-Cookie")).isEmpty();
            assertThat(get("/notes/1", cookies).status()).isEqualTo(200);
        }

        @Test
        void an_outage_that_a_servlet_meets_is_503_too() {
            assertThat(get("/outage", logIn().cookies()).body()).contains("\"code\":\"store_unavailable\"");
        }
    }

    @Nested
    class Whom_a_servlet_logs_in {
        @Test
        void is_the_user_from_there_on_and_has_the_cookies_of_a_login() {
            Answer login = get("/callback");

            assertThat(login.body()).isEqualTo("true: Jane Doe (u-jane, jane)");
            assertThat(get("/notes/1", login.cookies()).status()).isEqualTo(200);
        }

        @Test
        void is_guessed_at_no_faster_than_through_the_api() {
            Answer login = get("/own-form", "Password: " + Served.PASSWORD);
            assertThat(login.body()).isEqualTo("LoggedIn: Jane Doe (u-jane, jane)");
            assertThat(get("/notes/1", login.cookies()).status()).isEqualTo(200);

            Answer guess = get("/own-form", "Password: wrong");
            assertThat(guess.body()).isEqualTo("Refused: a stranger");
            for (int guesses = 0; guess.body().startsWith("Refused"); guesses++) {
                assertThat(guesses).as("guesses that nobody slowed").isLessThan(100);
                guess = get("/own-form", "Password: wrong");
            }

            Answer right = get("/own-form", "Password: " + Served.PASSWORD);
            assertThat(right.body()).isEqualTo("Deferred: a stranger");
            assertThat(right.all("Set-Cookie")).isEmpty();
        }
    }

    @Nested
    class A_page_of_another_site {
        @ParameterizedTest
        @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
        @DisplayName("ASVS 3.5.1: it does nothing in a member's name, and the application did nothing for that")
        void does_nothing_in_a_members_name(String line) {
            String cookies = logIn().cookies();
            for (String path : List.of("/notes/1", "/open", "/api/own", "/secret")) {
                Answer forged = client.send("POST", context + path, "x", cookies, line);
                assertThat(forged.status()).as(path).isEqualTo(403);
                assertThat(forged.body()).contains("\"code\":\"origin_rejected\"");
            }
        }

        @Test
        void embeds_no_servlet_and_may_link_to_one() {
            String cookies = logIn().cookies();
            assertThat(get(
                                    "/notes/1",
                                    cookies,
                                    "Sec-Fetch-Site: cross-site",
                                    "Sec-Fetch-Mode: no-cors",
                                    "Sec-Fetch-Dest: image")
                            .status())
                    .isEqualTo(403);
            assertThat(get(
                                    "/notes/1",
                                    cookies,
                                    "Sec-Fetch-Site: cross-site",
                                    "Sec-Fetch-Mode: navigate",
                                    "Sec-Fetch-Dest: document")
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void may_have_files_that_nobody_guards() {
            assertThat(get("/assets/a.css", "Sec-Fetch-Site: cross-site").body())
                    .startsWith("no LatchkeyFilter looked at this request")
                    .contains("addTo(servletContext)");
        }
    }

    @Nested
    class An_old_proof {
        @Test
        void is_not_enough_for_a_path_that_needs_a_fresh_one() {
            String cookies = logIn().cookies();
            assertThat(get("/secret", cookies).body()).startsWith("secret of Jane");
            served.after(Duration.ofMinutes(6));

            Answer stale = get("/secret", cookies);

            assertThat(stale.status()).isEqualTo(403);
            assertThat(stale.body()).contains("\"code\":\"reauthentication_required\"");
        }

        @Test
        void is_not_enough_where_a_servlet_asks_for_another() {
            String cookies = logIn().cookies();
            String[] lines = {cookies, "Origin: " + ORIGIN};
            assertThat(client.send("DELETE", context + "/notes/1", "", lines).body())
                    .isEqualTo("deleted");
            served.after(Duration.ofMinutes(6));

            Answer stale = client.send("DELETE", context + "/notes/1", "", lines);

            assertThat(stale.status()).isEqualTo(403);
            assertThat(stale.body()).contains("\"code\":\"reauthentication_required\"");
            assertThat(stale.all("Vary")).containsExactly("Cookie");
        }
    }

    /** A browser that is brought back has spent its old cookie: if the new ones get lost, it is taken for a thief. */
    @Nested
    class A_browser_that_is_brought_back {
        @ParameterizedTest
        @ValueSource(strings = {"/notes/1", "/open", "/streamed", "/later", "/reset", "/teapot", "/broken", "/outage"})
        void keeps_its_cookies_whatever_the_servlet_does(String path) {
            Answer answer = get(path, remembered());

            assertThatItIsStillRemembered(answer);
        }

        @Test
        void keeps_the_applications_own_cookie_beside_them() {
            assertThat(get("/reset", remembered()).all("Set-Cookie")).contains("theme=dark");
        }

        @Test
        void is_told_once() {
            assertThat(get("/later", remembered()).all("Set-Cookie"))
                    .filteredOn(line -> line.startsWith("latchkey="))
                    .hasSize(1);
        }

        @Test
        void is_not_brought_back_by_a_connection_that_cannot_set_cookies() {
            Answer answer =
                    get("/open", remembered(), "Upgrade: websocket", "Origin: " + ORIGIN, "Sec-WebSocket-Version: 13");
            assertThat(answer.all("Set-Cookie")).isEmpty();
        }

        @Test
        void is_gone_when_the_servlet_logs_it_out() {
            String remember = remembered();

            Answer answer = client.send("POST", context + "/out", "", remember, "Origin: " + ORIGIN);

            assertThat(answer.body()).isEqualTo("bye a stranger");
            assertThat(answer.all("Set-Cookie").getLast()).startsWith("latchkey=; Path=/; Max-Age=0");
            assertThat(get("/notes/1", answer.cookies()).status()).isEqualTo(401);
            assertThat(get("/notes/1", remember).status()).isEqualTo(401);
        }
    }

    @Nested
    class A_request_that_takes_its_time {
        @Test
        void is_the_same_visit_in_an_asynchronous_dispatch() {
            assertThat(get("/later", logIn().cookies()).body()).isEqualTo("ASYNC of Jane Doe (u-jane, jane)");
        }

        @Test
        void is_the_same_visit_on_an_error_page() {
            Answer answer = get("/teapot", logIn().cookies());
            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.body()).isEqualTo("an error for Jane Doe (u-jane, jane)");
        }

        @Test
        void knows_who_comes_once_the_answer_is_under_way_and_sets_no_cookie_then() {
            Answer answer = get("/streamed", logIn().cookies());
            assertThat(answer.body()).isEqualTo("first,then Jane Doe (u-jane, jane), and nothing ended");
            assertThat(answer.all("Set-Cookie")).isEmpty();
        }

        @Test
        void and_stays_open_is_told_when_its_session_ends_elsewhere() {
            String cookies = logIn().cookies();
            int before = OwnServlets.OPENED.get();
            CompletableFuture<Answer> stream = CompletableFuture.supplyAsync(() -> get("/events", cookies));
            while (OwnServlets.OPENED.get() == before) {
                Thread.onSpinWait();
            }

            client.post(context + "/api/logout", "{}", cookies);

            assertThat(stream.join().body()).isEqualTo("open, logged_out");
        }

        @Test
        void hands_its_body_on_unread() {
            String body = "x".repeat(300_000);
            String[] lines = {logIn().cookies(), "Origin: " + ORIGIN};
            assertThat(client.send("POST", context + "/notes/1", body, lines).body())
                    .isEqualTo("took 300000");
        }
    }

    @Nested
    class A_second_spelling_of_a_path {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/%73ecret",
                    "/secret;x=y",
                    ";x=y/secret",
                    "//secret",
                    "/./secret",
                    "/open/../secret",
                    "/open/%2e%2e/secret",
                    "/assets/../secret",
                    "/assets/..;/secret",
                    "/assets/%2e%2e/secret",
                    "/assets/..%2fsecret",
                    "/assets/..%5csecret",
                    "/assets//../secret",
                    "/assets;/../secret",
                    "/secret%00",
                    "/api/../secret",
                    "/api/login/../../secret",
                    "/api/login;/../../secret"
                })
        void never_gets_past_the_guard(String spelling) {
            String cookies = logIn().cookies();
            assertThat(get(spelling).body()).doesNotContain("secret of");
            served.after(Duration.ofMinutes(6));
            assertThat(get(spelling, cookies).body()).doesNotContain("secret of");
            assertThat(client.send("POST", context + spelling, "", cookies, "Origin: https://evil.example")
                            .body())
                    .doesNotContain("secret of");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api/%6fwn", "/%61pi/own", "/api/own;x=y", "/api/./own", "/notes/..;/api/own"})
        void never_gets_past_the_guard_under_the_path_of_the_api(String spelling) {
            assertThat(get(spelling).body()).doesNotContain("own of");
            assertThat(get(spelling).status()).isIn(400, 401, 404);
        }
    }

    @Test
    void logging_in_by_the_servlet_api_says_where_to() {
        Answer answer = get("/own-login");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("<h1>jane");
    }

    @Test
    void over_http_2_the_host_is_known_too() throws IOException, InterruptedException {
        if (container == Container.JETTY) {
            try (HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + running.port() + context + "/api/getsession"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                // Another port than that of the public origin: said by a refusal that names the one that was asked.
                assertThat(answer.body()).contains("localhost:" + running.port());
            }
        }
    }
}
