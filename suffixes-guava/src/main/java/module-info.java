import org.jspecify.annotations.NullMarked;

/** The Public Suffix List, as Guava carries it. */
@NullMarked
module dev.latchkey.guava {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.http;
    requires com.google.common;

    exports dev.latchkey.guava;
}
