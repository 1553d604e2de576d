package dev.latchkey.examples.vue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.spring.LatchkeyCustomizer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

class NotesApiTest {
    private static final String PAGE = "http://localhost:5173";
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext application;
    private static String api;

    @BeforeAll
    static void start() throws IOException {
        int port = freePort();
        api = "http://localhost:" + port;
        application = new SpringApplicationBuilder(NotesApi.class)
                .initializers(beans -> ((GenericApplicationContext) beans)
                        .registerBean(LatchkeyCustomizer.class, () -> builder -> builder.clock(NOW::get)))
                .run("--server.port=" + port, "--latchkey.public-origin=" + api);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        application.close();
        CLIENT.close();
    }

    private static HttpRequest.Builder request(String path, String origin) {
        return HttpRequest.newBuilder(URI.create(api + path)).header("Origin", origin);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String cookies() throws IOException, InterruptedException {
        HttpResponse<String> login = send(request("/api/login", PAGE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"jane\",\"password\":\"correct horse battery\"}")));
        assertThat(login.statusCode()).isEqualTo(200);
        return login.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    @Test
    void the_page_reads_what_its_member_may_read() throws IOException, InterruptedException {
        HttpResponse<String> notes = send(request("/api/notes", PAGE).header("Cookie", cookies()));
        assertThat(notes.body()).isEqualTo("[\"a note of jane\"]");
        assertThat(notes.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(notes.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
    }

    @Test
    void a_stranger_is_told_to_log_in_in_words_that_the_page_can_read() throws IOException, InterruptedException {
        HttpResponse<String> refused = send(request("/api/notes", PAGE));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
    }

    @Test
    void the_browser_is_told_that_the_page_may_delete() throws IOException, InterruptedException {
        HttpResponse<String> preflight = send(request("/api/notes", PAGE)
                .header("Access-Control-Request-Method", "DELETE")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("DELETE"));
    }

    @Test
    void a_page_that_is_not_listed_does_nothing_in_a_members_name() throws IOException, InterruptedException {
        for (String elsewhere : new String[] {"https://evil.example", "http://localhost:5174"}) {
            HttpResponse<String> forged = send(
                    request("/api/notes", elsewhere).header("Cookie", cookies()).DELETE());
            assertThat(forged.statusCode()).isEqualTo(403);
            assertThat(forged.body()).contains("origin_rejected");
            assertThat(forged.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void a_password_that_was_proven_long_ago_is_asked_for_again() throws IOException, InterruptedException {
        HttpRequest.Builder delete =
                request("/api/notes", PAGE).header("Cookie", cookies()).DELETE();
        assertThat(send(delete).body()).isEqualTo("deleted");

        NOW.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));

        assertThat(send(delete).body()).contains("reauthentication_required");
    }
}
