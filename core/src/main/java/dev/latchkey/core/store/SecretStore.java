package dev.latchkey.core.store;

import java.time.Instant;
import java.util.List;

/**
 * Keeps the few long-lived keys of an installation, so that a restart or a second node breaks nothing signed with them.
 * Each purpose has a key of its own, in versions counted from 1: a newer one takes over, and the older ones still
 * verify what they signed until they are forgotten.
 *
 * <p>Thread-safe. Every method is atomic and sees all that was acknowledged before it began; all throw
 * {@link StoreUnavailableException} when the store cannot answer. A purpose is 1 to 64 lower-case letters and dashes.
 */
public interface SecretStore {
    /**
     * The versions of a purpose, newest first; never empty. {@code candidate} becomes version 1 if there is none yet: of
     * several callers with different candidates, all get the same answer.
     *
     * @param candidate what to keep the first time; never empty
     * @param now when it was made, if it is kept
     */
    List<Secret> getOrCreate(String purpose, byte[] candidate, Instant now);

    /** Every version of every purpose that there is, by purpose, newest first. */
    List<Secret> list();

    /**
     * Adds the next version of a purpose.
     *
     * @param value never empty
     * @param now when it was made
     */
    Secret add(String purpose, byte[] value, Instant now);

    /**
     * Forgets the versions of a purpose below that one: what they signed is worth nothing from then on. Never the newest.
     *
     * @return how many there were
     */
    int forgetBelow(String purpose, int version);
}
