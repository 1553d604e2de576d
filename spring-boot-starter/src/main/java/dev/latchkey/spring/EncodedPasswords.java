package dev.latchkey.spring;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.token.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Passwords as an application's {@link PasswordEncoder} keeps them, which need not be PHC strings. */
final class EncodedPasswords implements PasswordHasher {
    private static final int DECOY_BYTES = 16;

    /** What is longer is a salt or a hash, unless it names its parts. */
    private static final int MAX_PARAMETER_LENGTH = 12;

    private final PasswordEncoder encoder;
    private final PasswordHash decoy;

    EncodedPasswords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.decoy = new PasswordHash(encode(HexFormat.of().formatHex(new Tokens().newSecret(DECOY_BYTES))));
    }

    private String encode(String password) {
        String encoded = encoder.encode(password);
        if (encoded == null) {
            throw new IllegalStateException("the PasswordEncoder keeps nothing of a password");
        }
        return encoded;
    }

    private static String text(Password password) {
        return new String(password.toUtf8(), StandardCharsets.UTF_8);
    }

    @Override
    public PasswordHash hash(Password password) {
        return new PasswordHash(encode(text(password)));
    }

    @Override
    public Verification verify(Password password, PasswordHash hash) {
        try {
            return matches(password, hash) ? Verification.MATCHES : Verification.DIFFERS;
        } catch (RuntimeException unreadable) { // an unknown {id}, a broken row: encoders throw what they like
            boolean unused = matches(password, decoy);
            return Verification.DIFFERS;
        }
    }

    private boolean matches(Password password, PasswordHash hash) {
        return encoder.matches(text(password), hash.phc());
    }

    @Override
    public PasswordHash decoy() {
        return decoy;
    }

    /** The beginning of {@code {bcrypt}$2a$10$…} or {@code $argon2id$v=19$m=16384,t=2,p=1$…}: no salt, no hash. */
    @Override
    public String cost(PasswordHash hash) {
        return Arrays.stream(hash.phc().split("\\$"))
                .filter(part -> part.length() <= MAX_PARAMETER_LENGTH || part.contains(","))
                .collect(Collectors.joining("$"));
    }
}
