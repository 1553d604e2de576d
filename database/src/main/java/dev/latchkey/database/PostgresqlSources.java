package dev.latchkey.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.StoreAddress.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** Makes what gives connections to a PostgreSQL database, as the settings say. The password stays in here. */
final class PostgresqlSources {
    private static final int CONNECT_SECONDS = 1;

    private final Settings.Postgresql settings;
    private final @Nullable String password;

    /**
     * Reads the password.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when its file cannot be read
     */
    PostgresqlSources(Settings.Postgresql settings) {
        this.settings = settings;
        this.password = Password.read(ServerSetting.STORE_PASSWORD_FILE, settings.passwordFile(), Settings.PASSWORD)
                .orElse(null);
    }

    /**
     * Connections one by one, of nobody's pool.
     *
     * @param silence how long the database may say nothing before it is given up, at least a second
     */
    DataSource direct(Duration silence) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(
                settings.address().hosts().stream().map(Host::name).toArray(String[]::new));
        source.setPortNumbers(
                settings.address().hosts().stream().mapToInt(Host::port).toArray());
        source.setDatabaseName(settings.address().database());
        source.setUser(settings.address().user());
        source.setPassword(password);
        source.setApplicationName("latchkey");
        if (settings.address().hosts().size() > 1) {
            source.setTargetServerType("primary");
        }
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout((int) silence.toSeconds());
        source.setTcpKeepAlive(true);
        protect(source);
        return source;
    }

    private void protect(PGSimpleDataSource source) {
        switch (settings.tls()) {
            case NONE -> source.setSslMode("disable");
            case UNVERIFIED -> source.setSslMode("require");
            case VERIFIED -> {
                source.setSslMode("verify-full");
                Optional<Path> authority = settings.authority();
                if (authority.isPresent()) {
                    source.setSslRootCert(authority.get().toString());
                } else {
                    source.setSslfactory(DefaultJavaSSLFactory.class.getName());
                }
            }
        }
    }

    /** Connections that requests share: made when they are needed, so that no start and no outage meets a herd of them. */
    static HikariDataSource pool(DataSource direct, int connections, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("latchkey");
        config.setDataSource(direct);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(250);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
