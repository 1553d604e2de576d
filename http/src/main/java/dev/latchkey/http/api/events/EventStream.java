package dev.latchkey.http.api.events;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.EndWatch;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.problem.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One event stream, for whoever sends it: a comment at once, so that the head leaves, comments now and then, and one event
 * when the session is over. Nothing is kept for a reader that does not read but what is said last. Thread-safe; its
 * subscriber is called by one thread at a time, which waits for nothing.
 */
final class EventStream implements Flow.Publisher<byte[]>, Flow.Subscription {
    /** A comment (WHATWG HTML §9.2.6): it tells proxies, and kernels, that the stream is in use. */
    private static final byte[] PULSE = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final EndWatch.Watch NOTHING = () -> {};

    private final EventStreams all;
    private final String household;
    private final SessionToken token;
    private final Queue<byte[]> unsent = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super byte[]> subscriber;
    private EndWatch.Watch watch = NOTHING;
    private long wanted;
    private boolean isSubscribed;
    private boolean isLast;
    private boolean isSending;

    EventStream(EventStreams all, String household, SessionToken token) {
        this.all = all;
        this.household = household;
        this.token = token;
        unsent.add(PULSE);
    }

    String household() {
        return household;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> reader) {
        synchronized (this) {
            if (isSubscribed) {
                throw new IllegalStateException("an event stream is for one reader");
            }
            isSubscribed = true;
            subscriber = reader;
            if (all.enter(this)) {
                watch = all.watch(token, this::end);
            } else {
                isLast = true; // there was room when it was offered
            }
        }
        reader.onSubscribe(this);
    }

    @Override
    public void request(long pieces) {
        if (pieces > 0) {
            synchronized (this) {
                wanted = wanted + pieces < 0 ? Long.MAX_VALUE : wanted + pieces;
            }
            send();
        } else {
            var failed = leave();
            if (failed != null) {
                failed.onError(new IllegalArgumentException("a reader asks for at least one piece, not " + pieces));
            }
        }
    }

    @Override
    public void cancel() {
        leave();
    }

    /** Says that it is in use; to a reader that has not taken what came before, nothing. */
    void pulse() {
        synchronized (this) {
            if (wanted > 0 && !isLast) {
                unsent.add(PULSE);
            }
        }
        send();
    }

    /** Says that the session is over, and why; that is the last of it. */
    void end(Resolution found) {
        synchronized (this) {
            if (!isLast) {
                isLast = true;
                unsent.add(event(found).getBytes(StandardCharsets.US_ASCII));
            }
        }
        send();
    }

    /**
     * Where another session of the same remembered browser took its place that is told by another name. A page that asked at
     * once would come back by the cookie that was just spent, which is forgiven for a moment, and a theft of that cookie
     * would not be noticed.
     */
    private static String event(Resolution found) {
        if (found.equals(new Resolution.Ended(EndReason.RETURNED))) {
            return "event: returned\ndata: {}\n\n";
        }
        Reason why = found instanceof Resolution.Ended(var reason) ? Reason.of(reason) : Reason.UNKNOWN;
        return "event: ended\ndata: {\"reason\":\"" + why.wireName() + "\"}\n\n";
    }

    /** Ends it without a word: its reader may come again, elsewhere perhaps. */
    void close() {
        synchronized (this) {
            unsent.clear();
            isLast = true;
        }
        send();
    }

    /** By one thread at a time, and by none that holds anything: a reader may have locks of its own. */
    private void send() {
        for (Runnable step = next(true); step != null; step = next(false)) {
            step.run();
        }
    }

    private synchronized @Nullable Runnable next(boolean isNewcomer) {
        if (isNewcomer && isSending) {
            return null; // whoever sends sees what came
        }
        Runnable step = next();
        isSending = step != null;
        return step;
    }

    private @Nullable Runnable next() {
        var reader = subscriber;
        if (reader == null) {
            return null;
        }
        if (wanted > 0 && !unsent.isEmpty()) {
            wanted--;
            byte[] piece = unsent.remove();
            return () -> reader.onNext(piece);
        }
        if (isLast && unsent.isEmpty()) {
            leave();
            return reader::onComplete;
        }
        return null;
    }

    /** Whoever read it until now. */
    private synchronized Flow.@Nullable Subscriber<? super byte[]> leave() {
        var reader = subscriber;
        if (reader != null) {
            subscriber = null;
            unsent.clear();
            watch.close();
            all.leave(this);
        }
        return reader;
    }
}
