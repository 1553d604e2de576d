import org.jspecify.annotations.NullMarked;

/** Every store of Latchkey in one SQLite file. */
@NullMarked
module dev.latchkey.sqlite {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires transitive dev.latchkey.jdbc;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports dev.latchkey.sqlite;
}
