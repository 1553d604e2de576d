import org.jspecify.annotations.NullMarked;

/** Browsers by the rules of the ua-parser project. */
@NullMarked
module dev.latchkey.uap {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.http;
    requires uap.java;

    exports dev.latchkey.uap;
}
