package dev.latchkey.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One person after the other registers, logs in, proves the password again, changes it and logs out, while the server is
 * killed at moments of chance. What was answered must hold after the next start; what was not may hold or not, but whole.
 */
@Timeout(150)
@DisplayName("kill -9 over HTTP, with registrations, logins, rotations, changes of password and logouts under way")
class KilledOverHttpTest {
    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    /** What a session cookie must come to: true for live. Of those in doubt nothing is asked. */
    private final Map<String, Boolean> sessions = new HashMap<>();

    private final Map<String, String> passwords = new HashMap<>();

    /** A change of password that was not answered: all of it happened, or nothing. */
    private record Doubt(String name, String before, String after, String otherSession) {}

    private final List<Doubt> doubts = new ArrayList<>();
    private int people;

    @Test
    void nothing_answered_is_lost_and_nothing_ended_comes_back() throws Exception {
        // The moment is random on purpose: each round kills at another one, within the same history.
        Random random = new Random(System.nanoTime());
        Path data = directory.resolve("data");
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(data, Map.of(), "--throttle", "off")) {
                demandHistory(server);
                Thread killer = Thread.ofVirtual().start(() -> killAfter(server, 500 + random.nextInt(2500)));
                try {
                    while (true) {
                        liveOneLife(server);
                    }
                } catch (IOException gone) {
                    killer.join();
                }
            }
        }
        try (ServerProcess server = ServerProcess.start(data, Map.of(), "--throttle", "off")) {
            demandHistory(server);
        }
        assertThat(sessions.values()).contains(true, false);
        assertThat(people).isGreaterThan(ROUNDS);
    }

    private static void killAfter(ServerProcess server, int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            server.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void liveOneLife(ServerProcess server) throws IOException, InterruptedException {
        String name = "person-" + people++;
        String password = "first password of " + name;
        HttpResponse<String> registered = server.post(
                "/api/register",
                "{\"username\":\"" + name + "\",\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        passwords.put(name, password);
        String other = logIn(server, name, password);
        String own = rotate(server, logIn(server, name, password), password);
        own = changePassword(server, name, own, other);
        sessions.remove(own);
        assertThat(server.post("/api/logout", "{}", "Cookie", own).statusCode()).isIn(200, 204);
        sessions.put(own, false);
    }

    private String logIn(ServerProcess server, String name, String password) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.logIn(name, password);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return begun(answer);
    }

    private String rotate(ServerProcess server, String own, String password) throws IOException, InterruptedException {
        sessions.remove(own);
        HttpResponse<String> answer =
                server.post("/api/reauthenticate", "{\"password\":\"" + password + "\"}", "Cookie", own);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return begun(answer);
    }

    private String changePassword(ServerProcess server, String name, String own, String other)
            throws IOException, InterruptedException {
        String before = passwords.get(name);
        String after = "second password of " + name;
        Doubt doubt = new Doubt(name, before, after, other);
        doubts.add(doubt);
        passwords.remove(name);
        sessions.remove(own);
        sessions.remove(other);
        HttpResponse<String> answer = server.post(
                "/api/password", "{\"current\":\"" + before + "\",\"new\":\"" + after + "\"}", "Cookie", own);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        doubts.remove(doubt);
        passwords.put(name, after);
        sessions.put(other, false);
        return begun(answer);
    }

    private String begun(HttpResponse<String> answer) {
        String cookie = ServerProcess.cookie(answer).orElseThrow();
        sessions.put(cookie, true);
        return cookie;
    }

    private void demandHistory(ServerProcess server) throws IOException, InterruptedException {
        for (Map.Entry<String, Boolean> session : sessions.entrySet()) {
            assertThat(server.isLoggedIn(session.getKey()))
                    .as("acknowledged as %s", session.getValue() ? "begun" : "ended")
                    .isEqualTo(session.getValue());
        }
        for (Map.Entry<String, String> known : passwords.entrySet()) {
            HttpResponse<String> answer = server.logIn(known.getKey(), known.getValue());
            assertThat(answer.statusCode())
                    .as("the password of %s: %s", known.getKey(), answer.body())
                    .isEqualTo(200);
        }
        for (Doubt doubt : doubts) {
            boolean isChanged = server.logIn(doubt.name(), doubt.after()).statusCode() == 200;
            assertThat(server.logIn(doubt.name(), doubt.before()).statusCode() == 200)
                    .as("one of the two passwords is good")
                    .isNotEqualTo(isChanged);
            assertThat(server.isLoggedIn(doubt.otherSession()))
                    .as("the other session lives exactly as long as the old password")
                    .isNotEqualTo(isChanged);
        }
    }
}
