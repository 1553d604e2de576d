package dev.latchkey.core.session;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SessionToken;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells whoever keeps something open in a session, an event stream or a WebSocket, that the session is over. Thread-safe.
 *
 * <p>It looks again and again with the token that it was opened with, as a request would: so it hears of whatever ends a
 * session, here or on another node, a deadline that passed included, and a store that does not answer ends nothing. Looking
 * is not activity. What memory answers for a request, it answers for a look.
 */
public final class EndWatch {
    private final Sessions sessions;
    private final Executor executor;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    /** Nobody is watched yet; what is called back, that executor runs. */
    public EndWatch(Sessions sessions, Executor executor) {
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /** Something that is kept open in a session; by identity. */
    private static final class Watched {
        final SessionToken token;
        final Consumer<Resolution> over;

        Watched(SessionToken token, Consumer<Resolution> over) {
            this.token = token;
            this.over = over;
        }
    }

    /** Keeps watching until it is closed, or told of the end. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        /** Nobody wants to hear of it any more. Does nothing the second time, or once the end was told. */
        @Override
        void close();
    }

    /**
     * Calls back once, when that token stands for no live session any more: the session ended, or the token was rotated away
     * and its grace is over.
     *
     * @param over told what the token stands for now
     */
    public Watch watch(SessionToken token, Consumer<Resolution> over) {
        Watched begun = new Watched(Objects.requireNonNull(token, "token"), Objects.requireNonNull(over, "over"));
        watched.add(begun);
        return () -> watched.remove(begun);
    }

    /**
     * Looks after everybody.
     *
     * @throws StoreUnavailableException when the store does not answer: those that memory knows nothing of wait for the next
     *     look
     */
    public void look() {
        Instant now = sessions.now();
        for (Watched each : List.copyOf(watched)) {
            Resolution found = sessions.peek(each.token, now);
            if (!(found instanceof Resolution.Active) && watched.remove(each)) {
                executor.execute(() -> each.over.accept(found));
            }
        }
    }

    /** How many are watched. */
    public int size() {
        return watched.size();
    }
}
