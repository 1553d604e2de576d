import org.jspecify.annotations.NullMarked;

/** Passwords hashed with Argon2id. */
@NullMarked
module dev.latchkey.argon2 {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires org.bouncycastle.provider;

    exports dev.latchkey.argon2;
}
