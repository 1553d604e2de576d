package dev.latchkey.userimport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.foreign.FirebaseHashConfig;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.http.setting.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets, databases and other products write them: read, or refused by their true cause and with a cure. */
class FilesOfOtherSystemsTest {
    private static final String BCRYPT = "$2y$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6";

    private final MemoryUserStore store = new MemoryUserStore();

    @TempDir
    private Path folder;

    @Nested
    class Spreadsheets_and_databases {
        static List<Arguments> spellings() {
            return List.of(
                    Arguments.of(
                            "semicolons, as Excel writes in most of Europe",
                            "username;password_hash;name\nmüller;§;Jörg\n"),
                    Arguments.of(
                            "tabs, as Excel's Unicode text and mysql --batch",
                            "username\tpassword_hash\tname\nmüller\t§\tJörg\n"),
                    Arguments.of("bars", "username|password_hash|name\nmüller|§|Jörg\n"),
                    Arguments.of(
                            "Excel's line before the header",
                            "sep=;\r\nusername;password_hash;name\r\nmüller;§;Jörg\r\n"),
                    Arguments.of("that line in quotes", "\"sep=,\"\nusername,password_hash,name\nmüller,§,Jörg\n"),
                    Arguments.of("names in capitals", "Username,Password_Hash,NAME\nmüller,§,Jörg\n"),
                    Arguments.of("names in camels and words", "userName,Password Hash,Name\nmüller,§,Jörg\n"),
                    Arguments.of("dashes", "user-name,password-hash,name\nmüller,§,Jörg\n"),
                    Arguments.of("blanks after commas", "username, password_hash, name\nmüller, §, Jörg\n"),
                    Arguments.of(
                            "blanks before quotes", "username, \"password_hash\", \"name\"\nmüller, \"§\", \"Jörg\"\n"),
                    Arguments.of(
                            "columns filled up with blanks",
                            "username  ,password_hash  ,name  \nmüller  ,§     ,Jörg \n"),
                    Arguments.of("no-break spaces", "username,password_hash,name\nmüller\u00A0,§\u00A0,\u00A0Jörg\n"),
                    Arguments.of("single quotes", "'username','password_hash','name'\n'müller','§','Jörg'\n"),
                    Arguments.of(
                            "double quotes throughout",
                            "\"username\",\"password_hash\",\"name\"\n\"müller\",\"§\",\"Jörg\"\n"),
                    Arguments.of("carriage returns alone", "username,password_hash,name\rmüller,§,Jörg\r"),
                    Arguments.of("no line end at the end", "username,password_hash,name\nmüller,§,Jörg"),
                    Arguments.of("rows of nothing", "username,password_hash,name\n\n,,\nmüller,§,Jörg\n,,\n"),
                    Arguments.of("columns of nothing", "username,password_hash,name,,\nmüller,§,Jörg,,\n"),
                    Arguments.of(
                            "fields of nothing left out", "username,password_hash,name,id,disabled\nmüller,§,Jörg\n"),
                    Arguments.of(
                            "MySQL's and PostgreSQL's nothing",
                            "username,password_hash,name,id,disabled\nmüller,§,Jörg,\\N,NULL\n"),
                    Arguments.of(
                            "one object a line",
                            "{\"username\":\"müller\",\"password_hash\":\"§\",\"name\":\"Jörg\"}\n"),
                    Arguments.of(
                            "an object of users",
                            "{\"users\":[{\"username\":\"müller\",\"passwordHash\":\"§\",\"name\":\"Jörg\"}]}"),
                    Arguments.of(
                            "an array",
                            "\n [{\"username\":\" müller\",\"password_hash\":\"§ \",\"name\":\"Jörg\",\"id\":null}]"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("spellings")
        void write_the_same_user_in_many_ways(String way, String content) {
            for (String name : List.of("users.csv", "USERS.JSON", "users.txt")) {
                UserImport users = read(name, content.replace("§", BCRYPT).getBytes(UTF_8));

                assertThat(users.problems()).isEmpty();
                assertThat(users.ready()).singleElement().satisfies(FilesOfOtherSystemsTest::isMueller);
            }
        }

        static List<Arguments> encodings() {
            return List.of(
                    Arguments.of("UTF-8", "", UTF_8),
                    Arguments.of("UTF-8 with its mark", "efbbbf", UTF_8),
                    Arguments.of("UTF-16, little end first, with its mark", "fffe", UTF_16LE),
                    Arguments.of("UTF-16, big end first, with its mark", "feff", UTF_16BE),
                    Arguments.of("UTF-16, little end first", "", UTF_16LE),
                    Arguments.of("UTF-16, big end first", "", UTF_16BE));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("encodings")
        void write_it_in_many_encodings(String label, String mark, Charset charset) {
            for (String content : List.of(
                    "username\tpassword_hash\tname\r\nmüller\tH\tJörg\r\n",
                    "[{\"username\":\"müller\",\"password_hash\":\"H\",\"name\":\"Jörg\"}]")) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(HexFormat.of().parseHex(mark));
                bytes.writeBytes(content.replace("H", BCRYPT).getBytes(charset));

                assertThat(read("users.csv", bytes.toByteArray()).ready())
                        .singleElement()
                        .satisfies(FilesOfOtherSystemsTest::isMueller);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "disabled, true, true",
            "disabled, TRUE, true",
            "disabled, 1, true",
            "disabled, t, true",
            "disabled, Yes, true",
            "disabled, y, true",
            "disabled, on, true",
            "disabled, WAHR, true",
            "disabled, false, false",
            "disabled, 0, false",
            "disabled, f, false",
            "disabled, NO, false",
            "disabled, n, false",
            "disabled, Off, false",
            "disabled, '', false",
            "disabled, \\N, false",
            "enabled, true, false",
            "enabled, 0, true",
            "is_active, f, true",
            "active, 1, false",
            "Enabled, '', false"
        })
        void say_yes_and_no_in_many_ways(String field, String word, boolean isDisabled) {
            UserImport users = csv("username,password_hash," + field + "\njane," + BCRYPT + "," + word + "\n");

            assertThat(users.problems()).isEmpty();
            assertThat(users.ready()).singleElement().returns(isDisabled, User::isDisabled);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "!", "!x8Jabc", "*", "\\N", "NULL", "  "})
        void have_users_without_a_password_who_go_in_without_one(String nothing) {
            UserImport users = csv("id,username,password_hash\n7,jane," + nothing + "\n8,bob," + BCRYPT + "\n");

            assertThat(users.problems()).isEmpty();
            assertThat(users.remarks()).hasSize(1).containsValue(1);
            assertThat(users.apply()).isTrue();
            assertThat(store.find(new PrincipalId("7")).orElseThrow().passwordHash())
                    .isEmpty();
        }

        @Test
        void have_users_without_a_password_who_may_be_left_out() {
            UserImport users = UserImport.read(
                    write("users.csv", ("username,password_hash\njane,\nbob," + BCRYPT + "\n").getBytes(UTF_8)),
                    store,
                    new Tokens(),
                    new ImportOptions(false, true, false, Set.of(), Map.of(), Optional.empty()));

            assertThat(users.ready())
                    .singleElement()
                    .returns("bob", user -> user.username().value());
            assertThat(users.remarks()).containsEntry("left out: they have no password", 1);
        }

        @Test
        void have_hashes_that_cannot_be_verified_and_their_users_may_go_in_without_a_password() {
            Path file = write(
                    "users.csv",
                    "username,password_hash\njane,5f4dcc3b5aa765d61d8327deb882cf99\nbob,scrypt:1073741824:8:1$s$30\n"
                            .getBytes(UTF_8));

            assertThat(UserImport.read(file, store, new Tokens(), ImportOptions.strict()))
                    .satisfies(users -> assertThat(users.problems())
                            .hasSize(2)
                            .allMatch(problem -> problem.cure().text().contains("--drop-unreadable-hashes")));
            assertThat(UserImport.read(
                                    file,
                                    store,
                                    new Tokens(),
                                    new ImportOptions(false, false, true, Set.of(), Map.of(), Optional.empty()))
                            .ready())
                    .hasSize(2)
                    .allMatch(user -> user.passwordHash().isEmpty());
        }

        @Test
        void have_other_columns_which_are_passed_over_or_renamed_on_request() {
            Path file = write(
                    "users.csv",
                    ("ID,user_login,user_pass,user_email\n7,jane," + BCRYPT + ",j@x.example\n").getBytes(UTF_8));
            ImportOptions told = new ImportOptions(
                    false,
                    false,
                    false,
                    Set.of("user_email"),
                    Map.of("user_login", "username", "user_pass", "password_hash"),
                    Optional.empty());

            assertThat(UserImport.read(file, store, new Tokens(), told).ready())
                    .singleElement()
                    .returns(new PrincipalId("7"), User::id);
        }
    }

    @Nested
    class What_is_refused {
        @ParameterizedTest(name = "{1}")
        @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                504b03040a         ~ it is a workbook of Excel
                d0cf11e0a1b11ae1   ~ it is a workbook of an old Excel
                1f8b0800           ~ it is compressed / unpack it first, with gunzip
                53514c69746520666f726d6174203300 ~ it is a database of SQLite
                fffe0000750000     ~ it is UTF-32 / export it as UTF-8
                75736572006e616d65 ~ it holds zero bytes
                """)
        void is_no_text_and_is_called_what_it_is(String hex, String message) {
            assertThatThrownBy(() -> read("users.csv", HexFormat.of().parseHex(hex)))
                    .isInstanceOf(UnreadableFileException.class)
                    .extracting(refused ->
                            String.valueOf(refused.getMessage()).replace(System.lineSeparator() + "  ", " / "))
                    .asString()
                    .contains(message);
        }

        @Test
        void is_in_Windows_1252_and_told_by_its_line_its_letter_and_a_command() {
            byte[] bytes = "username,password_hash\njane,x\nmüller,x\n".getBytes(ISO_8859_1);

            assertThatThrownBy(() -> read("my users.csv", bytes))
                    .hasMessageContaining("line 3 holds the byte 0xFC")
                    .hasMessageContaining("in Windows-1252, that Excel writes as \"CSV\", is ü")
                    .hasMessageContaining("iconv -f WINDOWS-1252 -t UTF-8 '" + folder.resolve("my users.csv")
                            + "' > 'utf-8-my users.csv'");
        }

        @ParameterizedTest(name = "{1}")
        @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                <html><body>                                     ~ it is HTML or XML
                -- PostgreSQL database dump                      ~ it is SQL
                INSERT INTO users VALUES (1, 'jane')             ~ it is SQL
                jane,$2y$04$secret                               ~ its first line names no field that is known: it has 2 columns, jane, … / begin it with
                name,password_hash^Jane,x                        ~ its first line names no username, but name, password_hash
                username,name^jane,Jane                          ~ its first line names no password_hash, but username, name / for users without a password let there be
                username,password_hash,username^a,b,c            ~ there are two fields in it that mean username
                username,passwordHash,password_hash^a,b,c        ~ two fields in it that mean password_hash
                username,password_hash,enabled,disabled^a,b,1,0  ~ both disabled and enabled
                username,password_hash^Doe, Jane,x               ~ line 2 has 3 fields, and the header 2 / a value with "," in it must stand in quotes
                username;password_hash^a;b;c                     ~ a value with ";" in it must stand in quotes
                username,password_hash,^a,b,c                    ~ line 2 has something in column 3, to which the header gives no name
                username,password_hash,e-mail^a,b,c              ~ to pass over it: --ignore e-mail
                username,password_hash,last login^a,b,c          ~ to pass over it: --ignore 'last login'
                username,password^a,b                            ~ --rename password=password_hash
                [{"username":"a","password_hash":"b",}]          ~ it is not JSON at line 1, column
                {"username":"a"}^{"username":"b"                 ~ it is not JSON at line 2
                [{"username":"a","email":"b"}]                   ~ --ignore email
                {"users":[]}                                     ~ there are no users in it
                """)
        void is_told_by_its_true_cause_and_what_to_do(String content, String message) {
            assertThatThrownBy(() -> csv(content.replace('^', '\n')))
                    .isInstanceOf(UnreadableFileException.class)
                    .extracting(refused ->
                            String.valueOf(refused.getMessage()).replace(System.lineSeparator() + "  ", " / "))
                    .asString()
                    .contains(message)
                    .doesNotContain("secret");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                1.23457E+17 ~ id = 1.23457E+17: it was rounded by a spreadsheet / export it anew, with the id as text
                1,5E+09     ~ id = 1,5E+09: it was rounded by a spreadsheet / export it anew, with the id as text
                é           ~ id = é: it must have 1 to 128 visible ASCII characters / correct it; or pass over the ids, and all get new ones: --ignore id
                """)
        void is_an_id_that_lost_something(String id, String problem) {
            assertThat(csv("id;username;password_hash\n" + id + ";jane;" + BCRYPT + "\n")
                            .problems())
                    .extracting(finding -> finding.message().replace(System.lineSeparator() + "  ", " / "))
                    .containsExactly("line 2 (jane): " + problem);
        }

        @Test
        void is_told_by_the_line_it_stands_in_whatever_is_before_it() {
            UserImport users =
                    csv("sep=;\n\nusername;password_hash;name\n\njane;" + BCRYPT + ";\"two\nlines\"\nbob;y;Bob\n");

            assertThat(users.problems())
                    .extracting(Finding::message)
                    .hasSize(2)
                    .satisfies(jane -> assertThat(jane).startsWith("line 5 (jane): name"), Index.atIndex(0))
                    .satisfies(bob -> assertThat(bob).startsWith("line 7 (bob): password_hash"), Index.atIndex(1));
        }
    }

    @Nested
    class Keycloak {
        /** As `kc.sh export` writes a realm; the hash is one that Keycloak 26 stored for the word "secret". */
        private static final String REALM = """
                {"id": "acme", "realm": "acme", "enabled": true,
                 "users": [
                  {"id": "a1", "createdTimestamp": 1700000000000, "username": "jane", "enabled": false,
                   "emailVerified": true, "firstName": "Jane", "lastName": "Doe", "email": "jane@example.com",
                   "credentials": [
                     {"id": "c1", "type": "password", "createdDate": 1700000000000,
                      "secretData": "{\\"value\\":\\"xKjWvB9+0sSP6wTqI1JoEI7w+iA0x9VDhPgmrOHRG80=\\",\\"salt\\":\\"LRScGShC7shkdoU5B1UgUQ==\\",\\"additionalParameters\\":{}}",
                      "credentialData": "{\\"hashIterations\\":5,\\"algorithm\\":\\"argon2\\",\\"additionalParameters\\":{\\"hashLength\\":[\\"32\\"],\\"memory\\":[\\"7168\\"],\\"type\\":[\\"id\\"],\\"version\\":[\\"1.3\\"],\\"parallelism\\":[\\"1\\"]}}"},
                     {"id": "c2", "type": "otp", "secretData": "{}", "credentialData": "{}"}],
                   "realmRoles": ["default-roles-acme"], "groups": []},
                  {"id": "b2", "username": "bob", "enabled": true, "credentials": [
                     {"type": "password",
                      "secretData": "{\\"value\\":\\"akRPLdgVCPtGMkTcHGAe9++GEM16csth3rDgY9USt/o/SV/rnZeY+Vg6kCr0etS7uYxRb/cBlo31ZsrWR7fB1Q==\\",\\"salt\\":\\"AAECAwQFBgcICQoLDA0ODw==\\",\\"additionalParameters\\":{}}",
                      "credentialData": "{\\"hashIterations\\":1000,\\"algorithm\\":\\"pbkdf2-sha256\\",\\"additionalParameters\\":{}}"}]},
                  {"id": "c3", "username": "old", "enabled": true, "credentials": [
                     {"type": "password", "hashedSaltedValue": "XNkagPTx1JBTLgFSwX1OdfNptnBP/UMKyPPT0U50ru6K0qqmVbo2TbiFHqGgnrQEBR3ZKfGvkkRgvCpzAq9KMw==",
                      "salt": "AAECAwQFBgcICQoLDA0ODw==", "hashIterations": 1000, "algorithm": "pbkdf2-sha512"}]},
                  {"id": "d4", "username": "social", "enabled": true, "credentials": []},
                  {"id": "e5", "username": "service-account-x", "enabled": true, "serviceAccountClientId": "x", "credentials": []}
                 ],
                 "clients": [{"clientId": "x"}]}
                """;

        @Test
        void exports_its_users_with_the_realm() {
            UserImport users = read("acme-realm.json", REALM.getBytes(UTF_8));

            assertThat(users.problems()).isEmpty();
            assertThat(users.apply()).isTrue();
            assertThat(user("jane"))
                    .returns(new PrincipalId("a1"), User::id)
                    .returns("Jane Doe", User::name)
                    .returns(true, User::isDisabled);
            assertThat(verifies("secret", user("jane"))).isTrue();
            assertThat(verifies("correct horse \uFB01sh \u00E9 \uD83D\uDE00", user("bob")))
                    .isTrue();
            assertThat(verifies("correct horse \uFB01sh \u00E9 \uD83D\uDE00", user("old")))
                    .isTrue();
            assertThat(user("social").passwordHash()).isEmpty();
            assertThat(users.remarks().keySet())
                    .anyMatch(remark -> remark.contains("second factor"))
                    .anyMatch(remark -> remark.contains("service accounts"));
        }

        @Test
        void has_plain_passwords_in_files_that_people_write_for_it() {
            UserImport users = read("realm.json", """
                    {"realm": "acme", "users": [{"username": "jane", "enabled": true,
                     "credentials": [{"type": "password", "value": "secret"}]}]}
                    """.getBytes(UTF_8));

            assertThat(users.problems())
                    .extracting(Finding::what, Finding::why)
                    .containsExactly(tuple(
                            "user 1, line 1 (jane): password_hash",
                            "it is of no format that can be verified: it is a password in plain text"));
        }

        @Test
        void says_what_it_asks_for_when_that_is_too_much() {
            UserImport users = read(
                    "acme-realm.json",
                    REALM.replace("\\\"hashIterations\\\":1000", "\\\"hashIterations\\\":900000000")
                            .getBytes(UTF_8));

            assertThat(users.problems())
                    .singleElement()
                    .extracting(Finding::message)
                    .asString()
                    .contains("(bob)")
                    .contains("PBKDF2 with 900000000 iterations");
        }
    }

    @Nested
    class Firebase {
        private static final String EXPORT = """
                {"users": [
                  {"localId": "kYi4EvWQlQTKSfnJ3dRSP6IH3ed2", "email": "user1@test.com", "emailVerified": false,
                   "passwordHash": "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
                   "salt": "42xEC+ixf3L2lw==", "displayName": "Test User 1", "createdAt": "1508893925000",
                   "lastSignedInAt": "1508893925000", "providerUserInfo": [], "disabled": true},
                  {"localId": "x2", "phoneNumber": "+12025550142", "providerUserInfo": []}
                ]}
                """;

        private static final String CONFIG = """
                hash_config {
                  algorithm: SCRYPT,
                  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
                  base64_salt_separator: Bw==,
                  rounds: 8,
                  mem_cost: 14,
                }
                """;

        @Test
        void exports_users_whose_hashes_need_the_parameters_of_the_project() {
            UserImport users = UserImport.read(
                    write("users.json", EXPORT.getBytes(UTF_8)),
                    store,
                    new Tokens(),
                    new ImportOptions(
                            false, false, false, Set.of(), Map.of(), Optional.of(FirebaseHashConfig.parse(CONFIG))));

            assertThat(users.problems()).isEmpty();
            assertThat(users.apply()).isTrue();
            assertThat(user("user1@test.com"))
                    .returns(new PrincipalId("kYi4EvWQlQTKSfnJ3dRSP6IH3ed2"), User::id)
                    .returns("Test User 1", User::name)
                    .returns(true, User::isDisabled);
            assertThat(verifies("user1password", user("user1@test.com"))).isTrue();
            assertThat(user("+12025550142").passwordHash()).isEmpty();
        }

        @Test
        void is_refused_without_them_with_where_to_find_them() {
            assertThatThrownBy(() -> read("users.json", EXPORT.getBytes(UTF_8)))
                    .hasMessageContaining("it is an export of Firebase")
                    .hasMessageContaining("--firebase-hash-config FILE");
        }
    }

    @Nested
    class Auth0 {
        @Test
        void exports_its_hashes_one_object_a_line() {
            UserImport users = read(
                    "users.ndjson", """
                    {"_id":{"$oid":"60425dc43519d90068f82973"},"email_verified":false,"email":"jane@example.com","passwordHash":"§","password_set_date":{"$date":"2021-03-05T16:34:12.502Z"},"tenant":"acme","connection":"Username-Password-Authentication","_tmp_is_unique":true}
                    {"_id":{"$oid":"60425da93519d90068f82966"},"email":"bob@example.com","username":"bob","passwordHash":"§","tenant":"acme","connection":"Username-Password-Authentication"}
                    """.replace("§", "$2b$04$FvQgMt5W2sSoCS6cF.FuGOmvfniJdEufj/ecRJlND/U.BeKlLZ8Te")
                            .getBytes(UTF_8));

            assertThat(users.problems()).isEmpty();
            assertThat(users.apply()).isTrue();
            assertThat(user("jane@example.com")).returns(new PrincipalId("auth0|60425dc43519d90068f82973"), User::id);
            assertThat(verifies("correct horse \uFB01sh \u00E9 \uD83D\uDE00", user("bob")))
                    .isTrue();
        }

        @Test
        void exports_users_without_hashes_too_and_that_is_told() {
            assertThatThrownBy(() -> read(
                            "users.json",
                            "{\"user_id\":\"auth0|1\",\"email\":\"jane@example.com\",\"name\":\"Jane\"}\n"
                                    .getBytes(UTF_8)))
                    .hasMessageContaining("no user in it has a password_hash")
                    .hasMessageContaining("export it with the hashes");
        }
    }

    private static void isMueller(User user) {
        assertThat(user.username().value()).isEqualTo("müller");
        assertThat(user.name()).isEqualTo("Jörg");
        assertThat(user.isDisabled()).isFalse();
        assertThat(user.passwordHash().orElseThrow().phc()).isEqualTo(BCRYPT);
    }

    private static boolean verifies(String typed, User user) {
        Password password = Password.parse(typed).orElseThrow();
        return user.passwordHash()
                .filter(hash -> ForeignHashes.formats().stream()
                        .filter(format -> format.reads(hash))
                        .anyMatch(format -> format.matches(password, hash)))
                .isPresent();
    }

    private User user(String username) {
        return store.find(Username.parse(username).orElseThrow()).orElseThrow();
    }

    private UserImport csv(String content) {
        return read("users.csv", content.getBytes(UTF_8));
    }

    private UserImport read(String name, byte[] content) {
        return UserImport.read(write(name, content), store, new Tokens(), ImportOptions.strict());
    }

    private Path write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
