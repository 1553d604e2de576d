package dev.latchkey.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.history.Cluster.Fault;
import dev.latchkey.history.HistoryRun;
import dev.latchkey.history.HistoryRun.Outcome;
import dev.latchkey.history.PostgresqlCluster;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.postgresql.SilentRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers as processes, over HTTP, for as long as one likes: {@code ./verify history --minutes N}. Not among the tests
 * that always run; what these find on nodes within one process is in {@code HistoryTest}. With
 * {@code -Dlatchkey.beside=FOLDER} every second server that begins is of the release whose libraries are there, as in an
 * upgrade that is rolled out, and back.
 */
class HistoryOfServers {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int STANDBYS = 8;

    private static final String BESIDE = System.getProperty("latchkey.beside", "");

    @TempDir
    Path folder;

    private int begun;

    private ServerNode server(PostgresqlServer postgresql, String database) {
        SilentRelay relay = new SilentRelay(postgresql::port);
        try {
            Faults faults = new Faults(Files.createTempDirectory(folder, "server"));
            boolean isOther = !BESIDE.isEmpty() && begun++ % 2 == 1;
            return new ServerNode(
                    ServerProcess.startOf(
                            isOther ? BESIDE + "/*" : ServerProcess.CLASS_PATH,
                            folder.resolve("unused"),
                            faults.environment(),
                            "--store",
                            PostgresqlServer.address(database, relay.port()),
                            "--store-password-file",
                            PostgresqlServer.passwordFile(folder).toString(),
                            "--store-cache-bound",
                            BOUND.toMillis() + "ms",
                            "--throttle",
                            "off"),
                    relay,
                    faults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void no_answer_under_faults_contradicts_that_a_session_ends_once() throws Exception {
        long seed = Long.getLong("latchkey.seed", new SplittableRandom().nextLong());
        long until = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("latchkey.minutes", 1)).toNanos();
        try (PostgresqlServer postgresql = new PostgresqlServer(STANDBYS);
                PostgresqlCluster cluster =
                        new PostgresqlCluster(postgresql, BOUND, database -> server(postgresql, database))) {
            HistoryRun run = new HistoryRun(cluster, seed, BOUND);
            run.register();
            SplittableRandom random = new SplittableRandom(seed);
            Fault[] faults = Fault.values();
            Outcome outcome = run.run(Stream.generate(() -> faults[random.nextInt(faults.length)])
                    .filter(cluster::knows)
                    .takeWhile(fault -> System.nanoTime() < until));

            System.out.println(outcome.told());
            assertThat(outcome.violations())
                    .as("to repeat it: -Dlatchkey.seed=" + seed)
                    .isEmpty();
        }
    }
}
