package dev.latchkey.jdbc;

import java.time.Duration;

/**
 * A node that works on a database, or did within the last ten minutes and ended without a word.
 *
 * @param id of this run of it
 * @param name how people tell it from others
 * @param version of its program
 * @param lease for how long yet it may answer from its memory; negative: since when it may not
 * @param unheard how many changes it has not said that it heard of
 * @param behind how old the oldest of these is; zero when there is none
 */
public record NodeStanding(String id, String name, String version, Duration lease, long unheard, Duration behind) {
    /** Whether others wait for it. */
    public boolean isServing() {
        return lease.isPositive();
    }
}
