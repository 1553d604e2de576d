import org.jspecify.annotations.NullMarked;

/**
 * What a server keeps everything in: one file of SQLite, or PostgreSQL that any number of servers share, with Redis for
 * sessions or without.
 */
@NullMarked
module dev.latchkey.database {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.settings;
    requires transitive dev.latchkey.jdbc;
    requires transitive dev.latchkey.sqlite;
    requires transitive dev.latchkey.cache;
    requires transitive java.sql;
    requires dev.latchkey.redis;
    requires com.zaxxer.hikari;
    requires org.postgresql.jdbc;
    requires org.slf4j;

    exports dev.latchkey.database;
}
