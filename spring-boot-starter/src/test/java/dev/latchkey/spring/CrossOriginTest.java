package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.RawClient.Answer;
import dev.latchkey.testkit.Served;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Controllers whose page is served by another origin: who may read them follows from the deployment. */
class CrossOriginTest {
    private static final String PAGE = "Origin: http://localhost:5173";

    private static HttpContract.Running running;
    private static RawClient client;

    @BeforeAll
    static void start() {
        running = Boot.TOMCAT.start(
                new Served(),
                "",
                Map.of("latchkey.deployment", "cross-origin", "latchkey.spa-origins", "http://localhost:5173"),
                OwnRoles.class);
        client = new RawClient(running.port());
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static String cookies() {
        return client.send("POST", "/api/login", Served.LOGIN, "Content-Type: application/json", PAGE)
                .cookies();
    }

    private static void assertReadable(Answer answer) {
        assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly("http://localhost:5173");
        assertThat(answer.all("Access-Control-Allow-Credentials")).containsExactly("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/notes", "/editors", "/owners", "/nowhere", "/broken"})
    void that_page_reads_whatever_a_controller_answers(String path) {
        assertReadable(client.get(path, cookies(), PAGE));
        assertReadable(client.get(path, PAGE));
    }

    @Test
    void that_page_may_ask_for_everything() {
        Answer preflight = client.send(
                "OPTIONS",
                "/api/notes",
                "",
                PAGE,
                "Access-Control-Request-Method: DELETE",
                "Access-Control-Request-Headers: content-type");

        assertThat(preflight.status()).isEqualTo(204);
        assertReadable(preflight);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("DELETE");
    }

    @Test
    void no_other_page_may() {
        Answer foreign = client.get("/api/notes", cookies(), "Origin: https://evil.example");

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.all("Access-Control-Allow-Origin")).isEmpty();
    }
}
