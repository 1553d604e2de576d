package dev.latchkey.core.credential;

import dev.latchkey.core.credential.HashingBulkhead.Share;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for something scarce, in a fair order: networks take turns, within a network those who ask do, and of
 * one of them whoever came first. Nobody has more than a share of the places, waiting and being served together.
 *
 * <p>A newcomer so waits for one turn of each other network and no longer, however many one of them sends. Not
 * thread-safe.
 */
final class FairQueue<T> {
    private final int capacity;
    private final int perAsker;
    private final int perNetwork;
    private final Map<String, Map<String, Queue<T>>> turns = new LinkedHashMap<>();
    private final Map<String, Integer> byAsker = new HashMap<>();
    private final Map<String, Integer> byNetwork = new HashMap<>();
    private int size;

    /**
     * An empty queue.
     *
     * @param capacity how many may wait
     * @param perAsker how many of one who asks may wait or be served
     * @param perNetwork how many of one network may
     */
    FairQueue(int capacity, int perAsker, int perNetwork) {
        this.capacity = capacity;
        this.perAsker = perAsker;
        this.perNetwork = perNetwork;
    }

    /** Queues up; false when all places are taken, or those of that share. */
    boolean enter(Share share, T item) {
        if (size >= capacity
                || byAsker.getOrDefault(share.asker(), 0) >= perAsker
                || byNetwork.getOrDefault(share.network(), 0) >= perNetwork) {
            return false;
        }
        byAsker.merge(share.asker(), 1, Integer::sum);
        byNetwork.merge(share.network(), 1, Integer::sum);
        turns.computeIfAbsent(share.network(), network -> new LinkedHashMap<>())
                .computeIfAbsent(share.asker(), asker -> new ArrayDeque<>())
                .add(item);
        size++;
        return true;
    }

    /** Whose turn it is; null when nobody waits. They keep their share until they {@link #leave}. */
    @Nullable
    T next() {
        Map.Entry<String, Map<String, Queue<T>>> network = takeFirst(turns);
        if (network == null) {
            return null;
        }
        Map.Entry<String, Queue<T>> asker = Objects.requireNonNull(takeFirst(network.getValue()));
        T item = asker.getValue().remove();
        // Whoever has more to come queues up behind all others.
        if (!asker.getValue().isEmpty()) {
            network.getValue().put(asker.getKey(), asker.getValue());
        }
        if (!network.getValue().isEmpty()) {
            turns.put(network.getKey(), network.getValue());
        }
        size--;
        return item;
    }

    private static <V> Map.@Nullable Entry<String, V> takeFirst(Map<String, V> inOrder) {
        Iterator<Map.Entry<String, V>> entries = inOrder.entrySet().iterator();
        if (!entries.hasNext()) {
            return null;
        }
        Map.Entry<String, V> first = entries.next();
        entries.remove();
        return first;
    }

    /** Gives the places of one that was served back. */
    void leave(Share share) {
        byAsker.computeIfPresent(share.asker(), (same, count) -> count > 1 ? count - 1 : null);
        byNetwork.computeIfPresent(share.network(), (same, count) -> count > 1 ? count - 1 : null);
    }

    /** Takes one out that waited, places and all; false when it does not wait any more. */
    boolean giveUp(Share share, T item) {
        Map<String, Queue<T>> askers = turns.get(share.network());
        Queue<T> own = askers == null ? null : askers.get(share.asker());
        if (askers == null || own == null || !own.remove(item)) {
            return false;
        }
        if (own.isEmpty()) {
            askers.remove(share.asker());
        }
        if (askers.isEmpty()) {
            turns.remove(share.network());
        }
        size--;
        leave(share);
        return true;
    }

    /** How many wait. */
    int size() {
        return size;
    }
}
