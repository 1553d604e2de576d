package dev.latchkey.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session that a client got.
 *
 * @param cookie as it is sent
 * @param isProven whether it began with a password, and may end others
 */
record Known(int number, String user, String cookie, boolean isProven) {
    /** The latest of each user, live or not. Thread-safe. */
    static final class Book {
        private static final int KEPT = 200;

        private final Map<String, ArrayDeque<Known>> latest = new HashMap<>();
        private int all;

        synchronized void add(Known session) {
            ArrayDeque<Known> hers = latest.computeIfAbsent(session.user(), user -> new ArrayDeque<>());
            hers.add(session);
            if (hers.size() > KEPT) {
                hers.remove();
            }
            all++;
        }

        /** Those of one user, the latest last. */
        synchronized List<Known> of(String user) {
            return List.copyOf(latest.getOrDefault(user, new ArrayDeque<>()));
        }

        synchronized List<Known> latest() {
            List<Known> everybodys = new ArrayList<>();
            latest.values().forEach(everybodys::addAll);
            return everybodys;
        }

        /** How many there were. */
        synchronized int all() {
            return all;
        }
    }
}
