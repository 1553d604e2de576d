import org.jspecify.annotations.NullMarked;

/** Every store of Latchkey in SQL. */
@NullMarked
module dev.latchkey.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires transitive java.sql;

    exports dev.latchkey.jdbc;
    exports dev.latchkey.jdbc.schema;
    exports dev.latchkey.jdbc.sql to
            dev.latchkey.sqlite;
}
