package dev.latchkey.http.api.events;

import dev.latchkey.core.session.EndWatch;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.guard.Access;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The event streams that are open: how many there may be in all and for one address, what keeps them alive, and the end of
 * all of them when their server stops. A stream is no use of its session, ends with it, and costs no thread. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
    /** How many are open at once, unless somebody says otherwise. */
    public static final int DEFAULT_MOST = 5_000;

    /** So many addresses at least share what there is. */
    private static final int SHARES = 10;

    private final EndWatch ends;
    private final int most;
    private final int mostOfOne;
    private final Set<EventStream> open = new HashSet<>();
    private final Map<String, Integer> households = new HashMap<>();
    private boolean isClosed;

    /**
     * None yet.
     *
     * @param ends tells which sessions are over
     * @param most how many are open at once, a tenth of them (8 at least) for one address (IPv6: one /64); 0 for none at
     *     all, and no route
     */
    public EventStreams(EndWatch ends, int most) {
        if (most < 0) {
            throw new IllegalArgumentException("most: " + most + " streams are fewer than none");
        }
        this.ends = ends;
        this.most = most;
        this.mostOfOne = Math.min(most, Math.max(8, most / SHARES));
    }

    /** Whether there may be any. */
    boolean isOn() {
        return most > 0;
    }

    /** What became of asking for one. */
    sealed interface Offer {
        /** Here it is. */
        record Opened(Content.Live stream) implements Offer {}

        /** That address has as many as it may. */
        record TooManyOfOne() implements Offer {}

        /** There are as many as there may be. */
        record TooMany() implements Offer {}
    }

    /** One for whoever makes a request, counted from when somebody reads it. */
    synchronized Offer offer(Access.Member member) {
        String household = member.client().address().household();
        if (isClosed || open.size() >= most) {
            return new Offer.TooMany();
        }
        return count(household) >= mostOfOne
                ? new Offer.TooManyOfOne()
                : new Offer.Opened(new Content.Live(new EventStream(this, household, member.token())));
    }

    /** Counts one that is read from now on; {@code false}, and not counted, when others came first. */
    synchronized boolean enter(EventStream stream) {
        String household = stream.household();
        if (isClosed || open.size() >= most || count(household) >= mostOfOne) {
            return false;
        }
        households.merge(household, 1, Integer::sum);
        return open.add(stream);
    }

    synchronized void leave(EventStream stream) {
        if (open.remove(stream)) {
            households.computeIfPresent(stream.household(), (household, count) -> count == 1 ? null : count - 1);
        }
    }

    private int count(String household) {
        return households.getOrDefault(household, 0);
    }

    EndWatch.Watch watch(SessionToken token, Consumer<Resolution> over) {
        return ends.watch(token, over);
    }

    /** How many are open. */
    public synchronized int size() {
        return open.size();
    }

    private synchronized List<EventStream> all() {
        return List.copyOf(open);
    }

    /** Says on each that it is in use: more often than what lies between drops what is silent, which is half a minute. */
    public void pulse() {
        all().forEach(EventStream::pulse);
    }

    /** Ends all that are open; their browsers come again by themselves. */
    public void end() {
        all().forEach(EventStream::close);
    }

    /** Ends all, and opens no more. For before a server waits for its requests. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        end();
    }
}
