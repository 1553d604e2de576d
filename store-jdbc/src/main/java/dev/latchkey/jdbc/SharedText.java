package dev.latchkey.jdbc;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes equal texts one object where there are few different ones, such as the names of browsers: a cache keeps many
 * sessions. Bounded, because what it shares came from strangers.
 */
final class SharedText {
    private static final int CAPACITY = 512;

    private final ConcurrentHashMap<String, String> known = new ConcurrentHashMap<>();

    /** That text, perhaps as the object that was there before. */
    String of(String text) {
        String shared = known.get(text);
        if (shared != null) {
            return shared;
        }
        if (known.mappingCount() < CAPACITY) {
            known.putIfAbsent(text, text);
        }
        return text;
    }
}
