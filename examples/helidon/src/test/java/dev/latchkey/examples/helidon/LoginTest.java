package dev.latchkey.examples.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import io.helidon.webserver.WebServer;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server;
    private Latchkey latchkey;
    private String origin;

    @BeforeEach
    void start() throws IOException {
        int port = freePort();
        origin = "http://localhost:" + port;
        Stores stores = Stores.memory();
        Argon2idHasher hasher = new Argon2idHasher();
        stores.users()
                .insert(new User(
                        new PrincipalId("u-jane"),
                        Username.parse("jane").orElseThrow(),
                        "Jane",
                        hasher.hash(Password.parse("correct horse battery").orElseThrow()),
                        false));
        latchkey = Latchkey.builder()
                .publicOrigin(origin)
                .stores(stores)
                .hasher(hasher)
                .clock(now::get)
                .build();
        server = App.serve(latchkey, port);
        server.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        server.stop();
        latchkey.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String cookies() throws IOException, InterruptedException {
        HttpResponse<String> login = send(request("/api/login")
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"jane\",\"password\":\"correct horse battery\",\"remember\":true}")));
        assertThat(login.statusCode()).isEqualTo(200);
        // Each in a line of its own, as it has to be.
        assertThat(login.headers().allValues("Set-Cookie")).hasSizeGreaterThan(1);
        return login.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    @Test
    void a_member_reads_their_notes() throws IOException, InterruptedException {
        HttpResponse<String> notes = send(request("/notes").header("Cookie", cookies()));

        assertThat(notes.statusCode()).isEqualTo(200);
        assertThat(notes.body()).isEqualTo("notes of Jane");
        assertThat(notes.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void a_stranger_is_told_to_log_in_wherever_they_go() throws IOException, InterruptedException {
        for (String path : new String[] {"/notes", "/%6eotes", "//notes", "/nowhere"}) {
            HttpResponse<String> refused = send(request(path));
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.body()).contains("not_authenticated");
        }
    }

    @Test
    void whoever_logs_out_is_a_stranger() throws IOException, InterruptedException {
        String cookies = cookies();
        HttpResponse<String> logout = send(request("/api/logout")
                .header("Cookie", cookies)
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(logout.statusCode()).isEqualTo(200);

        assertThat(send(request("/notes").header("Cookie", cookies)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_page_of_another_site_does_nothing_in_a_members_name() throws IOException, InterruptedException {
        HttpResponse<String> forged = send(request("/notes")
                .header("Cookie", cookies())
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("origin_rejected");
    }

    @Test
    void a_password_that_was_proven_long_ago_is_asked_for_again() throws IOException, InterruptedException {
        HttpRequest.Builder delete = request("/notes")
                .header("Cookie", cookies())
                .header("Origin", origin)
                .DELETE();
        assertThat(send(delete).body()).isEqualTo("deleted");

        now.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));
        HttpResponse<String> stale = send(delete);

        assertThat(stale.statusCode()).isEqualTo(403);
        assertThat(stale.body()).contains("reauthentication_required");
    }
}
