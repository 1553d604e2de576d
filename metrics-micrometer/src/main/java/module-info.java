import org.jspecify.annotations.NullMarked;

/** Numbers for a registry of Micrometer, whoever else writes to it. */
@NullMarked
module dev.latchkey.micrometer {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.http;
    requires transitive dev.latchkey.cache;
    requires transitive micrometer.core;

    exports dev.latchkey.micrometer;
}
