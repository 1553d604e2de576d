package dev.latchkey.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.diagnosis.Cause.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodesTest {
    private static List<String> wireNamesOfErrors() {
        return Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList();
    }

    private static List<String> wireNamesOfReasons() {
        return Stream.of(Reason.values()).map(Reason::wireName).toList();
    }

    @Nested
    class The_client_knows_the_same_words {
        @Test
        void for_errors() {
            assertThat(arrayInClient("errorCodes")).isEqualTo(wireNamesOfErrors());
        }

        @Test
        void for_reasons() {
            assertThat(arrayInClient("reasons")).isEqualTo(wireNamesOfReasons());
        }

        @Test
        void for_what_loses_a_cookie() {
            assertThat(arrayInClient("cookieLossCauses"))
                    .containsExactlyElementsOf(Stream.of(Cause.values())
                            .filter(cause -> cause.isSeenBy(Witness.PAGE) || cause.isSeenBy(Witness.SERVER))
                            .map(Cause::wireName)
                            .toList());
        }

        @Test
        void and_none_of_those_it_made_up_for_itself() {
            assertThat(arrayInClient("clientCodes")).isNotEmpty().doesNotContainAnyElementsOf(wireNamesOfErrors());
        }

        private static List<String> arrayInClient(String name) {
            Matcher array = Pattern.compile("export const " + name + " = \\[([^\\]]*)\\] as const;")
                    .matcher(sourceOfClient());
            assertThat(array.find()).as("an array " + name + " in codes.ts").isTrue();
            return Pattern.compile("\"([^\"]*)\"")
                    .matcher(array.group(1))
                    .results()
                    .map(literal -> literal.group(1))
                    .toList();
        }

        private static String sourceOfClient() {
            return read("../client/src/codes.ts");
        }
    }

    @Nested
    class The_documentation_knows_the_same_words {
        @Test
        void for_errors() {
            assertThat(wordsOfTable("## Errors", 1)).containsExactlyInAnyOrderElementsOf(wireNamesOfErrors());
        }

        @Test
        void for_reasons_and_their_codes() {
            assertThat(wordsOfTable("## Why nobody is logged in", 0))
                    .containsExactlyInAnyOrderElementsOf(wireNamesOfReasons());
            for (Reason reason : Reason.values()) {
                String row = section("## Why nobody is logged in")
                        .lines()
                        .filter(line -> line.contains("`" + reason.wireName() + "`"))
                        .findFirst()
                        .orElseThrow();
                assertThat(row).contains("| `" + reason.code().wireName() + "` |");
            }
        }

        @Test
        void for_what_is_wrong_with_a_new_password() {
            String page = read("../docs/registration.md");
            for (PasswordFlaw flaw : PasswordFlaw.values()) {
                assertThat(page).contains("`" + flaw.name().toLowerCase(Locale.ROOT) + "`");
            }
        }

        /** The words between backticks in one column of the table below a heading; others are fields and headers. */
        private static List<String> wordsOfTable(String heading, int column) {
            return section(heading)
                    .lines()
                    .filter(line ->
                            line.startsWith("| ") && !line.startsWith("| status") && !line.startsWith("| `reason"))
                    .map(line -> line.split("\\|", -1)[column + 1])
                    .flatMap(
                            cell -> Pattern.compile("`([a-z_]+)`").matcher(cell).results())
                    .map(word -> word.group(1))
                    .filter(word -> !List.of("errors", "code").contains(word))
                    .toList();
        }

        private static String section(String heading) {
            String page = read("../docs/http-api.md");
            int start = page.indexOf(heading + "\n");
            int end = page.indexOf("\n## ", start + 1);
            return page.substring(start, end);
        }
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "")).resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0} is a {1} with code {2}")
    @CsvSource(textBlock = """
            none,            401, not_authenticated
            unknown,         401, not_authenticated
            cookie_conflict, 401, not_authenticated
            logged_out,      401, session_ended
            revoked,         401, session_ended
            replaced,        401, session_ended
            idle_expired,    401, session_expired
            expired,         401, session_expired
            protected,       401, session_protected
            stolen,          401, session_stolen
            """)
    void every_reason_has_its_code(String reason, int status, String code) {
        Reason named = Stream.of(Reason.values())
                .filter(candidate -> candidate.wireName().equals(reason))
                .findFirst()
                .orElseThrow();

        assertThat(named.code().status()).isEqualTo(status);
        assertThat(named.code().wireName()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource
    void what_a_store_kept_is_told_by_its_own_name(EndReason kept) {
        // What became of the browser is nobody's business but that of who has its remember-me cookie.
        String told = kept == EndReason.RETURNED ? "REPLACED" : kept.name();
        assertThat(Reason.of(kept).name()).isEqualTo(told);
    }

    @Test
    void the_status_of_every_code_is_part_of_the_contract() {
        assertThat(Stream.of(ErrorCode.values()).map(code -> code.status() + " " + code.wireName()))
                .containsExactly(
                        "400 malformed_request",
                        "401 bad_credentials",
                        "401 not_authenticated",
                        "401 session_ended",
                        "401 session_expired",
                        "401 session_protected",
                        "401 session_stolen",
                        "403 origin_rejected",
                        "403 csrf_token_invalid",
                        "403 reauthentication_required",
                        "404 not_found",
                        "405 method_not_allowed",
                        "408 request_timeout",
                        "409 username_unavailable",
                        "413 content_too_large",
                        "414 uri_too_long",
                        "415 unsupported_media_type",
                        "421 misdirected_request",
                        "422 validation_failed",
                        "431 headers_too_large",
                        "429 throttled",
                        "500 internal_error",
                        "503 store_unavailable",
                        "503 busy");
    }
}
