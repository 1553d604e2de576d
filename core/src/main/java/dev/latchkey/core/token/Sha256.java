package dev.latchkey.core.token;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 without looking the algorithm up each time.
 *
 * <p>Digests are lent from a few slots. Thread-locals would not serve: a virtual thread lives for one connection,
 * so each would make its own. A slot found empty costs a new digest and nothing else.
 */
final class Sha256 {
    private static final int SLOTS = 16;
    private static final AtomicReferenceArray<@Nullable MessageDigest> POOL = new AtomicReferenceArray<>(SLOTS);

    private Sha256() {}

    static byte[] digest(byte[] input) {
        int slot = (int) Thread.currentThread().threadId() & (SLOTS - 1);
        MessageDigest digest = POOL.getAndSet(slot, null);
        if (digest == null) {
            digest = create();
        }
        byte[] hash = digest.digest(input);
        POOL.lazySet(slot, digest);
        return hash;
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
