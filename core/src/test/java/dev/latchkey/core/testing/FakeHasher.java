package dev.latchkey.core.testing;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes by writing the password down, and counts how often it was asked. */
public final class FakeHasher implements PasswordHasher {
    private static final String TODAY = "$fake$";
    private static final String YESTERDAY = "$old$";

    private final AtomicInteger verified = new AtomicInteger();
    private volatile Runnable whileVerifying = () -> {};

    /** How many passwords were compared. */
    public int verified() {
        return verified.get();
    }

    /** Does that within every comparison from now on. */
    public void whileVerifying(Runnable action) {
        this.whileVerifying = action;
    }

    @Override
    public PasswordHash hash(Password password) {
        return new PasswordHash(TODAY + text(password));
    }

    /** A hash as it was before the parameters were raised. */
    public static PasswordHash outdated(String password) {
        return new PasswordHash(YESTERDAY + text(Password.parse(password).orElseThrow()));
    }

    @Override
    public Verification verify(Password password, PasswordHash hash) {
        verified.incrementAndGet();
        whileVerifying.run();
        if (hash.phc().equals(YESTERDAY + text(password))) {
            return Verification.MATCHES_BUT_OUTDATED;
        }
        return hash.phc().equals(TODAY + text(password)) ? Verification.MATCHES : Verification.DIFFERS;
    }

    @Override
    public PasswordHash decoy() {
        return new PasswordHash("$decoy");
    }

    private static String text(Password password) {
        return HexFormat.of().formatHex(password.toUtf8());
    }
}
