package dev.latchkey.session;

import dev.latchkey.browser.Browser;
import dev.latchkey.principal.Principal;
import dev.latchkey.token.SessionId;
import java.time.Instant;
import java.util.Objects;

/**
 * One browser's login, as it stood when it was read. Immutable and thread-safe. Times are kept to the microsecond, rounded
 * down.
 */
public final class Session {
    private final SessionId id;
    private final Principal principal;
    private final SeriesLink link;
    private final Browser browser;

    // Numbers and no objects: a cache keeps very many sessions, and each object is a place in memory to wait for.
    private final long createdAt;
    private final long authenticatedAt;
    private final long lastSeenAt;
    private final long expiresAt;

    /**
     * A session with all its parts.
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
    public Session(
            SessionId id,
            Principal principal,
            Instant createdAt,
            Instant authenticatedAt,
            Instant lastSeenAt,
            Instant expiresAt,
            SeriesLink link,
            Browser browser) {
        this.id = Objects.requireNonNull(id, "id");
        this.principal = Objects.requireNonNull(principal, "principal");
        this.createdAt = EpochMicros.of(createdAt);
        this.authenticatedAt = EpochMicros.of(authenticatedAt);
        this.lastSeenAt = EpochMicros.of(lastSeenAt);
        this.expiresAt = EpochMicros.of(expiresAt);
        this.link = Objects.requireNonNull(link, "link");
        this.browser = Objects.requireNonNull(browser, "browser");
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

    /** Its public name. */
    public SessionId id() {
        return id;
    }

    /** Who is logged in, as of the login. */
    public Principal principal() {
        return principal;
    }

    /** When it began. */
    public Instant createdAt() {
        return EpochMicros.toInstant(createdAt);
    }

    /** When a credential was last proven; of a remembered session, when its series began. */
    public Instant authenticatedAt() {
        return EpochMicros.toInstant(authenticatedAt);
    }

    /** Its latest activity, to the minute. */
    public Instant lastSeenAt() {
        return EpochMicros.toInstant(lastSeenAt);
    }

    /** When it ends whatever happens. */
    public Instant expiresAt() {
        return EpochMicros.toInstant(expiresAt);
    }

    /** How it stands to a remember-me series. */
    public SeriesLink link() {
        return link;
    }

    /** Which browser it belongs to, as of the latest proof of a credential. */
    public Browser browser() {
        return browser;
    }

    /** Whether a remember-me series brought it back and no credential was proven since. */
    public boolean isRemembered() {
        return link instanceof SeriesLink.BornOf;
    }

    /** The same session, seen at {@code now}; itself when it was seen later already. */
    public Session touchedAt(Instant now) {
        return EpochMicros.of(now) > lastSeenAt
                ? new Session(id, principal, createdAt(), authenticatedAt(), now, expiresAt(), link, browser)
                : this;
    }

    /** The same session after a credential was proven in that browser. Its absolute deadline stays. */
    public Session authenticatedAt(Instant now, Browser provenIn) {
        return new Session(id, principal, createdAt(), now, now, expiresAt(), link.proven(), provenIn);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Session that
                && id.equals(that.id)
                && principal.equals(that.principal)
                && createdAt == that.createdAt
                && authenticatedAt == that.authenticatedAt
                && lastSeenAt == that.lastSeenAt
                && expiresAt == that.expiresAt
                && link.equals(that.link)
                && browser.equals(that.browser);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Session[id=" + id + ", principal=" + principal + ", createdAt=" + createdAt() + ", authenticatedAt="
                + authenticatedAt() + ", lastSeenAt=" + lastSeenAt() + ", expiresAt=" + expiresAt() + ", link=" + link
                + ", browser=" + browser + "]";
    }
}
