package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.T0;
import static dev.latchkey.sqlite.Samples.alice;
import static dev.latchkey.sqlite.Samples.hash;
import static dev.latchkey.sqlite.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SeveralProcessesTest {
    @TempDir
    Path directory;

    @Nested
    class After_kill_9 {
        private final Set<String> live = new HashSet<>();
        private final Set<String> ending = new HashSet<>();
        private final Set<String> ended = new HashSet<>();

        @RepeatedTest(4)
        void every_acknowledged_login_is_live_and_every_acknowledged_logout_is_final() throws Exception {
            // The moment is random on purpose; each round kills at another one, within the same history.
            Random random = new Random(System.nanoTime());
            for (int round = 0; round < 2; round++) {
                killAfter(20 + random.nextInt(1500));
                try (SqliteDatabase database = SqliteDatabase.open(file())) {
                    assertThat(live).isNotEmpty();
                    assertThat(ended).isNotEmpty();
                    assertThat(live)
                            .allSatisfy(
                                    cookie -> assertThat(find(database, cookie)).isInstanceOf(Lookup.Live.class));
                    assertThat(ended)
                            .allSatisfy(cookie -> assertThat(find(database, cookie))
                                    .isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT)));
                    assertThat(ending)
                            .allSatisfy(
                                    cookie -> assertThat(find(database, cookie)).isNotEqualTo(new Lookup.Absent()));
                }
            }
        }

        private void killAfter(int lines) throws IOException, InterruptedException {
            Process process = ChildProcess.start("login-and-logout", file());
            try (BufferedReader output = ChildProcess.output(process)) {
                for (int i = 0; i < lines; i++) {
                    note(output.readLine());
                }
                // By its handle: the process itself would close our end of its output too.
                process.toHandle().destroyForcibly();
                // What was written before the end was acknowledged too; only a torn last line was not.
                String line = output.readLine();
                while (line != null) {
                    note(line);
                    line = output.readLine();
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }

        private void note(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != 2 || words[1].length() != SessionToken.LENGTH) {
                return;
            }
            switch (words[0]) {
                case "live" -> live.add(words[1]);
                case "ending" -> {
                    live.remove(words[1]);
                    ending.add(words[1]);
                }
                case "ended" -> {
                    ending.remove(words[1]);
                    ended.add(words[1]);
                }
                default -> throw new AssertionError(line);
            }
        }

        private static Lookup find(SqliteDatabase database, String cookie) {
            return database.sessionStore()
                    .find(SessionToken.parse(cookie).orElseThrow().hash());
        }
    }

    @Nested
    class A_command_on_the_same_file {
        @Test
        void is_seen_at_once_and_noticed_by_the_next_poll() throws Exception {
            try (SqliteDatabase server = SqliteDatabase.open(file())) {
                TokenHash hash = hash();
                server.userStore().insert(alice());
                server.sessionStore().insert(hash, session());
                assertThat(server.pollExternalChange()).isFalse();

                Process command = ChildProcess.start("disable-alice", file());
                try (BufferedReader output = ChildProcess.output(command)) {
                    assertThat(output.readLine()).isEqualTo("true 1");
                    assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
                } finally {
                    command.destroyForcibly();
                }

                // A write of our own must not hide the other's.
                server.sessionStore().insert(hash(), session());
                assertThat(server.pollExternalChange()).isTrue();
                assertThat(server.pollExternalChange()).isFalse();
                assertThat(server.userStore().find(ALICE).map(User::isDisabled)).contains(true);
                assertThat(server.sessionStore().find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            }
        }

        @Test
        void our_own_writes_are_not_external() {
            try (SqliteDatabase server = SqliteDatabase.open(file())) {
                assertThat(server.pollExternalChange()).isFalse();
                TokenHash hash = hash();
                server.userStore().insert(alice());
                server.sessionStore().insert(hash, session());
                server.sessionStore().recordActivity(Map.of(hash, T0.plusSeconds(60)));
                server.sessionStore().endAll(ALICE, EndReason.REVOKED, T0);

                assertThat(server.pollExternalChange()).isFalse();
            }
        }

        @Test
        void two_that_start_on_a_new_file_at_once_both_work() throws Exception {
            Process first = ChildProcess.start("disable-alice", file());
            Process second = ChildProcess.start("disable-alice", file());
            try (BufferedReader firstOutput = ChildProcess.output(first);
                    BufferedReader secondOutput = ChildProcess.output(second)) {
                assertThat(firstOutput.readLine()).isEqualTo("false 0");
                assertThat(secondOutput.readLine()).isEqualTo("false 0");
            } finally {
                first.destroyForcibly().waitFor();
                second.destroyForcibly().waitFor();
            }
        }
    }

    private Path file() {
        return directory.resolve("latchkey.db");
    }
}
