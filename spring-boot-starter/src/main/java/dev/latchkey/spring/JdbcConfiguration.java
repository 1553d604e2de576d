package dev.latchkey.spring;

import dev.latchkey.core.Stores;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.JdbcStores;
import dev.latchkey.jdbc.Schema;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/** Everything in the application's own database, unless it says something else. */
@Configuration(proxyBeanMethods = false)
@Conditional(KeptIn.Database.class)
@ConditionalOnMissingBean(Stores.class)
@ImportRuntimeHints(SchemaHints.class)
class JdbcConfiguration {
    private static final String KINDS = "PostgreSQL, H2 or SQLite";
    private static final String FILE =
            "the dependency dev.latchkey:latchkey-store-sqlite, and " + LatchkeySettings.DATA + " = ./data";

    /**
     * After whatever else sets the database up: Flyway refuses one in which it finds tables and no history of its own, and
     * would find those of Latchkey.
     */
    @Bean
    @DependsOnDatabaseInitialization
    Storage latchkeyStorage(
            @LatchkeyDataSource ObjectProvider<DataSource> chosen,
            ObjectProvider<DataSource> any,
            ListableBeanFactory beans,
            Environment environment) {
        LatchkeySettings settings = new LatchkeySettings(environment);
        DataSource dataSource = chosen.getIfUnique(any::getIfUnique);
        if (dataSource != null) {
            JdbcStores database = open(PlainDataSource.of(dataSource), settings.schema());
            return new Storage(database.stores(), database.lastSeen(), database::seen);
        }
        List<String> names =
                Stream.of(beans.getBeanNamesForType(DataSource.class)).sorted().toList();
        if (names.isEmpty() && settings.isInMemoryWithoutDatabase()) {
            return Storage.memory();
        }
        throw names.isEmpty() ? without() : undecided(names);
    }

    private static JdbcStores open(DataSource dataSource, Schema schema) {
        try {
            return JdbcStores.on(dataSource).schema(schema).open();
        } catch (IllegalArgumentException e) {
            throw new SetupException(
                    "logins cannot be kept where the DataSource leads: " + e.getMessage(),
                    "they can be kept in " + KINDS + ": declare a second DataSource for one of them, with"
                            + " @LatchkeyDataSource on its @Bean method; or keep them in a file: " + FILE,
                    e);
        } catch (StoreUnavailableException e) {
            throw new SetupException(
                    "logins cannot be kept where the DataSource leads: " + e.getMessage(),
                    "see that the database runs, and that its account may make tables; where it may not, let somebody who"
                            + " may run what `latchkey schema` prints, and write " + LatchkeySettings.SCHEMA
                            + " = validate",
                    e);
        }
    }

    private static SetupException without() {
        return new SetupException(
                "nothing says where logins are kept: there is no DataSource",
                "give the application a database: the dependency org.springframework.boot:spring-boot-starter-jdbc, a"
                        + " driver, and spring.datasource.url (" + KINDS + "); or keep logins in a file: " + FILE
                        + "; or, to try it out, write " + LatchkeySettings.IN_MEMORY
                        + " = true: a restart then logs everybody out");
    }

    private static SetupException undecided(List<String> names) {
        return new SetupException(
                "there are several DataSources, and none says that it keeps logins: " + String.join(", ", names),
                "put @LatchkeyDataSource on the @Bean method of the one that does, or @Primary");
    }
}
