package dev.latchkey.spring;

import static dev.latchkey.testkit.RawClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.RawClient.Answer;
import dev.latchkey.testkit.Served;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever logs in by another way of Spring Security has the same session as by the API. */
class OtherLoginsTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final Served SERVED = new Served();

    private static HttpContract.Running running;
    private static RawClient client;

    @BeforeAll
    static void start() {
        running = Boot.TOMCAT.start(SERVED, "", OtherLogins.class);
        client = new RawClient(running.port());
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void forgetEverything() {
        SERVED.anew();
    }

    @AfterEach
    void no_session_of_the_container_was_made() {
        ContainerSessions.assertNone();
    }

    private static Answer form(String username, String password, String... lines) {
        String[] all = new String[lines.length + 2];
        System.arraycopy(lines, 0, all, 2, lines.length);
        all[0] = FORM;
        all[1] = "Origin: " + ORIGIN;
        return client.send("POST", "/login", "username=" + username + "&password=" + password.replace(' ', '+'), all);
    }

    private static Answer callback(String name, String factor) {
        return client.get("/callback?name=" + name + "&factor=" + factor);
    }

    @Test
    void a_form_logs_in_as_the_api_does() {
        Answer login = form("jane", Served.PASSWORD);

        assertThat(login.status()).isEqualTo(302);
        assertThat(client.get("/api/notes", login.cookies()).body()).startsWith("notes of Jane Doe");
        assertThat(client.get("/api/getsession", login.cookies()).body()).contains("\"login\":true");
        assertThat(client.get("/authorities", login.cookies()).body()).isEqualTo("FACTOR_PASSWORD,ROLE_X");
    }

    @Test
    void what_the_browser_held_ends() {
        String before = form("jane", Served.PASSWORD).cookies();

        Answer again = form("jane", Served.PASSWORD, before);

        assertThat(client.get("/api/notes", before).status()).isEqualTo(401);
        assertThat(client.get("/api/notes", again.cookies()).status()).isEqualTo(200);
    }

    @Test
    void a_wrong_password_in_a_form_logs_nobody_in() {
        for (Answer refused : new Answer[] {form("jane", "wrong"), form("nobody", "wrong"), form("", "")}) {
            assertThat(refused.status()).isEqualTo(302);
            assertThat(refused.header("Location")).endsWith("/login?error");
            assertThat(refused.all("Set-Cookie")).isEmpty();
        }
    }

    @Test
    @DisplayName("ASVS 6.3.1: a form is guessed at no faster than the API")
    void a_form_is_guessed_at_no_faster_than_the_api() {
        int guesses = 0;
        while (client.post("/api/login", Served.LOGIN).status() == 200) {
            assertThat(guesses++).as("guesses that nobody slowed").isLessThan(100);
            form("jane", "wrong");
        }

        assertThat(form("jane", Served.PASSWORD).all("Set-Cookie")).isEmpty();
    }

    @Test
    void a_form_that_another_site_sent_logs_nobody_in() {
        Answer forged = client.send(
                "POST", "/login", "username=jane&password=" + Served.PASSWORD, FORM, "Origin: https://evil.example");

        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.body()).contains("\"code\":\"origin_rejected\"");
    }

    @Test
    void while_the_store_is_down_a_form_is_503() {
        SERVED.storeIsDown(true);

        assertThat(form("jane", Served.PASSWORD).body()).contains("\"code\":\"store_unavailable\"");
    }

    @Test
    void a_logout_of_spring_ends_the_session() {
        String cookies = form("jane", Served.PASSWORD).cookies();

        Answer logout = client.send("POST", "/logout", "", cookies, "Origin: " + ORIGIN);

        assertThat(logout.header("Location")).endsWith("/bye");
        assertThat(logout.all("Set-Cookie")).anyMatch(line -> line.startsWith("latchkey=; "));
        assertThat(client.get("/api/notes", cookies).body()).contains("\"reason\":\"logged_out\"");
    }

    @Test
    void a_link_logs_nobody_out() {
        String cookies = form("jane", Served.PASSWORD).cookies();

        Answer link = client.get(
                "/logout",
                cookies,
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document");

        assertThat(link.status()).isEqualTo(405);
        assertThat(client.get("/api/notes", cookies).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"FACTOR_OTT, otp", "FACTOR_WEBAUTHN, hwk"})
    void a_passkey_or_a_one_time_token_opens_the_account_of_its_name(String factor, String method) {
        Answer login = callback("jane", factor);

        assertThat(client.get("/authorities", login.cookies()).body()).isEqualTo(factor + ",ROLE_X");
        assertThat(SERVED.stores().sessions().list(new PrincipalId("u-jane")))
                .singleElement()
                .satisfies(session -> assertThat(session.proofs())
                        .singleElement()
                        .satisfies(proof -> assertThat(proof.method().word()).isEqualTo(method)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FACTOR_AUTHORIZATION_CODE",
                "FACTOR_SAML_RESPONSE",
                "FACTOR_MADE_UP",
                // As after a login by password under another name.
                "FACTOR_AUTHORIZATION_CODE&factor=FACTOR_PASSWORD"
            })
    void the_name_that_somebody_has_elsewhere_opens_no_account_here(String factors) {
        Answer login = callback("jane", factors);

        assertThat(login.status()).isEqualTo(500);
        assertThat(login.all("Set-Cookie")).isEmpty();
    }

    @Test
    void whom_an_identity_provider_knows_is_who_the_application_says() {
        Served served = new Served();
        try (HttpContract.Running known = Boot.TOMCAT.start(served, "", OtherLogins.class, Known.class)) {
            RawClient other = new RawClient(known.port());
            Answer login = other.get("/callback?name=sub-17&factor=FACTOR_AUTHORIZATION_CODE");

            assertThat(other.get("/authorities", login.cookies()).body()).isEqualTo("FACTOR_AUTHORIZATION_CODE,ROLE_X");
            assertThat(other.get("/callback?name=sub-18&factor=FACTOR_AUTHORIZATION_CODE")
                            .all("Set-Cookie"))
                    .isEmpty();
        }
    }

    @Test
    void who_is_nobody_here_or_shut_out_is_logged_in_by_nothing() {
        SERVED.stores().users().setDisabled(new PrincipalId("u-jane"), true);

        for (Answer refused : new Answer[] {
            callback("jane", "FACTOR_OTT"), callback("nobody", "FACTOR_OTT"), form("jane", Served.PASSWORD)
        }) {
            assertThat(refused.status()).isIn(302, 401);
            assertThat(refused.all("Set-Cookie")).isEmpty();
        }
    }
}
