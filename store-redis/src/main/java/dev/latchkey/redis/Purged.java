package dev.latchkey.redis;

import java.util.Arrays;
import java.util.List;

/** How much a purge has dealt with so far, of each kind, while it goes from group to group. Not thread-safe. */
final class Purged {
    private final int limit;
    private final int[] counts;

    /**
     * Nothing yet.
     *
     * @param limit how many of each kind at most
     * @param kinds how many kinds there are
     */
    Purged(int limit, int kinds) {
        this.limit = limit;
        this.counts = new int[kinds];
    }

    /** How many of each kind may yet be. */
    List<String> left() {
        return Arrays.stream(counts)
                .mapToObj(count -> Integer.toString(limit - count))
                .toList();
    }

    /** Adds what one group answered. */
    void add(Answer answer) {
        List<String> more = answer.texts();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += Integer.parseInt(more.get(i));
        }
    }

    /** What was dealt with of that kind of which it was most. */
    int most() {
        return Arrays.stream(counts).max().orElse(0);
    }
}
