import org.jspecify.annotations.NullMarked;

/** What a server is told: every setting, and how a file, the environment and flags say it. */
@NullMarked
module dev.latchkey.settings {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires transitive dev.latchkey.engine;
    requires dev.latchkey.argon2;
    requires dev.latchkey.cache;
    requires dev.latchkey.guava;
    requires org.snakeyaml.engine;

    exports dev.latchkey.settings;
}
