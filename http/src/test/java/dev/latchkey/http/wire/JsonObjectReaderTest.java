package dev.latchkey.http.wire;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.latchkey.chance.Tries;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("RFC 8259: what is not one JSON object in UTF-8 is refused as a whole")
class JsonObjectReaderTest {
    private static final String JANE = "{\"username\":\"jane\",\"password\":\"secret\"}";

    private static Problem malformed(byte[] body) {
        return assertThat(JsonObjectReader.read(body))
                .asInstanceOf(type(Reading.Refused.class))
                .actual()
                .problem();
    }

    private static String longText(int length) {
        return "x".repeat(length);
    }

    @Test
    @DisplayName("RFC 8259 §8.1: a byte order mark may be passed over")
    void a_byte_order_mark_before_the_object_is_passed_over() {
        byte[] body = ("\ufeff" + JANE).getBytes(StandardCharsets.UTF_8);
        assertThat(JsonObjectReader.read(body)).isInstanceOf(Reading.Fits.class);
    }

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
                Arguments.of("two byte order marks", "\ufeff\ufeff" + JANE),
                Arguments.of("a byte order mark within", JANE.replace(",", "\ufeff,")),
                Arguments.of("a byte order mark at the end", JANE + "\ufeff"),
                Arguments.of("a byte order mark alone", "\ufeff"),
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
        Problem problem = malformed(body.getBytes(UTF_8));

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
                JsonObjectReader.read(deep);
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

    @Test
    void no_bytes_whatever_make_it_throw() {
        Tries.run(chance -> {
            JsonObjectReader.read(chance.bytes(0, 255));
            JsonObjectReader.read(("{\"username\":\"" + chance.text() + "\"}").getBytes(UTF_8));
        });
    }
}
