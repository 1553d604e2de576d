package dev.latchkey;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import java.util.HexFormat;

/** Costs nothing and hides nothing: for tests alone. */
final class PlainHasher implements PasswordHasher {
    @Override
    public PasswordHash hash(Password password) {
        return new PasswordHash("plain:" + HexFormat.of().formatHex(password.toUtf8()));
    }

    @Override
    public Verification verify(Password password, PasswordHash hash) {
        return hash(password).equals(hash) ? Verification.MATCHES : Verification.DIFFERS;
    }

    @Override
    public PasswordHash decoy() {
        return new PasswordHash("decoy");
    }
}
