import org.jspecify.annotations.NullMarked;

/** Names that look alike, by the data of Unicode that ICU carries. */
@NullMarked
module dev.latchkey.icu {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires com.ibm.icu;

    exports dev.latchkey.icu;
}
