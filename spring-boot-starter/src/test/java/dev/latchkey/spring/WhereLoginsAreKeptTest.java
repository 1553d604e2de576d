package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.latchkey.Latchkey;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserDirectory;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

class WhereLoginsAreKeptTest {
    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LatchkeyAutoConfiguration.class,
                    LatchkeySecurityAutoConfiguration.class,
                    SecurityAutoConfiguration.class,
                    ServletWebSecurityAutoConfiguration.class));

    private final DataSource database = database("one");

    private DataSource database(String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + name + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    private static List<String> tables(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                var found = connection
                        .createStatement()
                        .executeQuery(
                                "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
            List<String> names = new java.util.ArrayList<>();
            while (found.next()) {
                // The database's own lower() goes by the language of whoever runs it.
                names.add(found.getString(1).toLowerCase(Locale.ROOT));
            }
            return names;
        }
    }

    private static FailureAnalysis failure(AssertableWebApplicationContext context) {
        assertThat(context).hasFailed();
        return new SetupAnalyzer().analyze(context.getStartupFailure());
    }

    private static Optional<User> user(AssertableWebApplicationContext context, String name) {
        return context.getBean(Stores.class).users().find(Username.parse(name).orElseThrow());
    }

    @Nested
    class In_an_application_with_one_data_source {
        private final WebApplicationContextRunner withDatabase =
                application.withBean("dataSource", DataSource.class, () -> database);

        @Test
        void they_are_in_its_database() {
            withDatabase.run(context -> {
                assertThat(context).hasSingleBean(Latchkey.class);
                assertThat(tables(database)).contains("latchkey_session", "latchkey_user");
            });
        }

        @Test
        void they_survive_a_restart() {
            WebApplicationContextRunner withJane = withDatabase.withPropertyValues(
                    "spring.security.user.name=jane", "spring.security.user.password=correct horse battery");
            withJane.run(context -> assertThat(user(context, "jane")).isPresent());
            withDatabase.run(context -> assertThat(user(context, "jane")).isPresent());
        }

        @Test
        void tables_that_somebody_else_makes_are_asked_for() {
            withDatabase.withPropertyValues("latchkey.jdbc.schema=validate").run(context -> {
                assertThat(failure(context).getDescription())
                        .startsWith("logins cannot be kept where the DataSource leads");
                assertThat(failure(context).getAction()).contains("latchkey schema");
                assertThat(tables(database)).isEmpty();
            });
        }

        @Test
        void a_word_that_is_none_is_told() {
            withDatabase
                    .withPropertyValues("latchkey.jdbc.schema=update")
                    .run(context -> assertThat(failure(context).getDescription())
                            .isEqualTo("latchkey.jdbc.schema = update: it is migrate, validate or none"));
        }

        @Test
        void nothing_is_kept_there_where_a_property_asks_for_memory() {
            withDatabase.withPropertyValues("latchkey.in-memory=true").run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(tables(database)).isEmpty();
            });
        }

        @Test
        void users_of_a_table_of_its_own_log_in() {
            User jane = User.withoutPassword(
                    new PrincipalId("7"), Username.parse("jane").orElseThrow(), "Jane");
            UserDirectory own = new UserDirectory() {
                @Override
                public Optional<User> find(Username username) {
                    return Optional.of(jane).filter(user -> user.username().equals(username));
                }

                @Override
                public Optional<User> find(PrincipalId id) {
                    return Optional.of(jane).filter(user -> user.id().equals(id));
                }

                @Override
                public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
                    return false;
                }
            };
            withDatabase.withBean(UserDirectory.class, () -> own).run(context -> {
                var users =
                        context.getBean(Latchkey.class).installation().stores().users();
                assertThat(users.find(jane.username())).contains(jane);
                assertThat(user(context, "user")).isEmpty();
            });
        }

        @Test
        void nothing_joins_a_transaction_of_the_application() {
            assertThat(PlainDataSource.of(new TransactionAwareDataSourceProxy(database)))
                    .isSameAs(database);
        }
    }

    @Test
    void without_a_data_source_nothing_starts_and_it_is_told_what_to_do() {
        application.run(context -> {
            FailureAnalysis analysis = failure(context);
            assertThat(analysis.getDescription())
                    .isEqualTo("nothing says where logins are kept: there is no DataSource");
            assertThat(analysis.getAction())
                    .contains("spring-boot-starter-jdbc", "latchkey.data = ./data", "latchkey.in-memory = true");
        });
    }

    @Test
    void a_test_without_a_database_may_do_without() {
        application
                .withPropertyValues("latchkey.in-memory=without-database")
                .run(context -> assertThat(context).hasSingleBean(Latchkey.class));
        application
                .withPropertyValues("latchkey.in-memory=without-database")
                .withBean(DataSource.class, () -> database)
                .run(context -> assertThat(tables(database)).contains("latchkey_session"));
    }

    @Test
    void two_places_at_once_are_told() {
        application
                .withPropertyValues("latchkey.in-memory=true", "latchkey.data=./data")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("leave one of the two out"));
    }

    @Test
    void of_two_data_sources_none_is_guessed() {
        application
                .withBean("orders", DataSource.class, () -> database)
                .withBean("people", DataSource.class, () -> database("two"))
                .run(context -> {
                    assertThat(failure(context).getDescription())
                            .isEqualTo("there are several DataSources, and none says that it keeps logins: orders,"
                                    + " people");
                    assertThat(failure(context).getAction()).startsWith("put @LatchkeyDataSource on the @Bean method");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Two {
        private static final JdbcDataSource ORDERS = new JdbcDataSource();
        private static final JdbcDataSource PEOPLE = new JdbcDataSource();

        static {
            ORDERS.setURL("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1");
            PEOPLE.setURL("jdbc:h2:mem:people;DB_CLOSE_DELAY=-1");
        }

        @Bean
        @Primary
        DataSource orders() {
            return ORDERS;
        }

        @Bean
        @LatchkeyDataSource
        DataSource people() {
            return PEOPLE;
        }
    }

    @Test
    void of_two_data_sources_the_annotated_one_goes_before_the_primary_one() {
        application.withUserConfiguration(Two.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(tables(Two.PEOPLE)).contains("latchkey_session");
            assertThat(tables(Two.ORDERS)).isEmpty();
        });
    }

    @Test
    void a_database_of_another_kind_is_told_with_what_else_there_is() {
        DatabaseMetaData about = proxy(DatabaseMetaData.class, "MySQL");
        Connection connection = proxy(Connection.class, about);
        application
                .withBean(DataSource.class, () -> proxy(DataSource.class, connection))
                .run(context -> {
                    assertThat(failure(context).getDescription()).contains("MySQL");
                    assertThat(failure(context).getAction()).contains("@LatchkeyDataSource", "latchkey.data = ./data");
                });
    }

    /** Answers that to every question with such an answer, and nothing to any other. */
    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType().isInstance(answer) ? answer : null));
    }

    @Test
    void a_native_image_has_the_scripts_that_make_the_tables() throws java.io.IOException {
        RuntimeHints hints = new RuntimeHints();
        new SchemaHints().registerHints(hints, getClass().getClassLoader());
        var scripts =
                new PathMatchingResourcePatternResolver().getResources("classpath*:dev/latchkey/jdbc/schema/*/*.sql");
        assertThat(scripts).isNotEmpty();
        for (var script : scripts) {
            String path = script.getURL().toString().replaceFirst(".*/dev/latchkey/", "dev/latchkey/");
            assertThat(RuntimeHintsPredicates.resource().forResource(path)).accepts(hints);
        }
    }

    @Nested
    class The_first_user {
        private final Logger log = (Logger) LoggerFactory.getLogger("latchkey.spring");
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        /** Whatever another test made of the levels. */
        @BeforeEach
        void listen() {
            log.setLevel(Level.WARN);
            lines.start();
            log.addAppender(lines);
        }

        @AfterEach
        void forget() {
            log.detachAppender(lines);
            log.setLevel(null);
        }

        private List<String> said() {
            return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }

        private final WebApplicationContextRunner withDatabase =
                application.withBean("dataSource", DataSource.class, () -> database);

        @Test
        void is_made_up_on_a_developers_machine() {
            withDatabase.run(context -> assertThat(user(context, "user")).isPresent());
            assertThat(said())
                    .anyMatch(line -> line.startsWith("to try it, log in as user with the generated password "));
        }

        @Test
        void is_nobody_anywhere_else_unless_a_password_is_given() {
            WebApplicationContextRunner elsewhere = withDatabase.withPropertyValues(
                    "latchkey.public-origin=https://app.example", "latchkey.trusted-proxies=127.0.0.1");
            elsewhere.run(context -> assertThat(user(context, "user")).isEmpty());
            assertThat(said()).singleElement().asString().startsWith("there are no users");

            elsewhere
                    .withPropertyValues("spring.security.user.password=correct horse battery")
                    .run(context -> assertThat(user(context, "user")).isPresent());
        }

        @Test
        void is_not_added_beside_others() {
            withDatabase
                    .withPropertyValues(
                            "spring.security.user.name=jane", "spring.security.user.password=correct horse battery")
                    .run(context -> {});
            withDatabase.run(context -> assertThat(user(context, "user")).isEmpty());
        }

        @Test
        void registers_where_anybody_may() {
            withDatabase
                    .withPropertyValues("latchkey.registration=open")
                    .run(context -> assertThat(user(context, "user")).isEmpty());
        }
    }
}
