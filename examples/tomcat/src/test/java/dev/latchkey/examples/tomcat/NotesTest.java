package dev.latchkey.examples.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.deployment.DeploymentSetting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As a proxy asks that browsers reach at https://app.example. */
class NotesTest {
    private static final String ORIGIN = "https://app.example";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private final HttpClient proxy = HttpClient.newHttpClient();
    private Tomcat tomcat;
    private Latchkey latchkey;

    @BeforeEach
    void start() throws Exception {
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
                .deployment("same-domain")
                .publicOrigin(ORIGIN)
                .set(DeploymentSetting.TRUSTED_PROXIES, "127.0.0.1")
                .stores(stores)
                .hasher(hasher)
                .clock(now::get)
                .build();
        tomcat = App.serve(latchkey, 0);
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        latchkey.close();
        proxy.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path))
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "app.example");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return proxy.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String cookies() throws IOException, InterruptedException {
        HttpResponse<String> login = send(request("/api/login")
                .header("Origin", ORIGIN)
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
                .isEqualTo("[\"a note of Jane\"]");
        assertThat(send(request("/api/notes")).statusCode()).isEqualTo(401);
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
                .header("Origin", ORIGIN)
                .DELETE();
        assertThat(send(delete).body()).isEqualTo("deleted");

        now.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));

        assertThat(send(delete).body()).contains("reauthentication_required");
    }
}
