package dev.latchkey.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was asked and answered, each with the moment when it began and the one when the answer was there, by one clock. What
 * was never answered may have happened at any time after it began. Thread-safe.
 */
public final class History {
    /** Of what was not answered. */
    public static final long NEVER = Long.MAX_VALUE;

    private final AtomicInteger sessions = new AtomicInteger();
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Nothing yet. */
    public History() {}

    /** One thing that was asked. */
    public sealed interface Event {}

    /** A login or a return that was answered with a session. */
    public record Created(int session, String user, long began, long answered) implements Event {}

    /** A check that was answered: whether the session is live. */
    public record Checked(int session, int node, long began, long answered, boolean isLive) implements Event {}

    /** Something that ends that session, or may have, where it was not acknowledged. */
    public record Ended(int session, long began, long answered, boolean isAcknowledged) implements Event {}

    /** The same of every other session of that user. */
    public record EndedOthers(String user, int but, long began, long answered, boolean isAcknowledged)
            implements Event {}

    /** A number for a session. */
    int newSession() {
        return sessions.incrementAndGet();
    }

    void add(Event event) {
        events.add(event);
    }

    void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** All of it. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** How often everything happened. */
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }
}
