package dev.latchkey.core.remember;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.Objects;

/**
 * One remembered browser and its chain of single-use tokens, as it stood when it was read.
 *
 * @param id its public name, and the selector of its cookie
 * @param principal who is remembered
 * @param createdAt when the credential was proven that began it
 * @param expiresAt when it ends whatever happens
 * @param browser the browser it was given to
 * @param generation how often it was rotated, from 0
 * @param current the hash of the validator that is good now
 * @param previous the hash of the validator before; in generation 0 the same as {@code current}
 * @param rotatedAt when {@code current} took the place of {@code previous}; in generation 0 the same as
 *     {@code createdAt}
 * @param confirmedAt when {@code current}, or the session that came with it, was first used, so that the browser is
 *     known to have it; {@link #UNCONFIRMED} while that is not known
 * @param sessionNumber which session of this generation is the latest, from 0
 * @param lostAnswers how many generations lately had to be handed out again because nobody had used them
 * @param lostIn the latest of those generations; -1 when there was none
 */
public record RememberMeSeries(
        SeriesId id,
        PrincipalId principal,
        Instant createdAt,
        Instant expiresAt,
        Browser browser,
        int generation,
        TokenHash current,
        TokenHash previous,
        Instant rotatedAt,
        Instant confirmedAt,
        int sessionNumber,
        int lostAnswers,
        int lostIn) {
    /** Stands for a time that has not come yet. */
    public static final Instant UNCONFIRMED = Instant.MAX;

    /** Refuses missing parts and negative numbers. */
    public RememberMeSeries {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(browser, "browser");
        Objects.requireNonNull(current, "current");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(rotatedAt, "rotatedAt");
        Objects.requireNonNull(confirmedAt, "confirmedAt");
        if (generation < 0 || sessionNumber < 0 || lostAnswers < 0 || lostIn < -1) {
            throw new IllegalArgumentException("a series counts from 0: generation " + generation + ", session "
                    + sessionNumber + ", lost answers " + lostAnswers + ", the latest in " + lostIn);
        }
    }

    /** A series of which nothing was used yet. Its first token came with a login: nothing is to be confirmed. */
    public static RememberMeSeries begin(
            SeriesId id, PrincipalId principal, Instant now, Instant expiresAt, Browser browser, TokenHash first) {
        return new RememberMeSeries(id, principal, now, expiresAt, browser, 0, first, first, now, now, 0, 0, -1);
    }

    /**
     * The series one generation later, good until {@code newExpiresAt}, and not confirmed. One lost answer is forgotten,
     * unless it was lost in the generation that is over.
     */
    public RememberMeSeries rotatedAt(Instant now, TokenHash successor, Instant newExpiresAt) {
        int stillLost = lostIn == generation ? lostAnswers : Math.max(0, lostAnswers - 1);
        return new RememberMeSeries(
                id,
                principal,
                createdAt,
                newExpiresAt,
                browser,
                generation + 1,
                successor,
                current,
                now,
                UNCONFIRMED,
                0,
                stillLost,
                lostIn);
    }

    /** The series once it is known that its browser has the current token; itself when it is known already. */
    public RememberMeSeries confirmedAt(Instant now) {
        return isConfirmed() ? this : with(now, sessionNumber, lostAnswers, lostIn);
    }

    /** The series once its generation began one more session. */
    public RememberMeSeries withNextSession() {
        return with(confirmedAt, sessionNumber + 1, lostAnswers, lostIn);
    }

    /** The series once it handed its generation out again; itself when it did so before. */
    public RememberMeSeries withLostAnswer() {
        return lostIn == generation ? this : with(confirmedAt, sessionNumber, lostAnswers + 1, generation);
    }

    private RememberMeSeries with(Instant newConfirmedAt, int newSessionNumber, int newLostAnswers, int newLostIn) {
        return new RememberMeSeries(
                id,
                principal,
                createdAt,
                expiresAt,
                browser,
                generation,
                current,
                previous,
                rotatedAt,
                newConfirmedAt,
                newSessionNumber,
                newLostAnswers,
                newLostIn);
    }

    /** Whether the browser is known to have the current token. */
    public boolean isConfirmed() {
        return !confirmedAt.equals(UNCONFIRMED);
    }
}
