package dev.latchkey.spring;

import static dev.latchkey.testkit.RawClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.RawClient.Answer;
import dev.latchkey.testkit.Served;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
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

/** Controllers of an application that has the starter and wrote nothing for it, on each container. */
@ParameterizedClass
@CsvSource({"TOMCAT, ''", "TOMCAT, /ctx", "JETTY, ''", "JETTY, /ctx"})
class OwnControllersTest {
    @Parameter(0)
    Boot container;

    @Parameter(1)
    String contextPath;

    private static Served served;
    private static HttpContract.Running running;
    private static RawClient client;
    private static String context;

    @BeforeParameterizedClassInvocation
    static void start(Boot container, String contextPath) {
        context = contextPath;
        served = new Served();
        running = container.start(served, context, OwnRoles.class);
        client = new RawClient(running.port());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        running.close();
    }

    @AfterEach
    void no_session_of_the_container_was_made() {
        ContainerSessions.assertNone();
    }

    private Answer get(String path, String... lines) {
        return client.get(context + path, lines);
    }

    private String cookies() {
        return client.post(context + "/api/login", Served.LOGIN).cookies();
    }

    private Answer delete(String path, String cookies) {
        return client.send("DELETE", context + path, "", cookies, "Origin: " + ORIGIN);
    }

    /** The remember-me cookie of a browser whose session is over. */
    private String remembered() {
        Answer login = client.post(context + "/api/login", Served.LOGIN.replace("}", ",\"remember\":true}"));
        served.after(Duration.ofHours(13));
        return "Cookie: latchkey-remember=" + login.cookie("latchkey-remember").orElseThrow();
    }

    @Nested
    class Who_comes {
        @Test
        void is_the_authentication_principal() {
            assertThat(get("/api/notes", cookies()).body()).isEqualTo("notes of Jane Doe (u-jane, jane)");
        }

        @Test
        void is_told_to_log_in_where_members_alone_may_come() {
            Answer refused = get("/api/notes");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.body()).contains("\"code\":\"not_authenticated\"", "\"reason\":\"none\"");
            assertThat(refused.all("Set-Cookie")).isEmpty();
        }

        @Test
        void may_do_what_the_application_says() {
            String cookies = cookies();
            assertThat(get("/editors", cookies).body()).isEqualTo("edited");
            assertThat(get("/owners", cookies).status()).isEqualTo(403);
            assertThat(get("/owners", cookies).body()).doesNotContain("reauthentication_required");
        }

        @Test
        void is_known_when_a_controller_takes_its_time() {
            String cookies = cookies();
            assertThat(get("/later", cookies).body()).isEqualTo("later Jane Doe");
            assertThat(get("/streamed", cookies).body()).isEqualTo("first,Jane Doe");
        }

        @Test
        void is_not_known_while_the_store_is_down_and_that_is_503() {
            String cookies = cookies();
            served.storeIsDown(true);
            Answer answer = get("/api/notes", cookies);
            served.storeIsDown(false);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(get("/api/notes", cookies).status()).isEqualTo(200);
            assertThat(get("/outage", cookies).body()).contains("\"code\":\"store_unavailable\"");
        }

        @Test
        void is_not_logged_out_by_a_link() {
            String cookies = cookies();
            get(
                    "/logout",
                    cookies,
                    "Sec-Fetch-Site: cross-site",
                    "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: document");
            assertThat(get("/api/notes", cookies).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
    @DisplayName("ASVS 3.5.1: a page of another site does nothing in a member's name")
    void a_page_of_another_site_does_nothing_in_a_members_name(String line) {
        Answer forged = client.send("POST", context + "/api/notes", "x", cookies(), "Content-Type: text/plain", line);
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.body()).contains("\"code\":\"origin_rejected\"");
        assertThat(client.send(
                                "POST",
                                context + "/api/notes",
                                "x",
                                cookies(),
                                "Content-Type: text/plain",
                                "Origin: " + ORIGIN)
                        .body())
                .isEqualTo("took 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/notes", "/bin"})
    void an_old_proof_is_asked_for_again_where_a_method_says_so(String path) {
        String cookies = cookies();
        assertThat(delete(path, cookies).status()).isEqualTo(200);
        served.after(Duration.ofMinutes(6));

        Answer stale = delete(path, cookies);

        assertThat(stale.status()).isEqualTo(403);
        assertThat(stale.body()).contains("\"code\":\"reauthentication_required\"");
        Answer proven =
                client.post(context + "/api/reauthenticate", "{\"password\":\"" + Served.PASSWORD + "\"}", cookies);
        assertThat(delete(path, proven.cookies()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/notes", "/open", "/later", "/streamed", "/broken", "/outage", "/nowhere", "/owners"})
    void a_browser_that_is_brought_back_keeps_its_cookies_whatever_a_controller_does(String path) {
        Answer answer = get(path, remembered());

        assertThat(answer.cookie("latchkey")).isPresent();
        served.after(Duration.ofMinutes(2));
        assertThat(get("/api/notes", answer.cookies()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/%6eotes", "/%61pi/notes", "/api/notes;x=y", "//api/notes", "/index.html/..;/api/notes"})
    void no_second_spelling_gets_past_the_guard(String spelling) {
        assertThat(get(spelling).body()).doesNotContain("notes of");
        Answer forged = client.send(
                "POST", context + spelling, "x", cookies(), "Content-Type: text/plain", "Origin: https://evil.example");
        assertThat(forged.body()).doesNotContain("took");
    }

    @Test
    void the_page_is_for_everybody() {
        for (String path : List.of("/", "/index.html", "/assets/none.js")) {
            assertThat(get(path).status()).isEqualTo(404);
        }
    }
}
