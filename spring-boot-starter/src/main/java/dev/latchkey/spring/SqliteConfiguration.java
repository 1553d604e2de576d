package dev.latchkey.spring;

import dev.latchkey.core.Stores;
import dev.latchkey.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Everything in one file of SQLite, where the application has the stores for it and says in which folder. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SqliteDatabase.class)
@Conditional(KeptIn.File.class)
@ConditionalOnMissingBean(Stores.class)
class SqliteConfiguration {
    private static final String FILE = "latchkey.db";

    @Bean(destroyMethod = "close")
    SqliteDatabase latchkeyDatabase(Environment environment) {
        Path folder = Path.of(environment.getRequiredProperty(LatchkeySettings.DATA));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(LatchkeySettings.DATA + " = " + folder + ": no such folder can be made", e);
        }
        return SqliteDatabase.open(folder.resolve(FILE));
    }

    @Bean
    Storage latchkeyStorage(SqliteDatabase database) {
        return new Storage(
                new Stores(
                        database.transactions(),
                        database.sessionStore(),
                        database.rememberMeStore(),
                        database.throttleStore(),
                        database.userStore(),
                        database.secretStore(),
                        database.auditStore()),
                database.lastSeen(),
                database::seen);
    }
}
