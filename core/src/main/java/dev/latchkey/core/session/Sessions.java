package dev.latchkey.core.session;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Issues, resolves, lists and ends sessions. Thread-safe; reads its clock once per call.
 *
 * <p>Every method that asks the store throws {@link dev.latchkey.core.store.StoreUnavailableException} when it cannot
 * answer. That says nothing about the session: never log anyone out because of it.
 */
public final class Sessions {
    /** How long the reason of an ended session can be told. */
    public static final Duration REASON_KEPT = Duration.ofHours(24);

    /** How long a token stays good, not fresh, after it was rotated away. */
    public static final Duration PREDECESSOR_GRACE = Duration.ofSeconds(30);

    /** A collision of 256 random bits does not happen twice; if it does, the randomness is broken. */
    private static final int ISSUE_ATTEMPTS = 3;

    private final SessionStore store;
    private final SessionPolicy policy;
    private final InstantSource clock;
    private final Tokens tokens;
    private final AuthEventListener listener;
    private final int maxPerPrincipal;
    private final ActivityLog activity = new ActivityLog();
    private final SessionJudge judge;

    private Sessions(Builder builder) {
        this.store = builder.store;
        this.policy = builder.policy;
        this.clock = builder.clock;
        this.tokens = builder.tokens;
        this.listener = builder.listener;
        this.maxPerPrincipal = builder.maxPerPrincipal;
        this.judge = new SessionJudge(store, policy, activity);
    }

    /** Begins a service on that store and clock. */
    public static Builder builder(SessionStore store, InstantSource clock) {
        return new Builder(store, clock);
    }

    /** How long sessions live here. */
    public SessionPolicy policy() {
        return policy;
    }

    /** How many sessions a principal may have at once; {@link Integer#MAX_VALUE} for any number. */
    public int maxPerPrincipal() {
        return maxPerPrincipal;
    }

    /**
     * Begins a new session with a new token, whatever the browser had before (ASVS 5.0 V7.2.4), for a principal who
     * proved a credential just now.
     *
     * @return the token, which exists here and in the cookie only, and the session
     */
    public Issued issue(Principal principal) {
        return issue(principal, SeriesLink.none(), Browser.unknown());
    }

    /** The same for a browser that shows itself and perhaps asks to be remembered. */
    public Issued issue(Principal principal, SeriesLink link, Browser browser) {
        return issue(principal, ProofMethod.PASSWORD, link, browser);
    }

    /** The same for another way of proof than a password. */
    public Issued issue(Principal principal, ProofMethod method, SeriesLink link, Browser browser) {
        Instant now = now();
        Beginning beginning =
                new Beginning(principal, now, List.of(new Proof(method, now)), Instant.MAX, link, browser);
        for (int attempt = 0; attempt < ISSUE_ATTEMPTS; attempt++) {
            SessionToken token = tokens.newSessionToken(principal.id().partition());
            Optional<Issued> issued = issue(token, beginning, now);
            if (issued.isPresent()) {
                listener.on(new AuthEvent.LoggedIn(
                        now, principal.id(), issued.get().session().id(), browser.network()));
                return issued.get();
            }
        }
        throw new IllegalStateException("new session tokens keep colliding: the randomness is broken");
    }

    /**
     * Begins the one session of a token that was derived and not drawn, so that of several callers with the same token
     * one begins it and the others find it. The session that the series of the link had before ends; those of other
     * browsers stay, however many there may be. Empty, and nothing changed, when the token is known already.
     */
    public Optional<Session> bringBack(SessionToken derived, Beginning beginning, Instant now) {
        Session session = session(beginning, now);
        // What ended by itself says so: that a session lived when its browser is said to have returned means that two
        // have its cookies.
        store.list(session.principal().id()).stream()
                .filter(other -> other.link().series().equals(session.link().series()))
                .forEach(other -> policy.expiry(other, now).ifPresent(reason -> store.end(other.id(), reason, now)));
        return store.bringBack(derived.hash(), session, now) instanceof SessionStore.Insertion.Added
                ? Optional.of(session)
                : Optional.empty();
    }

    private Optional<Issued> issue(SessionToken token, Beginning beginning, Instant now) {
        Session session = session(beginning, now);
        if (maxPerPrincipal != Integer.MAX_VALUE) {
            settle(session.principal().id(), now);
        }
        return switch (store.insert(token.hash(), session, maxPerPrincipal, now)) {
            case SessionStore.Insertion.Refused() -> Optional.empty();
            case SessionStore.Insertion.Added(List<SessionStore.Replaced> replaced) ->
                Optional.of(new Issued(token, session, tellReplaced(replaced, now)));
        };
    }

    private Session session(Beginning beginning, Instant now) {
        Instant policyEnd = now.plus(policy.absoluteTimeout());
        return new Session(
                tokens.newSessionId(beginning.principal().id().partition()),
                beginning.principal(),
                now,
                beginning.authenticatedAt(),
                beginning.proofs(),
                now,
                policyEnd.isBefore(beginning.notAfter()) ? policyEnd : beginning.notAfter(),
                beginning.link(),
                beginning.browser());
    }

    /**
     * Before the store counts: what is past a deadline must not push out what lives, and what was seen but not yet
     * written must not look idle.
     */
    private void settle(PrincipalId principal, Instant now) {
        List<Session> before = store.list(principal);
        if (before.size() < maxPerPrincipal) {
            return;
        }
        activity.flush(store, before.stream().map(Session::id).collect(Collectors.toSet()));
        for (Session session : store.list(principal)) {
            policy.expiry(session, now).ifPresent(reason -> store.end(session.id(), reason, now));
        }
    }

    private List<Session> tellReplaced(List<SessionStore.Replaced> replaced, Instant now) {
        List<Session> sessions =
                replaced.stream().map(SessionStore.Replaced::session).toList();
        sessions.forEach(session -> listener.on(
                new AuthEvent.SessionReplaced(now, session.principal().id(), session.id())));
        return sessions;
    }

    /**
     * A session that just began.
     *
     * @param replaced older sessions that it pushed out; their remember-me series are to end too
     */
    public record Issued(SessionToken token, Session session, List<Session> replaced) {
        /** Copies the list. */
        public Issued {
            replaced = List.copyOf(replaced);
        }
    }

    /**
     * Gives a session a new token because a credential was proven in it just now, in that browser: the session becomes
     * fresh, and the old token stays good for {@link #PREDECESSOR_GRACE}, not fresh, for requests that are under way
     * (security rules 10, 19).
     *
     * <p>Of several callers with one token, one wins.
     *
     * @return empty when the session is over or the token was rotated away already
     */
    public Optional<Issued> rotate(SessionToken token, Browser provenIn) {
        Instant now = now();
        return rotate(token, provenIn, now, now.plus(PREDECESSOR_GRACE));
    }

    /**
     * The same, and no token that the session had before is good for anything any more, not even for requests that are
     * under way: for a credential that was replaced, because somebody else may hold them (security rule 10).
     */
    public Optional<Issued> rotateAtOnce(SessionToken token, Browser provenIn) {
        Instant now = now();
        Optional<Issued> rotated = rotate(token, provenIn, now, now);
        rotated.ifPresent(issued -> store.forgetPredecessors(issued.session().id()));
        return rotated;
    }

    private Optional<Issued> rotate(SessionToken token, Browser provenIn, Instant now, Instant predecessorUntil) {
        TokenHash hash = token.hash();
        if (!(judge.judge(token, hash, now) instanceof Resolution.Active(Session session, Standing standing))
                || standing != Standing.CURRENT) {
            return Optional.empty();
        }
        SessionToken successor = tokens.newSessionToken(token.partition());
        Session updated = session.authenticatedAt(now, provenIn);
        if (!store.rotate(hash, successor.hash(), updated, predecessorUntil)) {
            return Optional.empty();
        }
        listener.on(new AuthEvent.Reauthenticated(now, session.principal().id(), session.id(), provenIn.network()));
        return Optional.of(new Issued(successor, updated, List.of()));
    }

    /** What the token stands for, without counting as activity: for polls and for asking who is there. */
    public Resolution peek(SessionToken token) {
        return peek(token, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public Resolution peek(SessionToken token, Instant now) {
        return judge.peek(token, now);
    }

    /**
     * What the token stands for. A live session is thereby used: its idle deadline moves, in the answer at once and
     * in the store at most once in {@link SessionPolicy#activityInterval}.
     */
    public Resolution resolve(SessionToken token) {
        return resolve(token, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public Resolution resolve(SessionToken token, Instant now) {
        return judge.resolve(token, now);
    }

    /** The moment by the clock of this service, to the millisecond: every store and every client can carry that. */
    public Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /**
     * Ends the session of that token, as its owner asked; a predecessor's too. What was ended; empty when there was
     * nothing to end.
     */
    public Optional<Session> logOut(SessionToken token) {
        Instant now = now();
        Optional<Session> ended = judge.live(token)
                .filter(session ->
                        store.end(session.id(), EndReason.LOGGED_OUT, now).isPresent());
        ended.ifPresent(session ->
                listener.on(new AuthEvent.LoggedOut(now, session.principal().id(), session.id())));
        return ended;
    }

    /**
     * Ends a session that session protection saw in another browser.
     *
     * @param network where that browser is, see {@link AuthEvent}
     */
    public void protect(Session session, String network, Instant now) {
        if (store.end(session.id(), EndReason.PROTECTED, now).isPresent()) {
            listener.on(new AuthEvent.SessionProtected(now, session.principal().id(), session.id(), network));
        }
    }

    /** Keeps that the browsers of those sessions got their cookies, see {@link SeriesLink}. */
    public void confirm(Collection<TokenHash> hashes) {
        store.confirm(hashes);
    }

    /** Ends every session of a remember-me series for that reason. Tells how many there were. */
    public int endSeries(SeriesId series, EndReason reason, Instant now) {
        return store.endSeries(series, reason, now).size();
    }

    /** Ends every session of a principal but one. Tells how many there were. */
    public int revokeOthers(PrincipalId principal, SessionId kept) {
        Instant now = now();
        int count = store.endOthers(principal, kept, EndReason.REVOKED, now).size();
        if (count > 0) {
            listener.on(new AuthEvent.SessionsRevoked(now, principal, count));
        }
        return count;
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

    /** Ends one session by its public name, if it belongs to that principal. What was ended; empty when it did not. */
    public Optional<Session> revoke(PrincipalId principal, SessionId id) {
        Instant now = now();
        Optional<Session> ended = store.list(principal).stream()
                .filter(session -> session.id().equals(id))
                .filter(session -> store.end(id, EndReason.REVOKED, now).isPresent())
                .findFirst();
        if (ended.isPresent()) {
            listener.on(new AuthEvent.SessionsRevoked(now, principal, 1));
        }
        return ended;
    }

    /** The live sessions of a principal, latest activity first. */
    public List<Session> list(PrincipalId principal) {
        return list(principal, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public List<Session> list(PrincipalId principal, Instant now) {
        return store.list(principal).stream()
                .filter(session -> policy.expiry(session, now).isEmpty())
                .toList();
    }

    /** Writes noted activity to the store. To be called every few seconds, and once at the end. */
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
        // What was seen but not yet written must not look idle.
        flushActivity();
        // Nor what other nodes saw and have not written yet.
        Instant lastSeenBy = now.minus(policy.idleTimeout()).minus(policy.activityInterval());
        return store.purge(now, lastSeenBy, now.minus(REASON_KEPT), limit);
    }

    /** Options of {@link Sessions}. Not thread-safe. */
    public static final class Builder {
        private final SessionStore store;
        private final InstantSource clock;
        private SessionPolicy policy = SessionPolicy.DEFAULT;
        private Tokens tokens = new Tokens();
        private AuthEventListener listener = AuthEventListener.none();
        private int maxPerPrincipal = Integer.MAX_VALUE;

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
            this.listener = Objects.requireNonNull(value, "listener").isolated();
            return this;
        }

        /**
         * How many sessions a principal may have at once (ASVS 5.0 V7.1.2). A login beyond that is not refused: it
         * pushes out the session seen longest ago, with {@link EndReason#REPLACED}, and the remember-me series of that
         * browser ends with it. However many log in at once, there are never more. Default: no maximum.
         *
         * @param value 1 or more
         */
        public Builder maxPerPrincipal(int value) {
            this.maxPerPrincipal = value;
            return this;
        }

        /**
         * Makes the service.
         *
         * @throws IllegalArgumentException when the maximum is below 1
         */
        public Sessions build() {
            if (maxPerPrincipal < 1) {
                throw new IllegalArgumentException("maxPerPrincipal is at least 1, not " + maxPerPrincipal);
            }
            return new Sessions(this);
        }
    }
}
