package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PgBouncer between a server and a real PostgreSQL. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class PoolerTest {
    private static PostgresqlServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = new PostgresqlServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Settings through(int port, String database) {
        Map<Setting<?>, String> flags = Map.of(
                ServerSetting.STORE, PostgresqlServer.address(database, port),
                ServerSetting.STORE_PASSWORD_FILE,
                        PostgresqlServer.passwordFile(folder).toString());
        return ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings();
    }

    /** A pooler with these lines in its configuration. */
    private record Pooler(Process process, int port) implements AutoCloseable {
        static Pooler start(Path folder, String lines) throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Path accounts = Files.writeString(
                    folder.resolve("accounts"), "\"latchkey\" \"" + PostgresqlServer.PASSWORD + "\"\n");
            Path configuration = Files.writeString(folder.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    user = %s
                    %s
                    """.formatted(
                    server.port(), port, accounts, isRoot() ? "nobody" : System.getProperty("user.name"), lines));
            Process process = new ProcessBuilder("pgbouncer", configuration.toString())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process);
            return new Pooler(process, port);
        }

        private static boolean isRoot() {
            return "root".equals(System.getProperty("user.name"));
        }

        private static void awaitReady(Process process) throws IOException {
            BufferedReader log = process.inputReader();
            StringBuilder said = new StringBuilder();
            String line;
            do {
                line = log.readLine();
                assertThat(line).as("PgBouncer does not start: %s", said).isNotNull();
                said.append(line).append('\n');
            } while (!line.contains("process up"));
            Thread.ofVirtual().start(() -> log.lines().forEach(later -> {})); // one that is not read stops it
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    private StoreFailure refused(String lines) throws Exception {
        try (Pooler pooler = Pooler.start(folder, lines)) {
            Settings settings = through(pooler.port(), server.database());
            return catchThrowableOfType(
                            StoreUnavailableException.class,
                            () -> Database.openToServe(settings, InstantSource.system())
                                    .close())
                    .failure()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_round_robin = 0", "server_round_robin = 1\nmin_pool_size = 5"})
    void that_lends_a_connection_for_a_transaction_is_refused_with_the_cure(String order) throws Exception {
        assertThat(refused("pool_mode = transaction\n" + order).message())
                .contains("a pooler stands in between")
                .contains("pool_mode = session");
    }

    @Test
    void that_keeps_one_for_a_session_is_fine() throws Exception {
        try (Pooler pooler = Pooler.start(folder, "pool_mode = session")) {
            Settings settings = through(pooler.port(), server.database());

            try (Database database = Database.openToServe(settings, InstantSource.system())) {
                assertThat(database.isNew()).isTrue();
                assertThat(database.isAlive()).isTrue();
            }
        }
    }
}
