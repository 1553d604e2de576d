package dev.latchkey.remember;

import dev.latchkey.browser.Browser;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.token.SeriesId;
import dev.latchkey.token.TokenHash;
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
        Instant rotatedAt) {
    /** Refuses missing parts. */
    public RememberMeSeries {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(browser, "browser");
        Objects.requireNonNull(current, "current");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(rotatedAt, "rotatedAt");
        if (generation < 0) {
            throw new IllegalArgumentException("a generation is 0 or more, not " + generation);
        }
    }

    /** A series of which nothing was used yet. */
    static RememberMeSeries begin(
            SeriesId id, PrincipalId principal, Instant now, Instant expiresAt, Browser browser, TokenHash first) {
        return new RememberMeSeries(id, principal, now, expiresAt, browser, 0, first, first, now);
    }

    /** The series one generation later, good until {@code newExpiresAt}. */
    public RememberMeSeries rotatedAt(Instant now, TokenHash successor, Instant newExpiresAt) {
        return new RememberMeSeries(
                id, principal, createdAt, newExpiresAt, browser, generation + 1, successor, current, now);
    }
}
