package dev.latchkey.core.remember;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.List;

/**
 * Keeps remember-me series, and for a while the reasons of those that ended. Holds no policy and no clock: a series
 * past its deadline is found like any other, and the caller judges it. A series' id names the partition of its principal.
 *
 * <p>Thread-safe. Every method is atomic and sees all that was acknowledged before it began; once an end is
 * acknowledged no method brings that series back. All throw {@link dev.latchkey.core.store.StoreUnavailableException} when
 * the store cannot answer.
 */
public interface RememberMeStore {
    /** Adds a series. False, and nothing changed, when its id was ever used and is still known. */
    boolean insert(RememberMeSeries series);

    /** What that id stands for. */
    Lookup find(SeriesId id);

    /** The live series of a principal, those past a deadline included, in any order. */
    List<RememberMeSeries> list(PrincipalId principal);

    /**
     * Goes to the next generation, as {@link RememberMeSeries#rotatedAt} does.
     *
     * <p>False, and nothing changed, unless the series is live and {@code expected} is its current hash: of many tabs
     * that come at once with one token, one rotates.
     */
    boolean rotate(SeriesId id, TokenHash expected, TokenHash successor, Instant now, Instant expiresAt);

    /**
     * Keeps that the browser has the current token since {@code firstUsedAt}, as {@link RememberMeSeries#confirmedAt}
     * does. Nothing changes when the series is not live, was confirmed before, or was rotated after {@code issuedAt}:
     * what was used then belongs to an older generation.
     *
     * @param issuedAt when that which was used was issued, at or after the rotation that it came with
     */
    void confirm(SeriesId id, Instant issuedAt, Instant firstUsedAt);

    /**
     * Begins one more session of the generation, as {@link RememberMeSeries#withNextSession} does.
     *
     * <p>False, and nothing changed, unless the series is live, {@code expected} is its current hash and {@code number}
     * its session number: of many tabs that come at once, one begins it.
     */
    boolean nextSession(SeriesId id, TokenHash expected, int number);

    /**
     * Keeps that the generation was handed out again, as {@link RememberMeSeries#withLostAnswer} does. Nothing changes
     * unless the series is live and {@code expected} is its current hash.
     */
    void countLostAnswer(SeriesId id, TokenHash expected);

    /** Ends one series and keeps the reason. False when it was not live; the first reason stays. */
    boolean end(SeriesId id, EndReason reason, Instant now);

    /** Ends every series of a principal. The ids of those that were live. */
    List<SeriesId> endAll(PrincipalId principal, EndReason reason, Instant now);

    /** Ends every series of a principal but one; that one need not be live. The ids of those that were live. */
    List<SeriesId> endOthers(PrincipalId principal, SeriesId kept, EndReason reason, Instant now);

    /**
     * Ends series with {@code expiresAt} at or before {@code now} as {@link EndReason#EXPIRED}, and forgets the reasons
     * of those that ended before {@code forgetEndedBefore}.
     *
     * @param limit how many rows of each kind at most, at least 1
     * @return how many rows were dealt with; less than {@code limit} means that nothing is left
     */
    int purge(Instant now, Instant forgetEndedBefore, int limit);

    /** What a store knows of a series id. */
    sealed interface Lookup {
        /** A series that nobody ended. */
        record Live(RememberMeSeries series) implements Lookup {}

        /** A series that was ended within the time that reasons are kept. */
        record Ended(EndReason reason) implements Lookup {}

        /** Nothing. */
        record Absent() implements Lookup {}
    }
}
