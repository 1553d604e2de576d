package dev.latchkey.examples.boot;

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

class NotesApplicationTest {
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext application;
    private static String origin;

    @BeforeAll
    static void start() throws IOException {
        int port = freePort();
        origin = "http://localhost:" + port;
        application = new SpringApplicationBuilder(NotesApplication.class)
                .initializers(beans -> ((GenericApplicationContext) beans)
                        .registerBean(LatchkeyCustomizer.class, () -> builder -> builder.clock(NOW::get)))
                .run("--server.port=" + port, "--latchkey.public-origin=" + origin);
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

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String cookies() throws IOException, InterruptedException {
        HttpResponse<String> login = send(request("/api/login")
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"jane\",\"password\":\"correct horse battery\"}")));
        assertThat(login.statusCode()).isEqualTo(200);
        return login.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    @Test
    void a_member_reads_their_notes_and_a_stranger_is_told_to_log_in() throws IOException, InterruptedException {
        assertThat(send(request("/api/notes").header("Cookie", cookies())).body())
                .isEqualTo("[\"a note of jane\"]");
        assertThat(send(request("/api/notes")).body()).contains("not_authenticated");
    }

    @Test
    void whoever_logs_out_is_a_stranger() throws IOException, InterruptedException {
        String cookies = cookies();
        HttpResponse<String> logout = send(request("/api/logout")
                .header("Cookie", cookies)
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(logout.statusCode()).isEqualTo(200);
        assertThat(send(request("/api/notes").header("Cookie", cookies)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void the_page_is_for_everybody() throws IOException, InterruptedException {
        assertThat(send(request("/")).body()).contains("<title>Notes</title>");
    }

    @Test
    void a_page_of_another_site_does_nothing_in_a_members_name() throws IOException, InterruptedException {
        HttpResponse<String> forged = send(request("/api/notes")
                .header("Cookie", cookies())
                .header("Origin", "https://evil.example")
                .DELETE());
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("origin_rejected");
    }

    @Test
    void a_password_that_was_proven_long_ago_is_asked_for_again() throws IOException, InterruptedException {
        HttpRequest.Builder delete = request("/api/notes")
                .header("Cookie", cookies())
                .header("Origin", origin)
                .DELETE();
        assertThat(send(delete).body()).isEqualTo("deleted");

        NOW.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));

        assertThat(send(delete).body()).contains("reauthentication_required");
    }
}
