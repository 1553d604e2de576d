package dev.latchkey.http.wire;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
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
        return assertThat(LoginBody.read(json.getBytes(UTF_8)))
                .asInstanceOf(type(LoginBody.Reading.WellFormed.class))
                .actual()
                .body();
    }

    private static Problem malformed(byte[] body) {
        return assertThat(LoginBody.read(body))
                .asInstanceOf(type(LoginBody.Reading.Malformed.class))
                .actual()
                .problem();
    }

    private static Problem malformed(String json) {
        return malformed(json.getBytes(UTF_8));
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
    @DisplayName("RFC 8259: what is not one JSON object in UTF-8 is refused as a whole")
    class What_is_not_one_JSON_object_is_refused {
        static Stream<Arguments> bodies() {
            String deep = "[".repeat(100_000);
            return Stream.of(
                    Arguments.of("an empty body", ""),
                    Arguments.of("white space", " \n"),
                    Arguments.of("null", "null"),
                    Arguments.of("a string", "\"jane\""),
                    Arguments.of("a number", "1"),
                    Arguments.of("an array of it", "[" + JANE + "]"),
                    Arguments.of("a form", "username=jane&password=secret"),
                    Arguments.of("a cut-off object", JANE.substring(0, JANE.length() - 1)),
                    Arguments.of("a cut-off string", JANE.substring(0, JANE.length() - 3)),
                    Arguments.of("only the beginning", "{"),
                    Arguments.of("two roots", JANE + JANE),
                    Arguments.of("two roots, spaced", JANE + " null"),
                    Arguments.of("trailing data", JANE + "x"),
                    Arguments.of("a trailing comma", "{\"username\":\"jane\",\"password\":\"secret\",}"),
                    Arguments.of("a trailing NUL", JANE + "\0"),
                    Arguments.of("a leading NUL", "\0" + JANE),
                    Arguments.of("a byte order mark", "\ufeff" + JANE),
                    Arguments.of("a comment", "/* */" + JANE),
                    Arguments.of("single quotes", JANE.replace('"', '\'')),
                    Arguments.of("bare names", "{username:\"jane\",password:\"secret\"}"),
                    Arguments.of("a raw NUL in a string", JANE.replace("secret", "se\0cret")),
                    Arguments.of("a raw line break in a string", JANE.replace("secret", "se\ncret")),
                    Arguments.of("an unknown escape", JANE.replace("secret", "\\x41")),
                    Arguments.of("NaN", "{\"username\":\"jane\",\"password\":\"secret\",\"x\":NaN}"),
                    Arguments.of("duplicate usernames", JANE.replace("{", "{\"username\":\"eve\",")),
                    Arguments.of("duplicates by escape", JANE.replace("{", "{\"\\u0075sername\":\"eve\",")),
                    Arguments.of("duplicate unknown names", JANE.replace("{", "{\"x\":1,\"x\":1,")),
                    Arguments.of("duplicates further in", JANE.replace("{", "{\"x\":{\"y\":1,\"y\":1},")),
                    Arguments.of("100 000 [", deep),
                    Arguments.of("100 000 [ in a field", "{\"username\":" + deep),
                    Arguments.of("17 levels", JANE.replace("{", "{\"x\":" + "[".repeat(17) + "]".repeat(17) + ",")),
                    Arguments.of("100 000 {", "{\"a\":".repeat(100_000)),
                    Arguments.of("a huge string", JANE.replace("secret", longText(8193))),
                    Arguments.of("a huge name", JANE.replace("{", "{\"" + longText(5000) + "\":1,")),
                    Arguments.of("a huge number", JANE.replace("{", "{\"x\":" + "9".repeat(5000) + ",")));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("bodies")
        void without_naming_a_field(String label, String body) {
            Problem problem = malformed(body);

            assertThat(problem.code()).as(label).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(problem.fieldErrors()).as(label).isEmpty();
            assertThat(problem.detail()).as(label).startsWith("the body ").doesNotContain("jane", "secret", "xxx");
        }

        static Stream<Arguments> bytes() {
            return Stream.of(
                    Arguments.of("UTF-16, big endian", JANE.getBytes(UTF_16BE)),
                    Arguments.of("UTF-16, little endian", JANE.getBytes(UTF_16LE)),
                    Arguments.of("UTF-16, marked", concat("feff", JANE.getBytes(UTF_16BE))),
                    Arguments.of("UTF-32", JANE.getBytes(Charset.forName("UTF-32BE"))),
                    Arguments.of("UTF-8, marked", concat("efbbbf", JANE.getBytes(UTF_8))),
                    Arguments.of("a stray continuation byte", spliced("80")),
                    Arguments.of("a cut-off sequence", spliced("e282")),
                    Arguments.of("an overlong slash", spliced("c0af")),
                    Arguments.of("a surrogate in UTF-8", spliced("eda080")),
                    Arguments.of("beyond Unicode", spliced("f4908080")),
                    Arguments.of("Latin-1", spliced("e9")),
                    Arguments.of("gzip", HexFormat.of().parseHex("1f8b0800000000000003")));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("bytes")
        void whatever_else_the_bytes_could_mean(String label, byte[] body) {
            Problem problem = malformed(body);

            assertThat(problem.code()).as(label).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(problem.fieldErrors()).as(label).isEmpty();
        }

        @Test
        void a_deeply_nested_body_costs_nothing() {
            byte[] deep = ("{\"x\":" + "[".repeat(100_000)).getBytes(UTF_8);

            Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
                for (int i = 0; i < 100; i++) {
                    LoginBody.read(deep);
                }
            });
        }

        private static byte[] concat(String hex, byte[] rest) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(HexFormat.of().parseHex(hex));
            out.writeBytes(rest);
            return out.toByteArray();
        }

        private static byte[] spliced(String hex) {
            byte[] whole = JANE.getBytes(UTF_8);
            int middle = JANE.indexOf("secret");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(whole, 0, middle);
            out.writeBytes(concat(hex, Arrays.copyOfRange(whole, middle, whole.length)));
            return out.toByteArray();
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
                            List.of("remember must be true or false")),
                    Arguments.of(
                            "remember null",
                            JANE.replace("}", ",\"remember\":null}"),
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

    @Property
    void no_bytes_whatever_make_it_throw(@ForAll byte[] body, @ForAll String text) {
        assertThatCode(() -> {
                    LoginBody.read(body);
                    LoginBody.read(("{\"username\":\"" + text + "\"}").getBytes(UTF_8));
                })
                .doesNotThrowAnyException();
    }
}
