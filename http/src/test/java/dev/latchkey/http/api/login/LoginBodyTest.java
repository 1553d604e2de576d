package dev.latchkey.http.api.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.wire.Reading;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoginBodyTest {
    private static final String JANE = "{\"username\":\"jane\",\"password\":\"secret\"}";

    private static LoginBody wellFormed(String json) {
        Reading<LoginBody> reading = LoginBody.TYPE.read(json.getBytes(UTF_8));
        assertThat(reading).isInstanceOf(Reading.Fits.class);
        return ((Reading.Fits<LoginBody>) reading).value();
    }

    private static Problem malformed(String json) {
        return assertThat(LoginBody.TYPE.read(json.getBytes(UTF_8)))
                .asInstanceOf(type(Reading.Refused.class))
                .actual()
                .problem();
    }

    private static String longText(int length) {
        return "x".repeat(length);
    }

    @Nested
    class What_fits {
        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            both fields              | {"username":"jane","password":"secret"}                    | jane | secret | false
            any order                | {"password":"secret","username":"jane"}                    | jane | secret | false
            white space              |  {\\t"username" : "jane" ,\\r\\n"password" : "secret" }       | jane | secret | false
            to be remembered         | {"username":"jane","password":"secret","remember":true}    | jane | secret | true
            not to be remembered     | {"username":"jane","password":"secret","remember":false}   | jane | secret | false
            a field nobody knows     | {"username":"jane","password":"secret","userId":"1"}       | jane | secret | false
            remember as nothing      | {"username":"jane","password":"secret","remember":null} | jane | secret | false
            a list nobody knows      | {"username":"jane","password":"secret","x":[1,{"y":null}]} | jane | secret | false
            escapes                  | {"us\\u0065rname":"j\\u0061ne","password":"secret"}         | jane | secret | false
            one spelling of a name   | {"username":" ＪANE ","password":"secret"}                 | jane | secret | false
            a password is not trimmed | {"username":"jane","password":" Se cret "}                | jane | ` Se cret ` | false
            beyond the first plane   | {"username":"jane","password":"\\ud83d\\ude00"}            | jane | 😀 | false
            """)
        void is_one_object_of_scalar_strings(
                String label, String json, String username, String password, boolean remember) {
            LoginBody body = wellFormed(json.replace("\\t", "\t").replace("\\r\\n", "\r\n"));

            assertThat(body.username().value()).as(label).isEqualTo(username);
            assertThat(new String(body.password().toUtf8(), UTF_8)).as(label).isEqualTo(password);
            assertThat(body.remember()).as(label).isEqualTo(remember);
        }

        @Test
        void the_longest_password_has_1024_bytes() {
            assertThat(wellFormed("{\"username\":\"jane\",\"password\":\"" + longText(1024) + "\"}")
                            .password()
                            .toUtf8())
                    .hasSize(1024);
        }

        @Test
        void it_never_prints_the_password() {
            assertThat(wellFormed(JANE).toString()).doesNotContain("secret");
        }
    }

    @Nested
    @DisplayName("A credential is one scalar string, and what does not fit is named")
    class A_credential_is_one_scalar_string {
        private static final String NOT_A_STRING = "must be one string";

        static Stream<Arguments> fields() {
            return Stream.of(
                    Arguments.of("none", "{}", List.of("username is missing", "password is missing")),
                    Arguments.of("no username", "{\"password\":\"secret\"}", List.of("username is missing")),
                    Arguments.of("no password", "{\"username\":\"jane\"}", List.of("password is missing")),
                    Arguments.of(
                            "another case",
                            "{\"Username\":\"jane\",\"password\":\"s\"}",
                            List.of("username is missing")),
                    Arguments.of(
                            "empty",
                            login("\"\"", "\"\""),
                            List.of("username must not be empty", "password must not be empty")),
                    Arguments.of(
                            "null",
                            login("null", "null"),
                            List.of("username " + NOT_A_STRING, "password " + NOT_A_STRING)),
                    Arguments.of(
                            "numbers",
                            login("1", "1e9"),
                            List.of("username " + NOT_A_STRING, "password " + NOT_A_STRING)),
                    Arguments.of(
                            "booleans",
                            login("true", "false"),
                            List.of("username " + NOT_A_STRING, "password " + NOT_A_STRING)),
                    Arguments.of(
                            "lists",
                            login("[\"jane\"]", "[\"secret\"]"),
                            List.of("username " + NOT_A_STRING, "password " + NOT_A_STRING)),
                    Arguments.of(
                            "objects",
                            login("{\"$ne\":\"\"}", "{\"$gt\":\"\"}"),
                            List.of("username " + NOT_A_STRING, "password " + NOT_A_STRING)),
                    Arguments.of(
                            "a long username",
                            login("\"" + longText(129) + "\"", "\"secret\""),
                            List.of("username must have 1 to 128 printable characters")),
                    Arguments.of(
                            "a blank username",
                            login("\" \"", "\"secret\""),
                            List.of("username must have 1 to 128 printable characters")),
                    Arguments.of(
                            "NUL in the username",
                            login("\"jane\\u0000\"", "\"secret\""),
                            List.of("username must have 1 to 128 printable characters")),
                    Arguments.of(
                            "a line break in the username",
                            login("\"jane\\r\\neve\"", "\"secret\""),
                            List.of("username must have 1 to 128 printable characters")),
                    Arguments.of(
                            "a long password",
                            login("\"jane\"", "\"" + longText(1025) + "\""),
                            List.of("password must have at most 1024 bytes")),
                    Arguments.of(
                            "a password long in bytes",
                            login("\"jane\"", "\"" + "é".repeat(513) + "\""),
                            List.of("password must have at most 1024 bytes")),
                    Arguments.of(
                            "half a surrogate pair",
                            login("\"jane\\ud800\"", "\"\\udc00secret\""),
                            List.of("username must be whole characters", "password must be whole characters")),
                    Arguments.of(
                            "a surrogate pair in the wrong order",
                            login("\"jane\"", "\"\\udc00\\ud800\""),
                            List.of("password must be whole characters")),
                    Arguments.of(
                            "remember in words",
                            JANE.replace("}", ",\"remember\":\"true\"}"),
                            List.of("remember must be true or false")),
                    Arguments.of(
                            "remember as a number",
                            JANE.replace("}", ",\"remember\":1}"),
                            List.of("remember must be true or false")));
        }

        private static String login(String username, String password) {
            return "{\"username\":" + username + ",\"password\":" + password + "}";
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("fields")
        void and_errors_say_which(String label, String json, List<String> errors) {
            Problem problem = malformed(json);

            assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(problem.fieldErrors())
                    .as(label)
                    .extracting((FieldError error) -> error.field() + " " + error.message())
                    .containsExactlyElementsOf(errors);
        }
    }
}
