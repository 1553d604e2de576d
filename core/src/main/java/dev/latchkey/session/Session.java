package dev.latchkey.session;

import dev.latchkey.browser.Browser;
import dev.latchkey.principal.Principal;
import dev.latchkey.token.SessionId;
import java.time.Instant;
import java.util.Objects;

/**
 * One browser's login, as it stood when it was read.
 *
 * @param id its public name
 * @param principal who is logged in, as of the login
 * @param createdAt when it began
 * @param authenticatedAt when a credential was last proven; of a remembered session, when its series began
 * @param lastSeenAt its latest activity, to the minute: writing every request back would cost more than it tells
 * @param expiresAt when it ends whatever happens; no activity moves it
 * @param link how it stands to a remember-me series
 * @param browser which browser it belongs to, as of the latest proof of a credential
 */
public record Session(
        SessionId id,
        Principal principal,
        Instant createdAt,
        Instant authenticatedAt,
        Instant lastSeenAt,
        Instant expiresAt,
        SeriesLink link,
        Browser browser) {

    /** Refuses missing parts. */
    public Session {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(authenticatedAt, "authenticatedAt");
        Objects.requireNonNull(lastSeenAt, "lastSeenAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(browser, "browser");
    }

    /** A session without a series and of an unknown browser. */
    public Session(
            SessionId id,
            Principal principal,
            Instant createdAt,
            Instant authenticatedAt,
            Instant lastSeenAt,
            Instant expiresAt) {
        this(id, principal, createdAt, authenticatedAt, lastSeenAt, expiresAt, SeriesLink.none(), Browser.unknown());
    }

    /** Whether a remember-me series brought it back and no credential was proven since. */
    public boolean isRemembered() {
        return link instanceof SeriesLink.BornOf;
    }

    /** The same session, seen at {@code now}; itself when it was seen later already. */
    public Session touchedAt(Instant now) {
        return now.isAfter(lastSeenAt)
                ? new Session(id, principal, createdAt, authenticatedAt, now, expiresAt, link, browser)
                : this;
    }

    /** The same session after a credential was proven in that browser. Its absolute deadline stays. */
    public Session authenticatedAt(Instant now, Browser provenIn) {
        return new Session(id, principal, createdAt, now, now, expiresAt, link.proven(), provenIn);
    }
}
