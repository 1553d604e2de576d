import org.jspecify.annotations.NullMarked;

/** A cache in front of a session store. */
@NullMarked
module dev.latchkey.cache {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires com.github.benmanes.caffeine;

    exports dev.latchkey.cache;
}
