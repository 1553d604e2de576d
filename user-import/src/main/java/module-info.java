import org.jspecify.annotations.NullMarked;

/** Users of another product, from the file that it exports. */
@NullMarked
module dev.latchkey.userimport {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.http;
    requires transitive dev.latchkey.foreign;
    requires de.siegmar.fastcsv;
    requires tools.jackson.core;

    exports dev.latchkey.userimport;
}
