package dev.latchkey.core.session;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.token.SessionId;
import java.time.Instant;
import java.util.List;
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
    private final Proofs proofs;

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
     * @param proofs what was proven in it, the latest at {@code authenticatedAt}; none in a remembered session
     * @param lastSeenAt its latest activity, to the minute: writing every request back would cost more than it tells
     * @param expiresAt when it ends whatever happens; no activity moves it
     * @param link how it stands to a remember-me series
     * @param browser which browser it belongs to, as of the latest proof of a credential
     * @throws IllegalArgumentException when there are proofs and the latest was not made at {@code authenticatedAt}
     */
    public Session(
            SessionId id,
            Principal principal,
            Instant createdAt,
            Instant authenticatedAt,
            List<Proof> proofs,
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
        this.proofs = Proofs.of(proofs, this.authenticatedAt);
    }

    /** A session in which nothing or a password was proven, as its link says. */
    public Session(
            SessionId id,
            Principal principal,
            Instant createdAt,
            Instant authenticatedAt,
            Instant lastSeenAt,
            Instant expiresAt,
            SeriesLink link,
            Browser browser) {
        this(
                id,
                principal,
                createdAt,
                authenticatedAt,
                link instanceof SeriesLink.BornOf ? List.of() : List.of(Proof.byPassword(authenticatedAt)),
                lastSeenAt,
                expiresAt,
                link,
                browser);
    }

    private Session(Session session, Principal principal, long lastSeenAt, SeriesLink link, Browser browser) {
        this.id = session.id;
        this.principal = principal;
        this.createdAt = session.createdAt;
        this.authenticatedAt = session.authenticatedAt;
        this.proofs = session.proofs;
        this.lastSeenAt = lastSeenAt;
        this.expiresAt = session.expiresAt;
        this.link = link;
        this.browser = browser;
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

    /** What was proven in it, each way once; none when a remember-me series brought it back and nothing was since. */
    public List<Proof> proofs() {
        return proofs.at(authenticatedAt);
    }

    /** Whether a credential was ever proven in it, then last at {@link #authenticatedAt()}. */
    public boolean isProven() {
        return !proofs.isEmpty();
    }

    /** Whether a remember-me series brought it back and no credential was proven since. */
    public boolean isRemembered() {
        return link instanceof SeriesLink.BornOf;
    }

    /** The same session, seen at {@code now}; itself when it was seen later already. */
    public Session touchedAt(Instant now) {
        long micros = EpochMicros.of(now);
        return micros > lastSeenAt ? new Session(this, principal, micros, link, browser) : this;
    }

    /** The same session once it is known that its browser got the cookies; itself when it is already. */
    public Session confirmed() {
        return link.isUnconfirmed() ? new Session(this, principal, lastSeenAt, link.confirmed(), browser) : this;
    }

    /** An equal session made of other objects, for whoever keeps many and shares what is equal. */
    public Session sharing(Principal samePrincipal, Browser sameBrowser) {
        return new Session(this, samePrincipal, lastSeenAt, link, sameBrowser);
    }

    /** The same session after a password was proven in that browser. Its absolute deadline stays. */
    public Session authenticatedAt(Instant now, Browser provenIn) {
        return provenBy(Proof.byPassword(now), provenIn);
    }

    /** The same session after that proof was made in that browser, just now. Its absolute deadline stays. */
    public Session provenBy(Proof proof, Browser provenIn) {
        return new Session(
                id,
                principal,
                createdAt(),
                proof.at(),
                Proofs.with(proofs(), proof),
                proof.at(),
                expiresAt(),
                link.proven(),
                provenIn);
    }

    long createdAtMicros() {
        return createdAt;
    }

    long lastSeenAtMicros() {
        return lastSeenAt;
    }

    long expiresAtMicros() {
        return expiresAt;
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
                && proofs.equals(that.proofs)
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
                + authenticatedAt() + ", proofs=" + proofs() + ", lastSeenAt=" + lastSeenAt() + ", expiresAt="
                + expiresAt() + ", link=" + link
                + ", browser=" + browser + "]";
    }
}
