package dev.latchkey.spring;

import static dev.latchkey.testkit.RawClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.RawClient.Answer;
import dev.latchkey.testkit.Served;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** An application whose users Spring Security asks a {@code UserDetailsService} for. */
class OwnUsersTest {
    private static final Served SERVED = new Served();

    private static Boot.Application running;
    private static RawClient client;
    private static OwnUsers.Table table;

    @BeforeAll
    static void start() {
        running = Boot.TOMCAT.start(SERVED, "", OwnUsers.class);
        client = new RawClient(running.port());
        table = running.bean(OwnUsers.Table.class);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void forgetEverything() {
        SERVED.anew();
        table.putJane("EDITOR");
    }

    private static Answer logIn(String username, String password, boolean remember) {
        return client.post(
                "/api/login",
                "{\"username\":\"" + username + "\",\"password\":\"" + password + "\",\"remember\":" + remember + "}");
    }

    private static Answer logIn(String username, String password) {
        return logIn(username, password, false);
    }

    private static String cookies() {
        return logIn("jane", OwnUsers.PASSWORD).cookies();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jane", "JANE", "Jane"})
    void logs_in_with_the_password_that_the_application_keeps(String typed) {
        Answer login = logIn(typed, OwnUsers.PASSWORD);

        assertThat(login.status()).isEqualTo(200);
        assertThat(client.get("/api/notes", login.cookies()).body()).isEqualTo("notes of Jane (Jane, jane)");
    }

    @Test
    void may_what_the_application_says_from_one_request_to_the_next() {
        String cookies = cookies();
        assertThat(client.get("/editors", cookies).body()).isEqualTo("edited");
        table.putJane("OWNER");

        assertThat(client.get("/editors", cookies).status()).isEqualTo(403);
        assertThat(client.get("/owners", cookies).body()).isEqualTo("owned");
    }

    @Test
    void is_told_nothing_about_who_there_is() {
        table.put(OwnUsers.Table.jane(OwnUsers.PASSWORD).disabled(true).build());
        List<Answer> refused =
                List.of(logIn("jane", OwnUsers.PASSWORD), logIn("jane", "wrong"), logIn("nobody", OwnUsers.PASSWORD));

        assertThat(refused).extracting(Answer::status).containsOnly(401);
        assertThat(refused)
                .extracting(Answer::body)
                .containsOnly(refused.getFirst().body());
    }

    @Test
    @DisplayName("ASVS 7.4.2: whom the application shuts out or deletes is logged out everywhere")
    void whom_the_application_shuts_out_or_deletes_is_logged_out_everywhere() {
        for (Runnable change : List.<Runnable>of(
                () -> table.put(
                        OwnUsers.Table.jane(OwnUsers.PASSWORD).disabled(true).build()),
                () -> table.put(OwnUsers.Table.jane(OwnUsers.PASSWORD)
                        .accountLocked(true)
                        .build()),
                () -> table.delete("jane"))) {
            String here = cookies();
            String elsewhere = logIn("jane", OwnUsers.PASSWORD, true).cookies();
            change.run();

            Answer told = client.get("/api/notes", here);

            assertThat(told.status()).isEqualTo(401);
            assertThat(told.body()).contains("\"code\":\"session_ended\"", "\"reason\":\"revoked\"");
            assertThat(client.get("/api/getsession", elsewhere).body()).contains("\"login\":false");
            table.putJane("EDITOR");
            assertThat(client.get("/api/notes", elsewhere).status()).isEqualTo(401);
        }
    }

    @Test
    void is_logged_out_everywhere_where_the_application_says_so() {
        Answer login = logIn("jane", OwnUsers.PASSWORD, true);
        table.put(OwnUsers.Table.jane("another password").roles("EDITOR").build());

        running.bean(LatchkeySessions.class).endAll("jane");

        assertThat(client.get("/api/notes", login.cookies()).status()).isEqualTo(401);
        assertThat(client.get(
                                "/api/notes",
                                "Cookie: latchkey-remember="
                                        + login.cookie("latchkey-remember").orElseThrow())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_login_by_the_old_password_does_not_survive_the_commit_of_the_new_one() {
        TransactionSynchronizationManager.initSynchronization();
        try {
            running.bean(LatchkeySessions.class).endAll("jane");
            String racing = cookies();
            assertThat(client.get("/api/notes", racing).status()).isEqualTo(200);

            TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);

            assertThat(client.get("/api/notes", racing).status()).isEqualTo(401);
        } finally {
            TransactionSynchronizationManager.clearSynchronization();
        }
    }

    @Test
    void a_remembered_browser_comes_back() {
        Answer login = logIn("jane", OwnUsers.PASSWORD, true);
        SERVED.after(Duration.ofHours(13));

        assertThat(client.get(
                                "/api/notes",
                                "Cookie: latchkey-remember="
                                        + login.cookie("latchkey-remember").orElseThrow())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void while_the_users_cannot_be_asked_it_is_503_and_nobody_is_logged_out() {
        String cookies = cookies();
        table.isDown();
        for (Answer answer : List.of(logIn("jane", OwnUsers.PASSWORD), client.get("/api/notes", cookies))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.all("Set-Cookie")).isEmpty();
        }
        table.putJane("EDITOR");

        assertThat(client.get("/api/notes", cookies).status()).isEqualTo(200);
    }

    @Test
    void changes_the_password_where_the_application_keeps_it() {
        String cookies = cookies();

        Answer changed = client.post(
                "/api/password",
                "{\"current\":\"" + OwnUsers.PASSWORD + "\",\"new\":\"an altogether different one\"}",
                cookies);

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(logIn("jane", OwnUsers.PASSWORD).status()).isEqualTo(401);
        assertThat(logIn("jane", "an altogether different one").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("ASVS 6.3.1: no provider of Spring's looks at a password that the throttle refused")
    void a_form_is_guessed_at_no_faster_than_the_api() {
        int guesses = 0;
        while (logIn("jane", OwnUsers.PASSWORD).status() == 200) {
            assertThat(guesses++).as("guesses that nobody slowed").isLessThan(100);
            form("wrong");
        }

        assertThat(form(OwnUsers.PASSWORD).all("Set-Cookie")).isEmpty();
    }

    private static Answer form(String password) {
        return client.send(
                "POST",
                "/login",
                "username=jane&password=" + password.replace(' ', '+').replace(",", "%2C"),
                "Content-Type: application/x-www-form-urlencoded",
                "Origin: " + ORIGIN);
    }
}
