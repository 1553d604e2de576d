package dev.latchkey.userimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.setting.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserImportTest {
    private static final String BCRYPT = "$2y$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6";
    private static final String DJANGO =
            "pbkdf2_sha256$1000$abcDEF0123456789$VH1p6ENPN2SMQzw1/9xeeqzHErsjQQBT6JIJJMV4ezU=";

    private static final ImportOptions SKIPPING_EXISTING =
            new ImportOptions(true, false, false, Set.of(), Map.of(), Optional.empty());

    private final MemoryUserStore store = new MemoryUserStore();

    @TempDir
    private Path folder;

    @Nested
    class A_file_that_fits {
        @Test
        void brings_all_its_users_in() {
            UserImport users = csv("""
                    id,username,name,password_hash,disabled
                    7,Jane,"Doe, Jane",%s,false
                    8,bob,,%s,1
                    """.formatted(BCRYPT, DJANGO));

            assertThat(users.problems()).isEmpty();
            assertThat(users.formats()).containsEntry("bcrypt", 1).containsEntry("Django", 1);
            assertThat(users.apply()).isTrue();
            assertThat(store.list("", 10))
                    .containsExactly(
                            user("8", "bob", "bob", DJANGO, true), user("7", "jane", "Doe, Jane", BCRYPT, false));
        }

        @Test
        void may_be_json() {
            UserImport users = json("""
                    [{"username": "jane", "password_hash": "%s", "disabled": true, "id": 7},
                     {"username": "bob", "password_hash": "%s", "name": null}]
                    """.formatted(BCRYPT, DJANGO));

            assertThat(users.problems()).isEmpty();
            assertThat(users.apply()).isTrue();
            assertThat(store.find(new PrincipalId("7"))).contains(user("7", "jane", "jane", BCRYPT, true));
            assertThat(store.find(username("bob"))).isPresent();
        }

        @Test
        void changes_nothing_until_it_is_applied() {
            csv("username,password_hash\njane," + BCRYPT + "\n");

            assertThat(store.list("", 10)).isEmpty();
        }

        @Test
        void is_left_alone_when_a_name_was_taken_meanwhile() {
            UserImport users = csv("username,password_hash\njane," + BCRYPT + "\nbob," + BCRYPT + "\n");
            store.insert(user("1", "bob", "Bob", DJANGO, false));

            assertThat(users.apply()).isFalse();
            assertThat(store.list("", 10)).hasSize(1);
        }
    }

    @Nested
    class A_user_that_does_not_fit {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        ,H                | : username = (none): it is missing | write one, or leave the user out
                        jane,secret       | (jane): password_hash = (not shown): it is of no format that can be verified: it is no hash that is known here; perhaps it is a password in plain text | export it anew; or bring those with such hashes in without a password: --drop-unreadable-hashes
                        jane,$2y$31$x     | (jane): password_hash = a hash of bcrypt: it is damaged: its text is cut short or altered | export it anew; or bring those with such hashes in without a password: --drop-unreadable-hashes
                        jane,scrypt:1073741824:8:1$salt$3050cdab8698cdd3307ebea68be78fb0 | p = 1, and at most 256 MiB of memory (128 N r) are used, at most twice (p) | export it anew; or bring those with such hashes in without a password: --drop-unreadable-hashes
                        jane,$2x$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | (jane): password_hash = a hash of bcrypt: it is by $2x$, which is not supported | export it anew; or bring those with such hashes in without a password: --drop-unreadable-hashes
                        taken,H           | (taken): username = taken: it is taken already | to leave out those who are here: --skip-existing
                        TAKEN,H           | (TAKEN): username = TAKEN: it is taken already | to leave out those who are here: --skip-existing
                        """)
        void is_named_with_its_line_and_stops_the_whole_import(String row, String problem, String cure) {
            store.insert(user("1", "taken", "Taken", DJANGO, false));

            UserImport users = csv("username,password_hash\ngood," + BCRYPT + "\n" + row.replace("H", BCRYPT) + "\n");

            assertThat(users.problems())
                    .singleElement()
                    .extracting(Finding::message)
                    .asString()
                    .startsWith("line 3")
                    .endsWith(problem + System.lineSeparator() + "  " + cure);
            assertThat(users.refused()).isOne();
            assertThatThrownBy(users::apply).isInstanceOf(IllegalStateException.class);
            assertThat(store.list("", 10)).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({
            "m\uFFFDller, X, username, 'it must not hold U+FFFD, which stands for a character that was lost on the way'",
            "ja\u202Ene, X, username, it must not hold U+202E (RIGHT-TO-LEFT OVERRIDE)",
            "jane, Jane\u202EeoD, name, it must not hold U+202E (RIGHT-TO-LEFT OVERRIDE)",
            "jane, Jane\u200BDoe, name, it must not hold U+200B (ZERO WIDTH SPACE)",
            "jane, J\uFFFDrg, name, 'it must not hold U+FFFD, which stands for a character that was lost on the way'"
        })
        void may_hold_what_no_name_holds(String username, String name, String field, String problem) {
            UserImport users = csv("username,name,password_hash\n" + username + "," + name + "," + BCRYPT + "\n");

            assertThat(users.problems()).singleElement().satisfies(finding -> {
                assertThat(finding.what()).endsWith(": " + field);
                assertThat(finding.why()).isEqualTo(problem);
            });
        }

        @ParameterizedTest
        @CsvSource({
            "J\u030Canx, \u01F0anx",
            "Stra\u00DFe, STRASSE",
            "\u039F\u0394\u039F\u03A3, \u03BF\u03B4\u03BF\u03C2"
        })
        void may_be_another_spelling_of_one_in_the_file(String one, String other) {
            UserImport users =
                    csv("username,password_hash\n" + one + "," + BCRYPT + "\n" + other + "," + BCRYPT + "\n");

            assertThat(users.problems())
                    .anyMatch(problem -> problem.what().endsWith(": username")
                            && problem.why().contains("it stands twice in the file"));
        }

        @Test
        void may_stand_twice_in_the_file() {
            UserImport users = csv("id,username,password_hash\n1,jane,H\n2,JANE,H\n1,bob,H\n".replace("H", BCRYPT));

            assertThat(users.problems())
                    .extracting(Finding::what, Finding::value, Finding::why)
                    .containsExactly(
                            tuple(
                                    "line 3 (JANE): username",
                                    "JANE",
                                    "it stands twice in the file, also in line 2 (jane): capitals and other spellings make"
                                            + " no difference here"),
                            tuple("line 4 (bob): id", "1", "it stands twice in the file, also in line 2 (jane)"));
        }

        @Test
        void may_be_unsure_whether_it_is_disabled() {
            UserImport users = csv("username,password_hash,disabled\njane," + BCRYPT + ",perhaps\n");

            assertThat(users.problems())
                    .containsExactly(Finding.refused(
                            "line 2 (jane): disabled", "perhaps", "it is neither yes nor no", "write true or false"));
        }

        @Test
        void is_one_however_much_is_wrong_with_it() {
            UserImport users = csv("id,username,password_hash,disabled\né,,y,perhaps\n");

            assertThat(users.problems())
                    .extracting(Finding::what)
                    .containsExactly("line 2: username", "line 2: id", "line 2: disabled", "line 2: password_hash");
            assertThat(users.refused()).isOne();
        }

        @Test
        void is_left_out_when_it_is_here_already_and_that_was_asked_for() {
            User before = user("1", "jane", "Jane", DJANGO, false);
            store.insert(before);
            Path file = write("users.csv", "username,password_hash\njane," + BCRYPT + "\nbob," + BCRYPT + "\n");

            UserImport users = UserImport.read(file, store, new Tokens(), SKIPPING_EXISTING);

            assertThat(users.remarks()).containsEntry("left out: they are here already", 1);
            assertThat(users.apply()).isTrue();
            assertThat(store.find(username("jane"))).contains(before);
            assertThat(store.find(username("bob"))).isPresent();
        }

        @Test
        void never_shows_its_hash_and_cannot_write_on_the_terminal() {
            UserImport users = csv("username,password_hash\n\"a\u001B[2J\",md5$secret\n");

            assertThat(users.problems())
                    .hasSize(2)
                    .extracting(Finding::message)
                    .allSatisfy(message -> assertThat(message).doesNotContain("secret", "\u001B"));
        }
    }

    @Nested
    class A_file_that_is_none {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                        users.csv  | username,password^jane,secret    | what the other product stores goes into password_hash
                        users.csv  | username,hash^jane,x             | to pass over it: --ignore hash; if it is one of them: --rename hash=username
                        users.csv  | username,password_hash^jane      | line 2 has 1 fields, and the header 2
                        users.csv  | username,password_hash           | there are no users in it
                        users.json | {"username": "jane"}             | no user in it has a password_hash
                        users.json | "jane"                           | its first line names no field that is known
                        users.csv  | [1, 2]                           | user 1, line 1 is not an object
                        users.json | []7                              | it must be an array of objects
                        users.json | [{"username": "jane"             | it is not JSON
                        users.json | ["jane"]                         | user 1, line 1 is not an object
                        users.json | [{"username": ["jane"]}]         | user 1, line 1: username is a list or an object
                        users.json | [{"username":"a","username":"b"}]| it is not JSON
                        """)
        void is_refused_with_a_reason(String name, String content, String reason) {
            assertThatThrownBy(() -> UserImport.read(
                            write(name, content.replace('^', '\n')), store, new Tokens(), ImportOptions.strict()))
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageContaining(reason);
        }

        @Test
        void is_refused_when_it_is_not_there() {
            assertThatThrownBy(() ->
                            UserImport.read(folder.resolve("none.csv"), store, new Tokens(), ImportOptions.strict()))
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessage("there is no such file" + System.lineSeparator() + "  name the one that was exported");
        }
    }

    private UserImport csv(String content) {
        return UserImport.read(write("users.csv", content), store, new Tokens(), ImportOptions.strict());
    }

    private UserImport json(String content) {
        return UserImport.read(write("users.json", content), store, new Tokens(), ImportOptions.strict());
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static User user(String id, String username, String name, String hash, boolean isDisabled) {
        return new User(new PrincipalId(id), username(username), name, new PasswordHash(hash), isDisabled);
    }

    private static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }
}
