package dev.latchkey.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("A server in a process of its own that meets a bad disk, a wrong clock, another process")
@Tag("release")
class RealFaultsTest {
    @TempDir
    Path directory;

    private Path data;
    private Faults faults;

    @BeforeEach
    void prepare() throws Exception {
        data = directory.resolve("data");
        faults = new Faults(directory);
        ServerProcess.addJane(data);
    }

    private void guessesGetOneAnswerWhile(ServerProcess server) throws IOException, InterruptedException {
        List<HttpResponse<String>> wrong = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            wrong.add(server.logIn("jane", "wrong wrong wrong " + i));
        }
        HttpResponse<String> right = server.logIn("jane", ServerProcess.PASSWORD);
        assertThat(wrong.stream().filter(answer -> answer.statusCode() == 401).count())
                .as("looked at, at most")
                .isLessThanOrEqualTo(5);
        assertThat(right.statusCode()).isIn(429, 503);
        assertThat(wrong.getLast().statusCode()).isEqualTo(right.statusCode());
        assertThat(wrong.getLast().body()).as("no telling right from wrong").isEqualTo(right.body());
    }

    @Test
    void a_disk_whose_syncs_fail_is_told_counted_and_not_guessed_through() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, faults.environment())) {
            assertThat(server.isReady()).isTrue();
            String cookie = server.logJaneIn();

            faults.meet("sync");
            assertThat(server.managed("/health/ready").statusCode()).isEqualTo(503);
            assertThat(server.managed("/health/ready").body()).contains("io_error");
            assertThat(server.managed("/health/live").statusCode()).isEqualTo(200);
            guessesGetOneAnswerWhile(server);
            assertThat(server.isLoggedIn(cookie))
                    .as("who is in memory stays in")
                    .isTrue();
            assertThat(server.log())
                    .contains("SQLITE_IOERR_FSYNC", data.resolve("latchkey.db").toString());
            assertThat(server.managed("/metrics").body())
                    .containsPattern("latchkey_store_failures_total\\{cause=\"io_error\"} [1-9]");

            faults.none();
            server.await(server::isReady);
            assertThat(server.isLoggedIn(cookie)).isTrue();
        }
    }

    @Test
    void a_full_disk_is_told_with_the_cure_and_recovered_from() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), faults)) {
            Path folder = disk.folder().resolve("data");
            ServerProcess.addJane(folder);
            try (ServerProcess server = ServerProcess.start(folder, faults.environment())) {
                assertThat(server.isReady()).isTrue();
                disk.fill();
                server.await(() -> !server.isReady());
                assertThat(server.managed("/health/ready").body()).contains("\"cause\":\"full\"");
                guessesGetOneAnswerWhile(server);
                assertThat(server.log())
                        .contains(
                                "no room is left", folder.resolve("latchkey.db").toString());
                long lines = server.log()
                        .lines()
                        .filter(line -> line.contains("the store cannot answer"))
                        .count();
                assertThat(lines)
                        .as("a line a second, not one for each question")
                        .isLessThan(60);

                disk.makeRoom();
                server.await(server::isReady);
            }
        }
    }

    @Test
    void when_memory_runs_out_it_ends_and_the_next_start_has_everything_that_was_answered() throws Exception {
        assertThat(Path.of("src/main/launcher/latchkey")).content().contains(ServerProcess.EXIT_WITHOUT_MEMORY);
        String cookie;
        try (ServerProcess server = ServerProcess.start(EatsItsMemory.class, data)) {
            cookie = server.logJaneIn();

            server.nudge();
            assertThat(server.awaitEnd()).as("neither 0 nor a corpse").isNotZero();
        }
        try (ServerProcess next = ServerProcess.start(data, Map.of())) {
            assertThat(next.isReady()).isTrue();
            assertThat(next.isLoggedIn(cookie)).isTrue();
        }
    }

    @Test
    void a_start_on_nothing_makes_no_account_and_says_so() throws Exception {
        Path empty = directory.resolve("empty");
        try (ServerProcess server = ServerProcess.start(empty, Map.of())) {
            server.await(() -> server.log().contains("without users"));
            assertThat(ServerProcess.run(empty, "", "user", "list").out()).doesNotContain("admin");
            for (String name : List.of("admin", "root", "user", "latchkey", "demo", "test")) {
                assertThat(server.logIn(name, name).statusCode()).as(name).isIn(401, 429);
            }
        }
    }

    @Test
    void a_clock_that_is_a_year_ahead_for_a_while_ends_nobody_and_deletes_nothing() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, faults.environment())) {
            String cookie = server.logJaneIn();
            assertThat(server.isLoggedIn(cookie)).isTrue();

            faults.moveClock(Duration.ofDays(400));
            server.await(() -> server.managed("/health/ready").body().contains("clock_wrong"));
            server.await(() -> server.log().contains("the clock jumped"));
            faults.none();
            server.await(server::isReady);

            assertThat(server.isLoggedIn(cookie))
                    .as("alive again with the clock")
                    .isTrue();
            // Lines are written within a second or two, after the answer.
            server.await(() -> ServerProcess.run(data, "", "audit", "--kind", "logged-in")
                    .out()
                    .contains("logged-in"));
        }
    }

    @Test
    void whoever_is_disabled_is_out_within_two_seconds_also_while_another_process_holds_the_file() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            String cookie = server.logJaneIn();
            assertThat(server.isLoggedIn(cookie)).isTrue();
            assertThat(ServerProcess.run(data, "", "user", "disable", "jane").out())
                    .contains("disabled jane");
            Process holder = new ProcessBuilder(
                            "sqlite3", data.resolve("latchkey.db").toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                // The server may be writing just then.
                holder.outputWriter()
                        .append(".timeout 10000\nbegin immediate;\nselect 'held';\n")
                        .flush();
                assertThat(holder.inputReader().readLine()).isEqualTo("held");
                server.await(() -> !server.isLoggedIn(cookie));
                assertThat(server.get("/api/data", "Cookie", cookie).statusCode())
                        .isEqualTo(401);
                HttpResponse<String> refused = server.logIn("jane", ServerProcess.PASSWORD);
                assertThat(refused.statusCode()).isIn(401, 503);
                server.await(() -> server.managed("/health/ready").body().contains("locked"));
                assertThat(server.log()).contains("process " + holder.pid() + " holds it");
            } finally {
                holder.destroyForcibly().waitFor();
            }
            server.await(server::isReady);
        }
    }

    @Test
    void a_file_that_is_removed_is_noticed_and_the_next_start_says_that_it_made_a_new_one() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            String cookie = server.logJaneIn();
            Files.delete(data.resolve("latchkey.db"));
            assertThat(server.managed("/health/ready").body()).contains("gone");
            assertThat(server.logIn("jane", ServerProcess.PASSWORD).statusCode())
                    .isEqualTo(503);
            server.await(() -> server.get("/api/data", "Cookie", cookie).statusCode() == 503);
            assertThat(server.log()).contains("it was removed while it was in use");
            server.terminate();
        }
        try (ServerProcess next = ServerProcess.start(data, Map.of())) {
            next.await(() -> next.log().contains("there was no database"));
        }
    }

    @Test
    void a_second_server_waits_for_the_first_and_then_takes_over_or_names_it() throws Exception {
        try (ServerProcess first = ServerProcess.start(data, Map.of())) {
            try (ServerProcess refused = ServerProcess.begin(data, Map.of(), "--takeover-timeout", "1s")) {
                assertThat(refused.awaitEnd()).isEqualTo(1);
                assertThat(refused.log()).contains("process " + first.pid(), "stop that one first");
            }
            assertThat(ServerProcess.run(data, "", "user", "list").out()).contains("jane");
            ServerProcess.Done restore = ServerProcess.run(
                    data, "", "restore", data.resolve("latchkey.lock").toString());
            assertThat(restore.exitCode()).isEqualTo(1);
            assertThat(restore.out()).contains("process " + first.pid());

            try (ServerProcess second = ServerProcess.begin(data, Map.of())) {
                second.await(() -> second.log().contains("waiting up to 30 s"));
                first.terminate();
                second.awaitStarted();
                assertThat(second.isReady()).isTrue();
            }
        }
    }

    @Test
    void a_backup_of_a_running_server_can_be_restored_and_everyone_logged_out() throws Exception {
        Path backup = directory.resolve("backup.db");
        String cookie;
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            cookie = server.logJaneIn();
            assertThat(ServerProcess.run(data, "", "backup", backup.toString()).exitCode())
                    .isZero();
            assertThat(ServerProcess.run(data, "", "user", "disable", "jane").exitCode())
                    .isZero();
            server.kill();
        }
        ServerProcess.Done restored = ServerProcess.run(data, "", "restore", backup.toString(), "--end-all-sessions");
        assertThat(restored.exitCode()).isZero();
        assertThat(restored.out())
                .contains("kept as", "1 session and", "of then have ended", "disabled or deleted since");
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            assertThat(server.isLoggedIn(cookie)).isFalse();
            assertThat(server.isLoggedIn(server.logJaneIn())).isTrue();
        }
    }

    @Test
    void commands_that_only_read_refuse_a_folder_without_a_database_and_make_none() throws Exception {
        Path typo = directory.resolve("typo");
        for (String[] command : new String[][] {
            {"user", "list"},
            {"user", "disable", "jane"},
            {"audit"},
            {"secrets", "list"},
            {"backup", directory.resolve("b.db").toString()}
        }) {
            ServerProcess.Done done = ServerProcess.run(typo, "", command);
            assertThat(done.exitCode()).as(String.join(" ", command)).isEqualTo(1);
            assertThat(done.out())
                    .contains("database = " + typo.resolve("latchkey.db"), "there is no database", "--data");
        }
        assertThat(typo).doesNotExist();
        assertThat(ServerProcess.run(typo, ServerProcess.PASSWORD + "\n", "user", "add", "jane")
                        .out())
                .contains("new database made", "added jane in " + typo.resolve("latchkey.db"));
    }
}
