package dev.latchkey.foreign;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How to get from a password to what a hash holds. Costs are bounded before anything is computed: whoever can write to
 * the store must not be able to exhaust memory or keep the hashing threads for minutes.
 */
final class Derivation {
    /** Django asks for some 1.2 million; a login may take a second or two once. */
    private static final int MAX_ITERATIONS = 3_000_000;

    private static final int MAX_MEMORY_BYTES = 256 * 1024 * 1024;
    private static final int MAX_LANES = 16;
    private static final int MAX_PASSES = 16;
    private static final int MAX_BYTES = 128;

    private final byte[] expected;
    private final UnaryOperator<byte[]> function;

    private Derivation(byte[] expected, UnaryOperator<byte[]> function) {
        this.expected = expected;
        this.function = function;
    }

    /** What the right password gives. Not a copy, and never changed here. */
    byte[] expected() {
        return expected;
    }

    /** What this password gives. */
    byte[] derive(byte[] password) {
        return function.apply(password);
    }

    /** Any function whose cost the caller has bounded. */
    static Derivation of(byte[] expected, UnaryOperator<byte[]> function) {
        return new Derivation(expected, function);
    }

    /** The same for a password that is first turned into something else. */
    Derivation after(UnaryOperator<byte[]> preparation) {
        return new Derivation(expected, password -> function.apply(preparation.apply(password)));
    }

    /** PBKDF2 (RFC 8018 §5.2). */
    static Optional<Derivation> pbkdf2(String digest, int iterations, byte[] salt, byte[] expected) {
        if (iterations < 1
                || iterations > MAX_ITERATIONS
                || isUnfit(salt, expected)
                || newDigest(digest).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Derivation(expected, password -> {
            var generator = new PKCS5S2ParametersGenerator(newDigest(digest).orElseThrow());
            generator.init(password, salt, iterations);
            return ((KeyParameter) generator.generateDerivedMacParameters(expected.length * Byte.SIZE)).getKey();
        }));
    }

    /** scrypt (RFC 7914). */
    static Optional<Derivation> scrypt(int n, int r, int p, byte[] salt, byte[] expected) {
        boolean isBounded = n > 1
                && Integer.bitCount(n) == 1
                && r >= 1
                && p >= 1
                && p <= MAX_LANES
                && 128L * n * r <= MAX_MEMORY_BYTES;
        return isBounded && !isUnfit(salt, expected)
                ? Optional.of(
                        new Derivation(expected, password -> SCrypt.generate(password, salt, n, r, p, expected.length)))
                : Optional.empty();
    }

    /** Argon2, any of its variants (RFC 9106), version 1.3. */
    static Optional<Derivation> argon2(
            int variant, int memoryKib, int passes, int lanes, byte[] salt, byte[] expected) {
        boolean isBounded = lanes >= 1
                && lanes <= MAX_LANES
                && passes >= 1
                && passes <= MAX_PASSES
                && memoryKib >= 8 * lanes
                && memoryKib <= MAX_MEMORY_BYTES / 1024;
        if (!isBounded || isUnfit(salt, expected)) {
            return Optional.empty();
        }
        return Optional.of(new Derivation(expected, password -> {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(variant)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] output = new byte[expected.length];
            generator.generateBytes(password, output);
            return output;
        }));
    }

    /** A short output would let many passwords match. */
    private static boolean isUnfit(byte[] salt, byte[] expected) {
        return salt.length == 0 || salt.length > MAX_BYTES || expected.length < 16 || expected.length > MAX_BYTES;
    }

    private static Optional<Digest> newDigest(String name) {
        return switch (name) {
            case "sha1" -> Optional.of(new SHA1Digest());
            case "sha256" -> Optional.of(new SHA256Digest());
            case "sha512" -> Optional.of(new SHA512Digest());
            default -> Optional.empty();
        };
    }
}
