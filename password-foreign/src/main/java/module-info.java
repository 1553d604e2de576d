import org.jspecify.annotations.NullMarked;

/** Password hashes that other products made. */
@NullMarked
module dev.latchkey.foreign {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires org.bouncycastle.provider;

    exports dev.latchkey.foreign;
}
