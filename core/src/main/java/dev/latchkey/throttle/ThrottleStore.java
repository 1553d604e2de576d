package dev.latchkey.throttle;

import java.time.Instant;

/**
 * Keeps how much of each budget is spent. Holds no policy and no clock.
 *
 * <p>Thread-safe. Every method is atomic per key and sees all that was acknowledged before it began; all throw
 * {@link dev.latchkey.store.StoreUnavailableException} when the store cannot answer. Keys are opaque, 1 to 80 visible
 * ASCII characters; no name that somebody typed is among them.
 */
public interface ThrottleStore {
    /**
     * Counts one attempt and decides about it in one step, as {@link ThrottleRule#decide} does: of any number of
     * callers at once, no more are admitted than one after the other would be. A refusal changes nothing.
     */
    ThrottleDecision attempt(String key, ThrottleRule rule, Instant now);

    /** Counts one attempt less, never below 0; {@code openAt} stays. Nothing happens when the key is not known. */
    void giveBack(String key);

    /** Forgets all attempts of a key. */
    void reset(String key);

    /**
     * Forgets keys whose {@link ThrottleState#openAt} is before {@code unusedSince}.
     *
     * @param limit how many at most, at least 1
     * @return how many were forgotten; less than {@code limit} means that nothing is left
     */
    int purge(Instant unusedSince, int limit);
}
