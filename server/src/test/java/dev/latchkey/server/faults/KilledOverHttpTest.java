package dev.latchkey.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One person after the other registers, logs in, proves the password again, changes it, logs out, and logs in once more
 * to stay, while the server is killed at moments of chance. What was answered must hold after the next start; what was not may hold or not, but whole.
 */
@Timeout(150)
@DisplayName("kill -9 over HTTP, with registrations, logins, rotations, changes of password and logouts under way")
@Tag("release")
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
                        try {
                            liveOneLife(server);
                        } catch (NotAnsweredException nobodyKnows) {
                            // Another person then; of this one only what was answered is asked.
                        }
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

    /** The disk took longer than anybody is kept waiting: it may have been done or not, as when the server is gone. */
    private static final class NotAnsweredException extends Exception {}

    private static HttpResponse<String> answered(HttpResponse<String> answer, int status) throws NotAnsweredException {
        if (answer.statusCode() == 503) {
            throw new NotAnsweredException();
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static void killAfter(ServerProcess server, int millis) {
        try {
            server.killAfter(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void liveOneLife(ServerProcess server) throws IOException, InterruptedException, NotAnsweredException {
        String name = "person-" + people++;
        String password = "first password of " + name;
        answered(
                server.post(
                        "/api/register",
                        "{\"username\":\"" + name + "\",\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"),
                201);
        passwords.put(name, password);
        String other = logIn(server, name, password);
        String own = rotate(server, logIn(server, name, password), password);
        own = changePassword(server, name, own, other);
        sessions.remove(own);
        answered(server.post("/api/logout", "{}", "Cookie", own), 200);
        sessions.put(own, false);
        logIn(server, name, passwords.get(name)); // and stays: there is always a session that has to live on
    }

    private String logIn(ServerProcess server, String name, String password)
            throws IOException, InterruptedException, NotAnsweredException {
        return begun(answered(server.logIn(name, password), 200));
    }

    private String rotate(ServerProcess server, String own, String password)
            throws IOException, InterruptedException, NotAnsweredException {
        sessions.remove(own);
        return begun(answered(
                server.post("/api/reauthenticate", "{\"password\":\"" + password + "\"}", "Cookie", own), 200));
    }

    private String changePassword(ServerProcess server, String name, String own, String other)
            throws IOException, InterruptedException, NotAnsweredException {
        String before = passwords.get(name);
        String after = "second password of " + name;
        Doubt doubt = new Doubt(name, before, after, other);
        doubts.add(doubt);
        passwords.remove(name);
        sessions.remove(own);
        sessions.remove(other);
        HttpResponse<String> answer = answered(
                server.post(
                        "/api/password", "{\"current\":\"" + before + "\",\"new\":\"" + after + "\"}", "Cookie", own),
                200);
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

    private static int statusOfLogin(ServerProcess server, String name, String password)
            throws IOException, InterruptedException {
        return server.patiently(() -> server.logIn(name, password)).statusCode();
    }

    private void demandHistory(ServerProcess server) throws IOException, InterruptedException {
        for (Map.Entry<String, Boolean> session : sessions.entrySet()) {
            assertThat(server.isLoggedIn(session.getKey()))
                    .as("acknowledged as %s", session.getValue() ? "begun" : "ended")
                    .isEqualTo(session.getValue());
        }
        for (Map.Entry<String, String> known : passwords.entrySet()) {
            assertThat(statusOfLogin(server, known.getKey(), known.getValue()))
                    .as("the password of %s", known.getKey())
                    .isEqualTo(200);
        }
        for (Doubt doubt : doubts) {
            boolean isChanged = statusOfLogin(server, doubt.name(), doubt.after()) == 200;
            assertThat(statusOfLogin(server, doubt.name(), doubt.before()) == 200)
                    .as("one of the two passwords is good")
                    .isNotEqualTo(isChanged);
            assertThat(server.isLoggedIn(doubt.otherSession()))
                    .as("the other session lives exactly as long as the old password")
                    .isNotEqualTo(isChanged);
        }
    }
}
