package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.testkit.Race;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done about the tables. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SchemaTest {
    @TempDir
    static Path directory;

    private static DataSource newDatabase(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> Databases.postgresql();
            case H2 -> Databases.h2();
            case SQLITE -> Databases.sqlite(directory);
        };
    }

    @ParameterizedTest
    @EnumSource
    void they_are_made_beside_those_of_the_application_and_all_are_told_by_their_names(Dialect dialect)
            throws SQLException {
        DataSource dataSource = newDatabase(dialect);
        Databases.execute(dataSource, "create table orders (id integer)", "create table session (id integer)");

        JdbcStores database = JdbcStores.on(dataSource).open();

        assertThat(database.dialect()).isEqualTo(dialect);
        assertThatCode(database::checkAvailable).doesNotThrowAnyException();
        assertThat(tables(dataSource))
                .contains("orders", "session", "latchkey_session", "latchkey_schema")
                .allSatisfy(table -> assertThat(table).matches("orders|session|latchkey_.+"));
    }

    @ParameterizedTest
    @EnumSource
    void several_that_start_at_once_make_them_once(Dialect dialect) throws SQLException {
        DataSource dataSource = newDatabase(dialect);

        List<Boolean> isUsable = Race.of(6, i -> () -> {
            JdbcStores.on(dataSource).open().checkAvailable();
            return true;
        });

        assertThat(isUsable).containsOnly(true);
        assertThat(versions(dataSource)).doesNotHaveDuplicates().endsWith(dialect.version());
    }

    @ParameterizedTest
    @EnumSource
    void where_they_are_only_looked_at_an_empty_database_is_refused_with_the_cure(Dialect dialect) throws SQLException {
        DataSource dataSource = newDatabase(dialect);

        assertThatThrownBy(
                        () -> JdbcStores.on(dataSource).schema(Schema.VALIDATE).open())
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Cause.MISSING_TABLE))
                .hasMessageContaining("Latchkey's tables are not in it")
                .hasMessageContaining("latchkey schema --dialect " + dialect.label());
        assertThat(tables(dataSource)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_printed_makes_all_that_is_looked_for(Dialect dialect) {
        DataSource dataSource = newDatabase(dialect);

        Databases.execute(dataSource, dialect.script().split(";\\s*\\n"));

        JdbcStores database = JdbcStores.on(dataSource).schema(Schema.VALIDATE).open();
        assertThatCode(database::checkAvailable).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void where_nobody_looks_nothing_is_asked_and_a_missing_table_is_told_by_who_needs_it(Dialect dialect) {
        JdbcStores database =
                JdbcStores.on(newDatabase(dialect)).schema(Schema.NONE).open();

        assertThatThrownBy(() -> database.stores().users().list("", 1)).isInstanceOf(StoreUnavailableException.class);
        assertThat(database.failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void those_of_a_release_that_shuts_this_one_out_are_refused_with_both_versions(Dialect dialect) {
        DataSource dataSource = newDatabase(dialect);
        JdbcStores.on(dataSource).open();
        Databases.execute(dataSource, "insert into latchkey_schema values (9, 8, 0)");

        for (Schema schema : List.of(Schema.MIGRATE, Schema.VALIDATE)) {
            assertThatThrownBy(() -> JdbcStores.on(dataSource).schema(schema).open())
                    .isInstanceOf(IncompatibleDatabaseException.class)
                    .hasMessageContaining("has schema 9")
                    .hasMessageContaining("know schema 8")
                    .hasMessageContaining("knows schema " + dialect.version());
        }
    }

    @ParameterizedTest
    @EnumSource
    void those_of_a_later_release_that_lets_this_one_in_are_used(Dialect dialect) {
        DataSource dataSource = newDatabase(dialect);
        JdbcStores.on(dataSource).open();
        Databases.execute(dataSource, "insert into latchkey_schema values (9, " + dialect.version() + ", 0)");

        assertThatCode(() -> JdbcStores.on(dataSource).open().checkAvailable()).doesNotThrowAnyException();
    }

    @Test
    void a_script_that_fails_half_way_leaves_nothing_where_the_database_can_do_that() throws SQLException {
        DataSource dataSource = Databases.postgresql();
        Databases.execute(dataSource, "create table latchkey_secret (id integer)");

        assertThatThrownBy(() -> JdbcStores.on(dataSource).open()).isInstanceOf(StoreUnavailableException.class);
        assertThat(tables(dataSource)).containsExactly("latchkey_secret");
    }

    @Test
    void a_migration_that_was_cut_off_is_done_again_where_the_database_cannot() throws SQLException {
        DataSource dataSource = Databases.h2();
        List<String> statements = Dialect.H2.scriptsAfter(0).getFirst().statements();
        Databases.execute(
                dataSource, statements.subList(0, statements.size() / 2).toArray(String[]::new));

        JdbcStores.on(dataSource).open().checkAvailable();

        assertThat(versions(dataSource)).containsExactly(Dialect.H2.version());
    }

    @Test
    void a_database_of_a_kind_that_is_not_known_is_named_with_those_that_are() {
        DataSource unknown = Faulty.dataSource(Databases.h2(), "getDatabaseProductName", () -> "Postgres 95");

        assertThatThrownBy(() -> JdbcStores.on(unknown).open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SQLite, PostgreSQL, H2 is expected, not Postgres 95");
    }

    @Test
    void a_database_that_does_not_answer_is_told_without_the_password_in_its_address() {
        DataSource dataSource = JdbcConnectionPool.create("jdbc:h2:tcp://localhost:1/test", "jane", "sesame");

        assertThatThrownBy(() -> JdbcStores.on(dataSource).open())
                .isInstanceOf(StoreUnavailableException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("sesame"));
        assertThat(SqlDiagnosis.ofUrl("jdbc:postgresql://jane:sesame@db/app?password=sesame")
                        .where())
                .isEqualTo("jdbc:postgresql://db/app");
    }

    private static List<String> tables(DataSource dataSource) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                ResultSet table = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), null, new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
            while (table.next()) {
                names.add(table.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names.stream().filter(name -> !name.startsWith("sqlite_")).toList();
    }

    private static List<Integer> versions(DataSource dataSource) throws SQLException {
        List<Integer> versions = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select version from latchkey_schema order by version")) {
            while (row.next()) {
                versions.add(row.getInt(1));
            }
        }
        return versions;
    }
}
