package dev.latchkey.database;

import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionFeed.Membership;
import dev.latchkey.core.session.SessionFeed.Node;
import dev.latchkey.core.store.StoreUnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server's row among those that work on a database, where what they tell each other goes another way: so whoever looks
 * after them sees which there are and how each is set. Thread-safe.
 */
final class Registration implements AutoCloseable {
    /** Renewed twice a second. */
    private static final Duration LASTS = Duration.ofSeconds(3);

    private final SessionFeed register;
    private final Node node;
    private @Nullable Membership membership;
    private boolean isClosed;

    Registration(SessionFeed register, Node node) {
        this.register = register;
        this.node = node;
    }

    /**
     * Says that this server is there.
     *
     * @throws StoreUnavailableException when the database does not answer; to be called again
     */
    synchronized void renew() {
        if (isClosed) {
            return;
        }
        try {
            Membership member = membership;
            if (member == null) {
                member = register.join(node);
                membership = member;
            }
            member.renew(LASTS);
        } catch (StoreUnavailableException e) {
            leave();
            throw e;
        }
    }

    private void leave() {
        Membership member = membership;
        membership = null;
        if (member != null) {
            member.close();
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        leave();
    }
}
