package dev.latchkey.core.session;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps sessions, and for a while the reasons of those that ended. Holds no policy and no clock: a row past its
 * deadline is found like any other, and the caller judges it. A session's id and its token hashes name the partition of its
 * principal; a store that keeps sessions in several places goes by that.
 *
 * <p>Thread-safe. Every method is atomic and sees all that was acknowledged before it began; once an end is
 * acknowledged no method brings that session back. All throw
 * {@link dev.latchkey.core.store.StoreUnavailableException} when the store cannot answer.
 */
public interface SessionStore {
    /**
     * Adds a session. False, and nothing changed, when the token hash or the id was ever used and is still known:
     * a collision must not hand one person's session to another.
     */
    default boolean insert(TokenHash hash, Session session) {
        return insert(hash, session, Integer.MAX_VALUE, session.createdAt()) instanceof Insertion.Added;
    }

    /**
     * Adds a session and, in the same step, ends with {@link EndReason#REPLACED} those of the principal that exceed the
     * maximum: at no time does anybody see more rows of that principal than the maximum, if there were no more before.
     *
     * <p>The new one stays. Of the others those stay that were seen latest; between sessions seen at the same moment
     * the younger, and then the one whose id sorts later. Rows past a deadline count like any other: who calls ends
     * them first.
     *
     * @param maximum how many rows of the principal may be there afterwards, at least 1; {@link Integer#MAX_VALUE} for
     *     any number
     * @param now when the others ended
     */
    Insertion insert(TokenHash hash, Session session, int maximum, Instant now);

    /**
     * Adds a session that a remember-me series brought back and, in the same step, ends with {@link EndReason#RETURNED}
     * every other session linked to that series, whichever way: a browser has one. The tokens that were rotated away of
     * those are forgotten. Any number of sessions of other browsers stay. Refused, and nothing changed, as {@link #insert(TokenHash, Session, int, Instant)} does.
     *
     * @param session one whose link names a series
     * @param now when the others ended
     */
    Insertion bringBack(TokenHash hash, Session session, Instant now);

    /** What that token hash stands for. */
    Lookup find(TokenHash hash);

    /**
     * The same, with the activity that other nodes have recorded so far. To be asked before somebody is refused as idle:
     * a cache in front of a store that several nodes share knows of every end, and not of every use.
     */
    default Lookup findFresh(TokenHash hash) {
        return find(hash);
    }

    /** The live rows of a principal, latest activity first, those past a deadline included. */
    List<Session> list(PrincipalId principal);

    /**
     * Moves {@code lastSeenAt} of each live session forward, never back. Hashes that are not live are passed over:
     * a late write never recreates what was ended.
     */
    void recordActivity(Map<TokenHash, Instant> lastSeenAt);

    /**
     * Keeps that the browsers of those sessions got their cookies: each live one has {@link Session#confirmed} in its
     * place from then on. Hashes that are not live are passed over, and so are sessions that were confirmed before.
     */
    void confirm(Collection<TokenHash> hashes);

    /** Ends one session and keeps the reason. Its token hash; empty when it was not live. */
    Optional<TokenHash> end(SessionId id, EndReason reason, Instant now);

    /** Ends every session of a principal. The token hashes of those that were live. */
    List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now);

    /**
     * Ends every session of a principal but one; that one need not be live. The token hashes of those that were live.
     */
    List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now);

    /**
     * Ends every session linked to a remember-me series ({@link SeriesLink#series()}), whichever way. The token hashes
     * of those that were live.
     */
    List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now);

    /**
     * Puts a new token hash in place of the current one, and {@code updated} in place of the session.
     *
     * <p>False, and nothing changed, unless {@code current} is the token hash of a live session with the id of
     * {@code updated} (not ended, not rotated away already) and {@code successor} is in no use: of several callers
     * with the same {@code current}, one wins. Nothing but {@code authenticatedAt}, {@code proofs},
     * {@code lastSeenAt}, {@code link} and {@code browser} changes; {@code lastSeenAt} becomes the later of the two, so that activity recorded meanwhile is
     * not lost.
     *
     * <p>From then on {@code current} is a predecessor of the session: {@link #find} answers
     * {@link Lookup.Predecessor} for it with {@code predecessorUntil}, and the other methods pass it over:
     * {@link #recordActivity} does not move anything for it, {@link #rotate} refuses it, {@link #insert} too. A session
     * may have several predecessors at a time.
     */
    boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil);

    /**
     * Forgets every token that was rotated away of a session: from then on each is {@link Lookup.Absent}. The session by
     * its current token stays as it is. Nothing happens when there are none.
     */
    void forgetPredecessors(SessionId id);

    /**
     * Ends sessions past a deadline ({@link EndReason#EXPIRED} first, else {@link EndReason#IDLE_EXPIRED}), and
     * forgets the reasons of those that ended before {@code forgetEndedBefore}, and predecessors whose time is up
     * ({@code predecessorUntil} at or before {@code now}) or whose session's reason is forgotten.
     *
     * @param lastSeenBy a session last seen at or before this is idle
     * @param limit how many rows of each kind at most, at least 1: a long purge must not hold up a login
     * @return how many rows were dealt with; less than {@code limit} means that nothing is left
     */
    int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit);

    /** What became of an insertion. */
    sealed interface Insertion {
        /** The session is there. These are not any more. */
        record Added(List<Replaced> replaced) implements Insertion {
            /** Copies the list. */
            public Added {
                replaced = List.copyOf(replaced);
            }
        }

        /** The token hash or the id was ever used and is still known. Nothing changed. */
        record Refused() implements Insertion {}
    }

    /** A session that a newer one pushed out, as it stood. */
    record Replaced(TokenHash hash, Session session) {}

    /** What a store knows of a token hash. */
    sealed interface Lookup {
        /** A session that nobody ended. */
        record Live(Session session) implements Lookup {}

        /**
         * A session that nobody ended, by a token that was rotated away. The store does not judge whether its time is
         * up; it may forget it once it is.
         *
         * @param session the session as it stands now
         * @param until when the predecessor stops being good; then it already is not
         */
        record Predecessor(Session session, Instant until) implements Lookup {}

        /** A session that was ended within the time that reasons are kept, by its last token or a predecessor. */
        record Ended(EndReason reason) implements Lookup {}

        /** Nothing. */
        record Absent() implements Lookup {}
    }
}
