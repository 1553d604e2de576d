package dev.latchkey.core.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the nodes that share a {@link SessionStore} tell each other, so that each may answer from a cache and none answers
 * for a session that ended. Thread-safe.
 *
 * <p>A node says, again and again, for how long it may answer from its cache, and which changes it knows: {@link
 * Membership#renew}. A store with a feed acknowledges what changed a token only when it is committed and no node can
 * answer from what it knew before: each has applied the change, has left, or let the time pass that it had said. So an
 * acknowledged end is final for all of them, whoever is paused or cut off.
 */
public interface SessionFeed {
    /**
     * Joins as a node. The membership has a connection of its own, and tells every change that is committed from now on.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot be reached, or is one that may not
     *     be written to
     */
    Membership join(Node node);

    /**
     * One process that serves.
     *
     * @param id of this one alone, and of it only while it runs
     * @param name for people: the machine, for instance
     * @param version of the program, for people
     * @param settings how it is set where all nodes should be alike, by key, what is not the default: kept so that it can be
     *     seen where they are not
     */
    record Node(String id, String name, String version, Map<String, String> settings) {
        /** Copies the map. */
        public Node {
            settings = Map.copyOf(settings);
        }

        /** One that does not tell how it is set. */
        public Node(String id, String name, String version) {
            this(id, name, version, Map.of());
        }
    }

    /**
     * A node's part in the feed, until a call fails or it is closed: after a failure it is to be closed, and joined anew.
     * For one thread at a time. Every method but {@link #close} throws {@link
     * dev.latchkey.core.store.StoreUnavailableException} when the store cannot answer.
     */
    interface Membership extends AutoCloseable {
        /**
         * Commits that this node may answer from its cache for so long from now, by the store's clock, and that it has
         * applied all that {@link #changes} told before. For the node itself the time begins earlier, when it calls this;
         * and it begins at all only when it has applied what {@code changes} tells after this.
         *
         * @param lease longer than the node itself will rely on, by as much as two clocks may differ in speed
         */
        void renew(Duration lease);

        /**
         * What was committed since the last call, or since joining: each change once, whatever the order of the commits.
         */
        Changes changes();

        /** Leaves: nobody waits for this node any more, so it must have stopped to answer from its cache before. */
        @Override
        void close();
    }

    /** What was committed. */
    sealed interface Changes {
        /** These changes and no others. */
        record Since(List<SessionChange> changes) implements Changes {
            /** Copies the list. */
            public Since {
                changes = List.copyOf(changes);
            }
        }

        /**
         * There may be others than anyone can tell, because the node was away for too long or the store is not the one it
         * was: everything that was read before this call is to be forgotten. What is committed after it is told as ever.
         */
        record Lost() implements Changes {}
    }
}
