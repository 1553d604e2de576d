package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // has no signals
class StoppedBySignalTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_server_that_was_told_to_stop_and_did_exits_with_0(String signal) throws IOException, InterruptedException {
        Process server = serve();
        try (BufferedReader log = server.inputReader(StandardCharsets.UTF_8)) {
            List<String> before =
                    log.lines().takeWhile(line -> !line.contains("started")).toList();
            assertThat(server.isAlive()).as("it started: %s", before).isTrue();
            send(signal, server);
            assertThat(server.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
            List<String> after = log.lines().toList();
            assertThat(server.exitValue()).as("%s", after).isZero();
            assertThat(after).anyMatch(line -> line.contains("stopped"));
        } finally {
            server.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void so_does_one_that_was_told_while_it_started(String signal) throws IOException, InterruptedException {
        WatchService beginning = folder.getFileSystem().newWatchService();
        folder.register(beginning, StandardWatchEventKinds.ENTRY_CREATE);
        Process server = serve();
        try (beginning) {
            assertThat(beginning.poll(1, TimeUnit.MINUTES))
                    .as("it makes its folder")
                    .isNotNull();
            send(signal, server);
            assertThat(server.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
            String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(server.exitValue()).as(said).isZero();
            assertThat(said).doesNotContain("should not have");
        } finally {
            server.destroyForcibly();
        }
    }

    /** Whatever runs the tests in the background may have it ignore signals, which every process of its own inherits. */
    private Process serve() throws IOException {
        return new ProcessBuilder(
                        "env",
                        "--default-signal=INT,TERM",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.latchkey.server.Main",
                        "serve",
                        "--port=0",
                        "--management-port=off",
                        "--data=" + folder.resolve("data"))
                .redirectErrorStream(true)
                .start();
    }

    private static void send(String signal, Process server) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid()))
                .start()
                .waitFor();
    }
}
