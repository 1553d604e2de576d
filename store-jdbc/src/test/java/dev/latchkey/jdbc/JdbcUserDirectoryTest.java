package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table of users that was there before. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JdbcUserDirectoryTest {
    private static final PrincipalId JANE = new PrincipalId("7");
    private static final PasswordHash OLD = new PasswordHash("$fake$old");
    private static final PasswordHash NEW = new PasswordHash("$fake$new");

    @TempDir
    static Path directory;

    private static DataSource withUsers(Dialect dialect) {
        DataSource dataSource = switch (dialect) {
            case POSTGRESQL -> Databases.postgresql();
            case H2 -> Databases.h2();
            case SQLITE -> Databases.sqlite(directory);
        };
        Databases.execute(
                dataSource,
                "create table app_user (id bigint primary key, email varchar(100), full_name varchar(100),"
                        + " password varchar(100), is_active boolean)",
                "insert into app_user values (7, 'Jane@Example.org', 'Jane Doe', '$fake$old', true)",
                "insert into app_user values (8, 'joe@example.org', 'Joe', null, false)",
                "insert into app_user values (9, 'nameless@example.org', '', '$fake$old', true)",
                "insert into app_user values (10, 'nobody@example.org', null, '$fake$old', true)");
        return dataSource;
    }

    private static JdbcUserDirectory directory(DataSource dataSource) {
        String select = "select id, email as username, full_name as name, password as password_hash,"
                + " not is_active as is_disabled from app_user where ";
        return JdbcUserDirectory.on(dataSource)
                .byUsername(select + "lower(email) = ?")
                .byId(select + "id = cast(? as bigint)")
                .replaceHash("update app_user set password = ? where id = cast(? as bigint) and password = ?")
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void its_users_are_found_by_name_and_by_id(Dialect dialect) {
        UserStore users = UserStore.of(directory(withUsers(dialect)));

        assertThat(users.find(username("JANE@example.org")))
                .contains(new User(JANE, username("jane@example.org"), "Jane Doe", OLD, false))
                .isEqualTo(users.find(JANE));
        assertThat(users.find(username("joe@example.org")))
                .contains(User.withoutPassword(new PrincipalId("8"), username("joe@example.org"), "Joe")
                        .withDisabled(true));
        assertThat(users.find(username("jim@example.org"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_hash_takes_the_place_of_the_one_that_is_expected_and_of_no_other(Dialect dialect) {
        JdbcUserDirectory users = directory(withUsers(dialect));

        assertThat(users.replacePasswordHash(JANE, OLD, NEW)).isTrue();
        assertThat(users.replacePasswordHash(JANE, OLD, NEW)).isFalse();
        assertThat(users.find(JANE).flatMap(User::passwordHash)).contains(NEW);
    }

    @ParameterizedTest
    @EnumSource
    void a_row_that_breaks_a_rule_is_a_user_who_cannot_log_in(Dialect dialect) {
        UserStore users = UserStore.of(directory(withUsers(dialect)));

        assertThat(users.find(username("nameless@example.org"))).isEmpty();
        assertThat(users.find(new PrincipalId("10"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_table_that_is_not_there_is_a_failure_of_the_store_and_not_an_unknown_user(Dialect dialect) {
        DataSource dataSource = withUsers(dialect);
        UserStore users = UserStore.of(directory(dataSource));
        Databases.execute(dataSource, "drop table app_user");

        assertThatThrownBy(() -> users.find(JANE)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void a_statement_that_was_forgotten_is_named() {
        assertThatThrownBy(() -> JdbcUserDirectory.on(Databases.h2())
                        .byUsername("select 1")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("byId");
    }

    private static Username username(String typed) {
        return Username.parse(typed).orElseThrow();
    }
}
