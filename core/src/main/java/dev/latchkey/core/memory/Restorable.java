package dev.latchkey.core.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A store that can be put back to what it was. Whoever asks holds its lock. */
interface Restorable {
    /** Remembers everything that the store holds now; running the answer puts that back. */
    Runnable snapshot();

    /** The same for a map, in the order that it has. */
    static <K, V> Runnable snapshot(Map<K, V> map) {
        Map<K, V> before = new LinkedHashMap<>(map);
        return () -> {
            map.clear();
            map.putAll(before);
        };
    }

    /** The same for a list or a set. */
    static <T> Runnable snapshot(Collection<T> collection) {
        List<T> before = List.copyOf(collection);
        return () -> {
            collection.clear();
            collection.addAll(before);
        };
    }

    /** All of these, one after the other. */
    static Runnable all(Runnable... undoings) {
        List<Runnable> each = List.of(undoings);
        return () -> each.forEach(Runnable::run);
    }
}
