import org.jspecify.annotations.NullMarked;

/** Every store of Latchkey in SQL: SQLite in one file. */
@NullMarked
module dev.latchkey.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports dev.latchkey.jdbc;
}
