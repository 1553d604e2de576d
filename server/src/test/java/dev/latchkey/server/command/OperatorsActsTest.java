package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator does is in the audit log with who did it, and speaks of the people that the list speaks of. */
class OperatorsActsTest {
    private static final String BCRYPT = "$2y$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6";

    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @Test
    void each_act_is_a_line_with_who_did_it() throws IOException {
        Path file = Files.writeString(
                folder.resolve("users.csv"), "id,username,password_hash\n7,bob," + BCRYPT + "\n8,amy,\n");
        assertThat(run("user", "add", "jane")).isZero();
        assertThat(run("user", "import", file.toString())).isZero();
        assertThat(run("user", "password", "jane")).isZero();
        assertThat(run("user", "disable", "jane")).isZero();
        assertThat(run("user", "disable", "--undo", "jane")).isZero();
        assertThat(run("secrets", "rotate")).isZero();
        assertThat(run("secrets", "rotate", "--forget-former")).isZero();
        assertThat(run("backup", folder.resolve("copy.db").toString())).isZero();
        assertThat(run("user", "delete", "jane")).isZero();

        assertThat(run("audit")).isZero();
        assertThat(out.lines().map(line -> line.split("  ", -1)[1]))
                .contains(
                        "user-added",
                        "user-imported",
                        "password-reset",
                        "user-disabled",
                        "user-enabled",
                        "keys-rotated",
                        "former-keys-forgotten",
                        "backed-up",
                        "user-deleted");
        assertThat(out.lines()).allMatch(line -> line.contains("detail=by:"));
        assertThat(out.lines().filter(line -> line.contains("user-imported")))
                .hasSize(2)
                .anyMatch(line -> line.contains("user=bob  principal=7"))
                .anyMatch(line -> line.contains("user=amy  principal=8"));
    }

    @Test
    void a_restore_is_noted_in_the_database_that_came_back() {
        run("user", "add", "jane");
        run("backup", folder.resolve("copy.db").toString());
        run("user", "delete", "jane");

        assertThat(run("restore", folder.resolve("copy.db").toString())).isZero();
        assertThat(run("audit")).isZero();
        assertThat(out.lines().map(line -> line.split("  ", -1)[1])).containsExactly("user-added", "restored");
    }

    @Test
    void a_dry_run_and_a_refused_import_leave_no_line() throws IOException {
        Path file = Files.writeString(folder.resolve("users.csv"), "username,password_hash\nbob," + BCRYPT + "\n");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "username,password_hash\nbob,secret\n");

        assertThat(run("user", "import", "--dry-run", file.toString())).isZero();
        assertThat(run("user", "import", wrong.toString())).isEqualTo(1);
        assertThat(out).contains("--drop-unreadable-hashes");
        assertThat(err).contains("nothing was imported: 1 of 1 user cannot be");
        assertThat(run("audit")).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void the_list_of_users_has_the_ids_that_the_log_has() {
        run("user", "add", "jane", "--name", "Jane Doe");
        run("user", "disable", "jane");
        assertThat(run("user", "list")).isZero();
        List<String> listed = out.lines().toList();
        String id = listed.getLast().split("\t", -1)[2];

        assertThat(listed.getFirst()).isEqualTo("USERNAME\tNAME\tID\tCREATED\tLAST SEEN\tSTATE");
        assertThat(listed.getLast())
                .matches("jane\tJane Doe\t[A-Za-z0-9_-]{22}\t20\\S{21}Z\t-\tdisabled")
                .contains(id);
        run("audit", "--user", "jane");
        assertThat(out.lines()).hasSize(2).allMatch(line -> line.contains("user=jane  principal=" + id));
        assertThat(out).startsWith(listed.getLast().split("\t", -1)[3]);
    }

    @Test
    void the_list_tells_who_has_no_password_and_may_be_json() throws IOException {
        Path file = Files.writeString(folder.resolve("users.csv"), "id,username,password_hash\n8,amy,\n");
        run("user", "import", file.toString());
        assertThat(out)
                .contains("read 1 user from")
                .contains("1 without a password")
                .contains("imported 1 user\n");

        assertThat(run("user", "list")).isZero();
        assertThat(out).contains("\tno password");
        assertThat(run("user", "list", "--json")).isZero();
        assertThat(out.strip())
                .matches("\\{\"username\":\"amy\",\"name\":\"amy\",\"id\":\"8\",\"createdAt\":\"20\\S{21}Z\","
                        + "\"disabled\":false,\"hasPassword\":false}");
    }

    @Test
    void an_import_takes_its_fields_by_other_names() throws IOException {
        Path file = Files.writeString(
                folder.resolve("users.csv"), "user_login;user_pass;user_email\namy;" + BCRYPT + ";a@x.example\n");

        assertThat(run(
                        "user",
                        "import",
                        file.toString(),
                        "--rename",
                        "user_login=username,user_pass=password_hash",
                        "--ignore",
                        "user_email"))
                .isZero();
        assertThat(run("user", "import", file.toString(), "--rename", "user_login=who"))
                .isEqualTo(2);
        assertThat(err).contains("the name after = is one of disabled, enabled, id, name, password_hash, username");
    }

    @Test
    void the_parameters_of_Firebase_come_from_a_file_that_is_refused_by_what_is_wrong_with_it() throws IOException {
        Path file = Files.writeString(folder.resolve("users.json"), "{\"users\":[]}");
        Path config = Files.writeString(folder.resolve("config.txt"), "hash_config { algorithm: SCRYPT }");

        assertThat(run("user", "import", file.toString(), "--firebase-hash-config", config.toString()))
                .isEqualTo(2);
        assertThat(err).contains("base64_signer_key is missing");
    }

    private int run(String... arguments) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine();
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(complained));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("a sentence that nobody knows\n".getBytes(StandardCharsets.UTF_8)));
        try {
            return line.execute(Stream.concat(
                            Arrays.stream(arguments),
                            Stream.of("--data", folder.resolve("data").toString()))
                    .toArray(String[]::new));
        } finally {
            System.setIn(before);
            out = printed.toString();
            err = complained.toString();
        }
    }
}
