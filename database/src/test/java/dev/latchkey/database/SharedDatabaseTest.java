package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedDatabaseTest {
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

    private Settings settings(String address, Map<Setting<?>, String> more) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        flags.put(ServerSetting.STORE, address);
        flags.put(
                ServerSetting.STORE_PASSWORD_FILE,
                PostgresqlServer.passwordFile(folder).toString());
        flags.putAll(more);
        return ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings();
    }

    private Database open(String address) {
        return Database.openToServe(settings(address, Map.of()), InstantSource.system());
    }

    private StoreFailure refused(Settings settings) {
        StoreUnavailableException thrown = catchThrowableOfType(
                StoreUnavailableException.class,
                () -> Database.openToServe(settings, InstantSource.system()).close());
        assertThat(trace(thrown)).doesNotContain(PostgresqlServer.PASSWORD);
        return thrown.failure().orElseThrow();
    }

    private StoreFailure refused(String address) {
        return refused(settings(address, Map.of()));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Nested
    class At_a_start_that_cannot_be {
        @Test
        void nobody_listens_there() throws IOException {
            int free;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = socket.getLocalPort();
            }
            String address = PostgresqlServer.address("latchkey", free);

            StoreFailure failure = refused(address);

            assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
            assertThat(failure.message())
                    .startsWith("database = " + address + ": it cannot be reached")
                    .contains("look whether it is up");
        }

        @Test
        void the_password_is_another() throws IOException {
            Path wrong = Files.writeString(folder.resolve("wrong"), "not-it");
            Settings settings = settings(
                    server.address(server.database()), Map.of(ServerSetting.STORE_PASSWORD_FILE, wrong.toString()));

            StoreFailure failure = refused(settings);

            assertThat(failure.cause()).isEqualTo(Cause.FORBIDDEN);
            assertThat(failure.message())
                    .contains("no such account with that password")
                    .contains("pg_hba.conf")
                    .doesNotContain("not-it");
        }

        @Test
        void the_file_of_the_password_is_not_there() {
            Settings settings = settings(
                    server.address(server.database()), Map.of(ServerSetting.STORE_PASSWORD_FILE, "/no/such/file"));

            assertThat(refused(settings).message())
                    .startsWith("store.password-file = /no/such/file: it cannot be read")
                    .contains("mode 600");
        }

        @Test
        void no_password_is_given() throws IOException {
            Path empty = Files.writeString(folder.resolve("empty"), "");
            Settings settings = settings(
                    server.address(server.database()), Map.of(ServerSetting.STORE_PASSWORD_FILE, empty.toString()));

            assertThat(refused(settings).message()).contains("password").contains("08004");
        }

        @Test
        void there_is_no_such_database() {
            StoreFailure failure = refused(server.address("nowhere"));

            assertThat(failure.cause()).isEqualTo(Cause.ABSENT);
            assertThat(failure.message()).contains("no database of that name").contains("create database");
        }

        @Test
        void the_database_may_only_be_read() {
            String name = server.database();
            server.execute("postgres", "alter database " + name + " set default_transaction_read_only = on");

            StoreFailure failure = refused(server.address(name));

            assertThat(failure.cause()).isEqualTo(Cause.READ_ONLY);
            assertThat(failure.cure()).contains("alter database " + name + " reset default_transaction_read_only");
        }

        @Test
        void a_later_release_has_changed_the_tables() {
            String name = server.database();
            open(server.address(name)).close();
            server.execute(name, "insert into latchkey_schema values (99, 99, 0)");

            StoreFailure failure = refused(server.address(name));

            assertThat(failure.message())
                    .contains("version 99")
                    .contains("install the release that was used last, or a later one");
        }

        @Test
        void the_account_may_not_make_tables() {
            String name = server.database();
            server.execute("postgres", "alter database " + name + " owner to postgres");

            assertThat(refused(server.address(name)).cause()).isEqualTo(Cause.FORBIDDEN);
        }

        @Test
        void the_way_is_to_be_encrypted_and_the_database_does_not_do_that() {
            Settings settings =
                    settings(server.address(server.database()), Map.of(ServerSetting.STORE_TLS, "verify-full"));

            StoreFailure failure = refused(settings);

            assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
            assertThat(failure.message()).contains("TLS");
        }
    }

    @Nested
    class Rules_for_a_database_that_can_be_reached {
        private final String address = server.address(server.database());

        private DataSource direct() {
            return new PostgresqlSources(
                            settings(address, Map.of()).postgresql().orElseThrow())
                    .direct(Duration.ofSeconds(5));
        }

        private Optional<StoreFailure> flaw(DataSource source) throws SQLException {
            return new PostgresqlRules(source, address).flaw();
        }

        @Test
        void one_as_it_comes_is_fine() throws SQLException {
            assertThat(flaw(direct())).isEmpty();
        }

        /** A pooler that lends connections for a transaction at a time, at its least: there is one, and all have it. */
        @Test
        void a_pooler_that_gives_two_of_ours_the_same_backend_is_found() throws SQLException {
            try (Connection backend = direct().getConnection()) {
                DataSource pooler = source(() -> shared(backend));

                assertThat(flaw(pooler).orElseThrow().message())
                        .contains("a pooler stands in between")
                        .contains("pool_mode = session");
            }
        }

        @Test
        void a_server_before_13_is_too_old() throws SQLException {
            DataSource source = direct();

            assertThat(flaw(source(() -> ofVersion(source.getConnection(), 12)))
                            .orElseThrow()
                            .message())
                    .contains("it is PostgreSQL 12")
                    .contains("PostgreSQL 13 or later");
            assertThat(flaw(source(() -> ofVersion(source.getConnection(), 13))))
                    .isEmpty();
        }
    }

    @Nested
    @Tag("release")
    class Through_a_real_pooler {
        private final String name = server.database();

        @ParameterizedTest
        @ValueSource(strings = {"server_round_robin = 0", "server_round_robin = 1\nmin_pool_size = 5"})
        void that_lends_a_connection_for_a_transaction_it_is_refused_with_the_cure(String order) throws IOException {
            try (Pooler pooler = Pooler.start(folder, server, "pool_mode = transaction\n" + order)) {
                assertThat(refused(PostgresqlServer.address(name, pooler.port()))
                                .message())
                        .contains("a pooler stands in between")
                        .contains("pool_mode = session");
            }
        }

        @Test
        void that_keeps_one_for_a_session_it_is_fine() throws IOException {
            try (Pooler pooler = Pooler.start(folder, server, "pool_mode = session");
                    Database database = open(PostgresqlServer.address(name, pooler.port()))) {
                assertThat(database.isNew()).isTrue();
                assertThat(database.isAlive()).isTrue();
            }
        }
    }

    private interface Giving {
        Connection connection() throws SQLException;
    }

    private static DataSource source(Giving giving) {
        return proxy(DataSource.class, (proxy, method, arguments) -> giving.connection());
    }

    private static Connection shared(Connection backend) {
        return proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(backend, arguments));
    }

    private static Connection ofVersion(Connection real, int version) throws SQLException {
        DatabaseMetaData about = real.getMetaData();
        DatabaseMetaData other = proxy(
                DatabaseMetaData.class,
                (proxy, method, arguments) -> method.getName().equals("getDatabaseMajorVersion")
                        ? (Object) version
                        : method.invoke(about, arguments));
        return proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getMetaData") ? other : method.invoke(real, arguments));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Nested
    class Once_it_is_open {
        private final String name = server.database();

        @Test
        void it_was_new_the_first_time_and_not_the_second() {
            try (Database first = open(server.address(name))) {
                assertThat(first.isNew()).isTrue();
                assertThat(first.where()).isEqualTo(server.address(name));
            }
            try (Database second = open(server.address(name))) {
                assertThat(second.isNew()).isFalse();
            }
        }

        @Test
        void a_command_that_needs_something_to_be_there_makes_nothing() {
            Settings settings = settings(server.address(name), Map.of());

            assertThatThrownBy(() -> Database.openExisting(settings, InstantSource.system()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("Latchkey's tables are not in it")
                    .hasMessageContaining("latchkey user add NAME");
            try (Database first = open(server.address(name))) {
                assertThat(first.isNew()).isTrue();
            }
        }

        @Test
        void a_later_release_that_takes_the_tables_along_makes_it_unavailable_with_a_cure() {
            try (Database database = open(server.address(name))) {
                database.checkAvailable();
                server.execute(name, "insert into latchkey_schema values (99, 99, 0)");

                assertThatThrownBy(database::checkAvailable)
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("install the release that was used last");
            }
        }

        @Test
        void an_account_that_loses_the_right_to_write_makes_it_unavailable_with_a_cure() {
            try (Database database = open(server.address(name))) {
                database.checkAvailable();
                server.execute(name, "alter table latchkey_upkeep owner to postgres");

                assertThatThrownBy(database::checkAvailable)
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("the account's rights on the schema and on the tables");
            }
        }
    }
}
