package dev.latchkey.foreign;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;
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

    private final String cost;
    private final byte[] expected;
    private final UnaryOperator<byte[]> function;
    private final Predicate<byte[]> tellsApart;

    private Derivation(String cost, byte[] expected, UnaryOperator<byte[]> function, Predicate<byte[]> tellsApart) {
        this.cost = cost;
        this.expected = expected;
        this.function = function;
        this.tellsApart = tellsApart;
    }

    /** The same text for derivations that take the same work. */
    String cost() {
        return cost;
    }

    /** What the right password gives. Not a copy, and never changed here. */
    byte[] expected() {
        return expected;
    }

    /** What this password gives. */
    byte[] derive(byte[] password) {
        return function.apply(password);
    }

    /** Whether what this password gives, when it is right, no other would have given. */
    boolean tellsApart(byte[] password) {
        return tellsApart.test(password);
    }

    /** Any function whose cost the caller has bounded. */
    static Derivation of(String cost, byte[] expected, UnaryOperator<byte[]> function, Predicate<byte[]> tellsApart) {
        return new Derivation(cost, expected, function, tellsApart);
    }

    /** The same for a password of which a digest is derived from, so that every byte counts. */
    Derivation ofDigest(UnaryOperator<byte[]> digest) {
        return new Derivation(cost, expected, password -> function.apply(digest.apply(password)), password -> true);
    }

    /** Either of two that are to give the same; both are computed, whichever it is. */
    Derivation or(Derivation other) {
        return new Derivation(
                cost + ", " + other.cost,
                expected,
                password -> {
                    byte[] first = function.apply(password);
                    byte[] second = other.function.apply(password);
                    return MessageDigest.isEqual(first, expected) ? first : second;
                },
                password -> tellsApart.test(password) && other.tellsApart.test(password));
    }

    /** HMAC fills its key up with zeros, so that a password and the same with zeros behind it are one key. */
    private static boolean endsInNoZero(byte[] password) {
        return password.length > 0 && password[password.length - 1] != 0;
    }

    /** PBKDF2 (RFC 8018 §5.2). */
    static Optional<Derivation> pbkdf2(String digest, int iterations, byte[] salt, byte[] expected) {
        if (iterations < 1
                || iterations > MAX_ITERATIONS
                || isUnfit(salt, expected)
                || newDigest(digest).isEmpty()) {
            return Optional.empty();
        }
        String cost = "pbkdf2 " + digest + " " + iterations + " " + expected.length;
        UnaryOperator<byte[]> function = password -> {
            var generator = new PKCS5S2ParametersGenerator(newDigest(digest).orElseThrow());
            generator.init(password, salt, iterations);
            return ((KeyParameter) generator.generateDerivedMacParameters(expected.length * Byte.SIZE)).getKey();
        };
        return Optional.of(new Derivation(cost, expected, function, Derivation::endsInNoZero));
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
                ? Optional.of(new Derivation(
                        "scrypt " + n + " " + r + " " + p,
                        expected,
                        password -> SCrypt.generate(password, salt, n, r, p, expected.length),
                        Derivation::endsInNoZero))
                : Optional.empty();
    }

    /** Argon2, any of its variants (RFC 9106), in either version. */
    static Optional<Derivation> argon2(
            int variant, int version, int memoryKib, int passes, int lanes, byte[] salt, byte[] expected) {
        boolean isBounded = lanes >= 1
                && lanes <= MAX_LANES
                && passes >= 1
                && passes <= MAX_PASSES
                && memoryKib >= 8 * lanes
                && memoryKib <= MAX_MEMORY_BYTES / 1024;
        if (!isBounded || isUnfit(salt, expected)) {
            return Optional.empty();
        }
        String cost = "argon2 " + variant + " " + version + " " + memoryKib + " " + passes + " " + lanes;
        UnaryOperator<byte[]> function = password -> {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(variant)
                    .withVersion(version)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] output = new byte[expected.length];
            generator.generateBytes(password, output);
            return output;
        };
        return Optional.of(new Derivation(cost, expected, function, password -> true));
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
