import org.jspecify.annotations.NullMarked;

/** The front door of Latchkey: everything in one value, for an application or a server of any make. */
@NullMarked
module dev.latchkey {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.http;

    exports dev.latchkey;
}
