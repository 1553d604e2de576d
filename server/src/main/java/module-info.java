import org.jspecify.annotations.NullMarked;

/**
 * The server: command line, health, metrics, logs, and what brings the rest together. A program, so it
 * exports nothing; it runs from the class path, and these are its walls.
 */
@NullMarked
module dev.latchkey.server {
    requires static org.jspecify;
    requires dev.latchkey;
    requires dev.latchkey.settings;
    requires dev.latchkey.database;
    requires dev.latchkey.site;
    requires dev.latchkey.doctor;
    requires dev.latchkey.engine;
    requires dev.latchkey.argon2;
    requires dev.latchkey.foreign;
    requires dev.latchkey.icu;
    requires dev.latchkey.guava;
    requires dev.latchkey.uap;
    requires dev.latchkey.micrometer;
    requires dev.latchkey.userimport;
    requires info.picocli;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires org.slf4j;
    requires jul.to.slf4j;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires java.sql;
}
