package dev.latchkey.argon2;

import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.token.Tokens;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;

/**
 * Hashes passwords with Argon2id, version 1.3 (RFC 9106; ASVS 5.0 V11.4.2). Thread-safe; each call holds the memory
 * of its parameters while it runs.
 *
 * <p>What it makes: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, 16 bytes of salt, 32 of hash. What it verifies:
 * any Argon2id string of version 19 with at most 256 MiB, 10 passes, 16 lanes, 8 to 64 bytes of salt and 16 to 64 of
 * hash.
 */
public final class Argon2idHasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int OUTPUT_BYTES = 32;

    private final Argon2Parameters parameters;
    private final FixedBlockPool memory;
    private final Tokens tokens;
    private final PhcString decoy;
    private final PasswordHash decoyHash;

    /** A hasher with {@link Argon2Parameters#DEFAULT}. */
    public Argon2idHasher() {
        this(Argon2Parameters.DEFAULT);
    }

    /** A hasher with these parameters; hashes with others are verified, and told to be outdated. */
    public Argon2idHasher(Argon2Parameters parameters) {
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        // As much as may be in use at once, kept: tens of MiB of garbage per login would make every heap grow.
        this.memory = new FixedBlockPool(Runtime.getRuntime().availableProcessors()
                * Argon2BytesGenerator.getBlockCount(parameters.memoryKib(), parameters.parallelism()));
        this.tokens = new Tokens();
        // A random output: to match it is to guess 256 bits, and nothing tells it from a real one.
        this.decoy = new PhcString(parameters, tokens.newSecret(SALT_BYTES), tokens.newSecret(OUTPUT_BYTES));
        this.decoyHash = new PasswordHash(decoy.format());
    }

    @Override
    public PasswordHash hash(Password password) {
        byte[] salt = tokens.newSecret(SALT_BYTES);
        byte[] output = compute(password, parameters, salt, OUTPUT_BYTES);
        return new PasswordHash(new PhcString(parameters, salt, output).format());
    }

    @Override
    public Verification verify(Password password, PasswordHash hash) {
        Optional<PhcString> readable = PhcString.parse(hash.phc());
        PhcString target = readable.orElse(decoy);
        byte[] output = compute(password, target.parameters(), target.salt(), target.output().length);
        if (!MessageDigest.isEqual(output, target.output()) || readable.isEmpty()) {
            return Verification.DIFFERS;
        }
        return isCurrent(target) ? Verification.MATCHES : Verification.MATCHES_BUT_OUTDATED;
    }

    @Override
    public PasswordHash decoy() {
        return decoyHash;
    }

    /** What cannot be read takes what the decoy takes. */
    @Override
    public String cost(PasswordHash hash) {
        PhcString phc = PhcString.parse(hash.phc()).orElse(decoy);
        return "argon2id " + phc.parameters().memoryKib() + " "
                + phc.parameters().iterations() + " " + phc.parameters().parallelism();
    }

    /** Anything else is hashed anew, so that before long all hashes cost what the decoy costs. */
    private boolean isCurrent(PhcString phc) {
        return phc.parameters().equals(parameters)
                && phc.salt().length == SALT_BYTES
                && phc.output().length == OUTPUT_BYTES;
    }

    private byte[] compute(Password password, Argon2Parameters parameters, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(ARGON2_id)
                .withVersion(ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memoryKib())
                .withIterations(parameters.iterations())
                .withParallelism(parameters.parallelism())
                .withSalt(salt)
                .withBlockPool(memory)
                .build());
        byte[] output = new byte[length];
        byte[] utf8 = password.toUtf8();
        try {
            generator.generateBytes(utf8, output);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
        return output;
    }
}
