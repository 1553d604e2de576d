package dev.latchkey.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.problem.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Bodies that many answers have, byte for byte")
class BodiesTest {
    private static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");
    private static final Principal JANE =
            new Principal(new PrincipalId("u-1"), "jane.doe", "Jane \"JD\" Doe é😀</script>");
    private static final Session SESSION = new Session(
            new SessionId("AAAAAAAAAAAAAAAAAAAAAA"),
            JANE,
            T0,
            T0.plusSeconds(60),
            T0.plusMillis(90_500),
            T0.plusSeconds(604_800));

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    @Nested
    class Who_is_logged_in {
        @Test
        @DisplayName("ASVS 15.3.1: an allow-listed view of user and session")
        void is_an_allow_listed_view() {
            assertThat(text(Bodies.loggedIn(SESSION, SESSION.expiresAt(), T0.plusSeconds(43_200), true)))
                    .isEqualTo("{\"login\":true,"
                            + "\"user\":{\"id\":\"u-1\",\"username\":\"jane.doe\","
                            + "\"name\":\"Jane \\\"JD\\\" Doe é😀</script>\"},"
                            + "\"session\":{\"id\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"createdAt\":\"2026-01-01T12:00:00Z\","
                            + "\"authenticatedAt\":\"2026-01-01T12:01:00Z\",\"expiresAt\":\"2026-01-08T12:00:00Z\","
                            + "\"idleExpiresAt\":\"2026-01-02T00:00:00Z\",\"fresh\":true,\"remembered\":false}}");
        }

        @Test
        void has_names_as_any_JSON_reader_reads_them() {
            for (String name : List.of(
                    "",
                    "plain",
                    "\"",
                    "\\",
                    "\\\"",
                    "/",
                    "\u007f",
                    "\u0000\u0001\b\t\n\f\r\u001f",
                    "é",
                    "\u2028",
                    "日本",
                    "😀")) {
                Principal named = new Principal(new PrincipalId("u-1"), "jane", name);
                byte[] expected = Json.object(json -> {
                    json.writeStringProperty("username", "jane");
                    json.writeStringProperty("name", name);
                });
                assertThat(text(Bodies.data(named))).isEqualTo(text(expected));
            }
        }

        @Test
        void or_why_nobody_is() {
            assertThat(text(Bodies.loggedOut(Reason.IDLE_EXPIRED, false)))
                    .isEqualTo("{\"login\":false,\"reason\":\"idle_expired\"}");
        }

        @Test
        void or_that_it_cannot_be_told_without_a_word_on_login() {
            assertThat(text(Bodies.unavailable())).isEqualTo("{\"unavailable\":true}");
        }
    }

    @Test
    void the_persons_own_data() {
        assertThat(text(Bodies.data(new Principal(new PrincipalId("u-1"), "jane.doe", "Jane Doe"))))
                .isEqualTo("{\"username\":\"jane.doe\",\"name\":\"Jane Doe\"}");
    }

    @Nested
    @DisplayName("RFC 9457: a refusal")
    class A_refusal {
        @Test
        void has_a_code_and_a_sentence() {
            assertThat(text(Bodies.problem(Problem.of(ErrorCode.BUSY, "try again"), false)))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Busy\",\"status\":503,\"detail\":\"try again\","
                            + "\"code\":\"busy\"}");
        }

        @Test
        void says_why_nobody_is_logged_in() {
            assertThat(text(Bodies.problem(Problem.of(Reason.STOLEN), false)))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Session ended because it may have been stolen\","
                            + "\"status\":401,\"detail\":\"a spent remember-me token came back, so its sessions were ended\","
                            + "\"code\":\"session_stolen\",\"reason\":\"stolen\"}");
        }

        @Test
        void says_login_false_where_clients_test_it() {
            assertThat(text(Bodies.problem(Problem.of(ErrorCode.BAD_CREDENTIALS, "wrong"), true)))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad credentials\",\"status\":401,"
                            + "\"detail\":\"wrong\",\"code\":\"bad_credentials\",\"login\":false}");
        }

        @Test
        void names_the_fields_that_do_not_fit() {
            Problem problem =
                    Problem.malformed("no", List.of(new FieldError("a", "is missing"), new FieldError("b", "x")));

            assertThat(text(Bodies.problem(problem, false)))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Malformed request\",\"status\":400,"
                            + "\"detail\":\"no\",\"code\":\"malformed_request\",\"errors\":["
                            + "{\"field\":\"a\",\"message\":\"is missing\"},{\"field\":\"b\",\"message\":\"x\"}]}");
        }
    }
}
