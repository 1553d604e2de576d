package dev.latchkey.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

/** By a data source of the application's; the file that has a thread of its own is tested where it lives. */
class SqliteStoresTest extends JdbcStoresContract {
    @TempDir
    static Path directory;

    @Override
    protected DataSource newDatabase() {
        return Databases.sqlite(directory);
    }
}
