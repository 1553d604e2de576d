package dev.latchkey.benchmarks.jmh;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cookie value to SHA-256 with nothing but the JDK: the floor under the core's own token hashing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TokenHashing {
    private final byte[] cookieValue = "q3V7mJ0tYx2kLr8dA9bC4eF6gH1iJ5kL7mN0oP3qR2s".getBytes(StandardCharsets.ISO_8859_1);
    private final byte[] token = new byte[32];
    private final byte[] hash = new byte[32];
    private final MessageDigest reused = sha256();

    @Benchmark
    public byte[] new_digest_each_time() {
        return sha256().digest(Base64.getUrlDecoder().decode(cookieValue));
    }

    @Benchmark
    public byte[] reused_digest_and_buffers() throws DigestException {
        Base64.getUrlDecoder().decode(cookieValue, token);
        reused.update(token);
        reused.digest(hash, 0, hash.length);
        return hash;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
