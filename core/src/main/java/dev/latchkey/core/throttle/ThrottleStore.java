package dev.latchkey.core.throttle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Keeps how much of each budget is spent. Holds no policy and no clock.
 *
 * <p>Thread-safe. Every method is atomic over all its keys and sees all that was acknowledged before it began; all throw
 * {@link dev.latchkey.core.store.StoreUnavailableException} when the store cannot answer. Keys are opaque, 1 to 80 visible
 * ASCII characters; no name that somebody typed is among them.
 */
public interface ThrottleStore {
    /**
     * Counts one attempt in all budgets or in none, and decides about it, in one step and as {@link Charge#of} does: of
     * any number of callers at once, no more are admitted than one after the other would be. A refusal counts nothing
     * anywhere.
     *
     * <p>An attempt that was admitted is kept as safely as everything else the store acknowledges: the answer waits for
     * the disk. One that a crash or a failed commit could forget would be a guess for free; and a store that cannot keep
     * anything must say so here, before the password is looked at, because a login that fails to be kept afterwards
     * would tell that the password was right.
     *
     * @param budgets at least one, no two with one key
     */
    AttemptDecision attemptAll(List<Budget> budgets, Instant now);

    /**
     * Forgets all attempts of some keys and counts one less for others, never below 0; their {@code openAt} stays.
     * Nothing happens to keys that are not known. It may be acknowledged before it is on disk: what is lost of it makes
     * budgets smaller, never larger.
     */
    void settle(Collection<String> forgotten, Collection<String> givenBack);

    /**
     * Forgets keys whose {@link ThrottleState#openAt} is before {@code unusedSince}.
     *
     * @param limit how many at most, at least 1
     * @return how many were forgotten; less than {@code limit} means that nothing is left
     */
    int purge(Instant unusedSince, int limit);
}
