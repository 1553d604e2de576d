package dev.latchkey.foreign;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How to get from a password to what a hash holds. Costs are bounded before anything is computed: whoever can write to
 * the store must not be able to exhaust memory or keep the hashing threads for minutes. And what is taken at an import
 * must be done within a login's time, or its owner could never come in.
 */
final class Derivation {
    /** Django asks for some 1.2 million; a login may take a second or two once. */
    private static final int MAX_ITERATIONS = 3_000_000;

    private static final int MAX_MEMORY_BYTES = 256 * 1024 * 1024;

    /** Of memory that scrypt fills, one lane after the other: twice what fits at once. */
    private static final long MAX_SCRYPT_WORK = 2L * MAX_MEMORY_BYTES;

    /** Of memory that Argon2 fills, pass after pass: 4 GiB. */
    private static final long MAX_ARGON2_WORK_KIB = 4L * 1024 * 1024;

    private static final int MAX_LANES = 255;
    private static final int MIN_OUTPUT_BYTES = 16;
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

    /** Whether this password gives what the right one gives. Compares in constant time. */
    boolean matches(byte[] password) {
        return MessageDigest.isEqual(function.apply(password), expected);
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

    /** The same for a password that is spelled in another way first. */
    Derivation ofSpelling(UnaryOperator<byte[]> spelling) {
        return new Derivation(
                cost,
                expected,
                password -> function.apply(spelling.apply(password)),
                password -> tellsApart.test(spelling.apply(password)));
    }

    /** Another function over what this one gives. */
    Derivation followedBy(byte[] result, UnaryOperator<byte[]> next) {
        return new Derivation(cost, result, password -> next.apply(function.apply(password)), tellsApart);
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

    /**
     * The same for a password as typed or in another spelling, where that is another one. How long it takes tells of what
     * was typed alone.
     */
    Derivation alsoOfSpelling(UnaryOperator<byte[]> spelling) {
        return new Derivation(
                cost,
                expected,
                password -> {
                    byte[] first = function.apply(password);
                    byte[] other = spelling.apply(password);
                    return Arrays.equals(other, password) || MessageDigest.isEqual(first, expected)
                            ? first
                            : function.apply(other);
                },
                tellsApart);
    }

    /** HMAC fills its key up with zeros, so that a password and the same with zeros behind it are one key. */
    private static boolean endsInNoZero(byte[] password) {
        return password.length > 0 && password[password.length - 1] != 0;
    }

    /** PBKDF2 (RFC 8018 §5.2). */
    static Reading pbkdf2(String digest, long iterations, byte[] salt, byte[] output) {
        Optional<Digest> known = newDigest(digest);
        if (known.isEmpty()) {
            return new Reading.Unsupported("pbkdf2:" + digest);
        }
        Optional<Reading> unfit = unfit(salt, output);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (iterations < 1) {
            return new Reading.Damaged("count of iterations is " + iterations);
        }
        if (iterations > MAX_ITERATIONS) {
            return new Reading.TooCostly(
                    "PBKDF2 with " + iterations + " iterations, and at most " + MAX_ITERATIONS + " are computed");
        }
        // The blocks of a longer output are made one by one from the same password, and each takes all the iterations:
        // the first alone tells passwords apart.
        byte[] expected =
                Arrays.copyOf(output, Math.min(output.length, known.get().getDigestSize()));
        UnaryOperator<byte[]> function = password -> {
            var generator = new PKCS5S2ParametersGenerator(newDigest(digest).orElseThrow());
            generator.init(password, salt, (int) iterations);
            return ((KeyParameter) generator.generateDerivedMacParameters(expected.length * Byte.SIZE)).getKey();
        };
        return new Reading.Whole(
                new Derivation("pbkdf2 " + digest + " " + iterations, expected, function, Derivation::endsInNoZero));
    }

    /** scrypt (RFC 7914). */
    static Reading scrypt(long n, long r, long p, byte[] salt, byte[] expected) {
        Optional<Reading> unfit = unfit(salt, expected);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (n < 2 || Long.bitCount(n) != 1 || r < 1 || p < 1) {
            return new Reading.Damaged("parameters N = " + n + ", r = " + r + ", p = " + p
                    + " are none: N is a power of two, r and p are 1 or more");
        }
        boolean isBounded = n <= MAX_MEMORY_BYTES
                && r <= MAX_MEMORY_BYTES
                && p <= MAX_LANES
                && 128 * n * r <= MAX_MEMORY_BYTES
                && 128 * n * r * p <= MAX_SCRYPT_WORK;
        if (!isBounded) {
            return new Reading.TooCostly("scrypt with N = " + n + ", r = " + r + ", p = " + p
                    + ", and at most 256 MiB of memory (128 N r) are used, at most twice (p)");
        }
        return new Reading.Whole(new Derivation(
                "scrypt " + n + " " + r + " " + p,
                expected,
                password -> SCrypt.generate(password, salt, (int) n, (int) r, (int) p, expected.length),
                Derivation::endsInNoZero));
    }

    /** Argon2, any of its variants (RFC 9106), in either version. */
    static Reading argon2(
            int variant, int version, long memoryKib, long passes, long lanes, byte[] salt, byte[] expected) {
        Optional<Reading> unfit = unfit(salt, expected);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        String asked = "m = " + memoryKib + ", t = " + passes + ", p = " + lanes;
        if (lanes < 1 || passes < 1 || memoryKib < 8 * Math.min(lanes, MAX_LANES)) {
            return new Reading.Damaged("parameters " + asked + " are none: m is 8 or more for each of p");
        }
        if (lanes > MAX_LANES
                || memoryKib > MAX_MEMORY_BYTES / 1024
                || passes > MAX_ARGON2_WORK_KIB
                || memoryKib * passes > MAX_ARGON2_WORK_KIB) {
            return new Reading.TooCostly(
                    "Argon2 with " + asked + ", and at most 256 MiB (m = 262144) are used, at most "
                            + "16 times (t), by at most " + MAX_LANES + " lanes");
        }
        String cost = "argon2 " + variant + " " + version + " " + memoryKib + " " + passes + " " + lanes;
        UnaryOperator<byte[]> function = password -> {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(variant)
                    .withVersion(version)
                    .withMemoryAsKB((int) memoryKib)
                    .withIterations((int) passes)
                    .withParallelism((int) lanes)
                    .withSalt(salt)
                    .build());
            byte[] output = new byte[expected.length];
            generator.generateBytes(password, output);
            return output;
        };
        return new Reading.Whole(new Derivation(cost, expected, function, password -> true));
    }

    private static Optional<Reading> unfit(byte[] salt, byte[] output) {
        if (salt.length == 0 || salt.length > MAX_BYTES) {
            return Optional.of(
                    new Reading.Damaged("salt has " + salt.length + " bytes, which is not 1 to " + MAX_BYTES));
        }
        // A short output would let many passwords match.
        return output.length < MIN_OUTPUT_BYTES || output.length > MAX_BYTES
                ? Optional.of(new Reading.Damaged("output has " + output.length + " bytes, which is not "
                        + MIN_OUTPUT_BYTES + " to " + MAX_BYTES))
                : Optional.empty();
    }

    private static Optional<Digest> newDigest(String name) {
        return switch (name) {
            case "sha1" -> Optional.of(new SHA1Digest());
            case "sha224" -> Optional.of(new SHA224Digest());
            case "sha256" -> Optional.of(new SHA256Digest());
            case "sha384" -> Optional.of(new SHA384Digest());
            case "sha512" -> Optional.of(new SHA512Digest());
            default -> Optional.empty();
        };
    }
}
