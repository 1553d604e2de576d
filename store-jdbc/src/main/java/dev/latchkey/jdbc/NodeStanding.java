package dev.latchkey.jdbc;

import dev.latchkey.core.session.SessionFeed;
import java.time.Duration;

/**
 * A node that works on a database, or did within the last ten minutes and ended without a word.
 *
 * @param node what it said of itself
 * @param lease for how long yet it may answer from its memory; negative: since when it may not
 * @param unheard how many changes it has not said that it heard of
 * @param behind how old the oldest of these is; zero when there is none
 */
public record NodeStanding(SessionFeed.Node node, Duration lease, long unheard, Duration behind) {
    /** Whether others wait for it. */
    public boolean isServing() {
        return lease.isPositive();
    }
}
