package dev.latchkey.session;

import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.principal.Principal;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.token.SessionId;
import dev.latchkey.token.SessionToken;
import dev.latchkey.token.TokenHash;
import dev.latchkey.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Issues, resolves, lists and ends sessions. Thread-safe; reads its clock once per call.
 *
 * <p>Every method that asks the store throws {@link dev.latchkey.store.StoreUnavailableException} when it cannot
 * answer. That says nothing about the session: never log anyone out because of it.
 */
public final class Sessions {
    /** How long the reason of an ended session can be told. */
    public static final Duration REASON_KEPT = Duration.ofHours(24);

    /** A collision of 256 random bits does not happen twice; if it does, the randomness is broken. */
    private static final int ISSUE_ATTEMPTS = 3;

    private final SessionStore store;
    private final SessionPolicy policy;
    private final InstantSource clock;
    private final Tokens tokens;
    private final AuthEventListener listener;
    private final ActivityLog activity = new ActivityLog();

    private Sessions(Builder builder) {
        this.store = builder.store;
        this.policy = builder.policy;
        this.clock = builder.clock;
        this.tokens = builder.tokens;
        this.listener = builder.listener;
    }

    /** Begins a service on that store and clock. */
    public static Builder builder(SessionStore store, InstantSource clock) {
        return new Builder(store, clock);
    }

    /** How long sessions live here. */
    public SessionPolicy policy() {
        return policy;
    }

    /**
     * Begins a new session with a new token, whatever the browser had before (ASVS 5.0 V7.2.4).
     *
     * @return the token, which exists here and in the cookie only, and the session
     */
    public Issued issue(Principal principal) {
        Instant now = now();
        for (int attempt = 0; attempt < ISSUE_ATTEMPTS; attempt++) {
            SessionToken token = tokens.newSessionToken();
            Session session =
                    new Session(tokens.newSessionId(), principal, now, now, now, now.plus(policy.absoluteTimeout()));
            if (store.insert(token.hash(), session)) {
                listener.on(new AuthEvent.LoggedIn(now, principal.id(), session.id()));
                return new Issued(token, session);
            }
        }
        throw new IllegalStateException("new session tokens keep colliding: the randomness is broken");
    }

    /** A session that just began. */
    public record Issued(SessionToken token, Session session) {}

    /** What the token stands for, without counting as activity: for polls and for asking who is there. */
    public Resolution peek(SessionToken token) {
        return judge(token.hash(), now());
    }

    /**
     * What the token stands for. A live session is thereby used: its idle deadline moves, in the answer at once and
     * in the store at most once a minute.
     */
    public Resolution resolve(SessionToken token) {
        Instant now = now();
        TokenHash hash = token.hash();
        Resolution resolution = judge(hash, now);
        if (resolution instanceof Resolution.Active(Session session) && policy.isWorthRecording(session, now)) {
            activity.note(hash, now);
            return new Resolution.Active(session.touchedAt(now));
        }
        return resolution;
    }

    /** To the millisecond, which every store and every client can carry without rounding. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Resolution judge(TokenHash hash, Instant now) {
        return switch (store.find(hash)) {
            case SessionStore.Lookup.Live(Session session) -> judge(hash, session, now);
            case SessionStore.Lookup.Ended(EndReason reason) -> new Resolution.Ended(reason);
            case SessionStore.Lookup.Absent() -> new Resolution.Unknown();
        };
    }

    private Resolution judge(TokenHash hash, Session stored, Instant now) {
        Optional<EndReason> expiry = policy.expiry(stored, now);
        if (expiry.isEmpty()) {
            return new Resolution.Active(stored);
        }
        // The store may not have heard of the latest activity yet. Only a session about to be refused pays for the
        // second look.
        Session seen = activity.latest(hash).map(stored::touchedAt).orElse(stored);
        return policy.expiry(seen, now)
                .<Resolution>map(Resolution.Ended::new)
                .orElseGet(() -> new Resolution.Active(seen));
    }

    /** Ends the session of that token, as its owner asked. Does nothing when there is none. */
    public void logOut(SessionToken token) {
        Instant now = now();
        if (store.find(token.hash()) instanceof SessionStore.Lookup.Live(Session session)
                && store.end(session.id(), EndReason.LOGGED_OUT, now).isPresent()) {
            listener.on(new AuthEvent.LoggedOut(now, session.principal().id(), session.id()));
        }
    }

    /** Ends every session of a principal. Tells how many there were. */
    public int revokeAll(PrincipalId principal) {
        Instant now = now();
        int count = store.endAll(principal, EndReason.REVOKED, now).size();
        if (count > 0) {
            listener.on(new AuthEvent.SessionsRevoked(now, principal, count));
        }
        return count;
    }

    /** Ends one session by its public name, if it belongs to that principal. Tells whether it did. */
    public boolean revoke(PrincipalId principal, SessionId id) {
        Instant now = now();
        boolean theirs =
                store.list(principal).stream().anyMatch(session -> session.id().equals(id));
        if (theirs && store.end(id, EndReason.REVOKED, now).isPresent()) {
            listener.on(new AuthEvent.SessionsRevoked(now, principal, 1));
            return true;
        }
        return false;
    }

    /** The live sessions of a principal, latest activity first. */
    public List<Session> list(PrincipalId principal) {
        Instant now = now();
        return store.list(principal).stream()
                .filter(session -> policy.expiry(session, now).isEmpty())
                .toList();
    }

    /**
     * Writes noted activity to the store. To be called every few seconds, and once at the end; what a store that
     * cannot answer did not take is written by a later call.
     */
    public void flushActivity() {
        activity.flush(store);
    }

    /**
     * Ends what is past a deadline and forgets reasons older than {@link #REASON_KEPT}. To be called now and then;
     * how late changes nothing for anyone.
     *
     * @param limit rows per batch, at least 1
     * @return how many rows were dealt with; call again at once while it equals the limit
     */
    public int purgeExpired(int limit) {
        Instant now = now();
        // What was seen but not yet written must not look idle; if it cannot be written, nothing is purged.
        flushActivity();
        return store.purge(now, now.minus(policy.idleTimeout()), now.minus(REASON_KEPT), limit);
    }

    /** Options of {@link Sessions}. Not thread-safe. */
    public static final class Builder {
        private final SessionStore store;
        private final InstantSource clock;
        private SessionPolicy policy = SessionPolicy.DEFAULT;
        private Tokens tokens = new Tokens();
        private AuthEventListener listener = AuthEventListener.none();

        private Builder(SessionStore store, InstantSource clock) {
            this.store = Objects.requireNonNull(store, "store");
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /** How long sessions live. Default: {@link SessionPolicy#DEFAULT}. */
        public Builder policy(SessionPolicy value) {
            this.policy = Objects.requireNonNull(value, "policy");
            return this;
        }

        /** Where tokens come from. Default: the platform's secure randomness; another only in tests. */
        public Builder tokens(Tokens value) {
            this.tokens = Objects.requireNonNull(value, "tokens");
            return this;
        }

        /** Who hears of logins and ends. Default: nobody. */
        public Builder listener(AuthEventListener value) {
            this.listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Makes the service. */
        public Sessions build() {
            return new Sessions(this);
        }
    }
}
