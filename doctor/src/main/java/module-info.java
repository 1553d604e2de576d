import org.jspecify.annotations.NullMarked;

/** Looks at an installation from outside: its settings and files, and the way that browsers take to it. */
@NullMarked
module dev.latchkey.doctor {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.settings;
    requires dev.latchkey.engine;
    requires dev.latchkey.jdbc;
    requires dev.latchkey.sqlite;
    requires java.net.http;

    exports dev.latchkey.doctor;
}
