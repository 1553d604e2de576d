package dev.latchkey.remember;

import dev.latchkey.browser.Browser;
import dev.latchkey.browser.Client;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.session.Beginning;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Resolution;
import dev.latchkey.session.SeriesLink;
import dev.latchkey.session.Session;
import dev.latchkey.session.Sessions;
import dev.latchkey.session.Standing;
import dev.latchkey.token.KeyRing;
import dev.latchkey.token.Keyset;
import dev.latchkey.token.RememberToken;
import dev.latchkey.token.SeriesId;
import dev.latchkey.token.SessionToken;
import dev.latchkey.token.TokenHash;
import dev.latchkey.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Remembers browsers: begins series, brings sessions back, notices theft. Thread-safe; reads its clock once per call.
 *
 * <p>Every method throws {@link dev.latchkey.store.StoreUnavailableException} when a store cannot answer; that says
 * nothing about the series.
 */
public final class RememberMe {
    // A series is a chain of validators, v0 drawn, v(n+1) = HMAC(key, selector, v(n)). The store keeps the hashes of
    // the last two.
    //
    //   v = current               → rotate by compare-and-swap; hand out successor(v) and its session
    //   v = previous, in grace    → another tab rotated: hand out successor(v), which is current, and its session
    //   v = previous, after grace → theft
    //   v older                   → theft; recognised by walking the chain from v to current
    //   v anything else           → a guess; nothing happens, or who knows a selector could log its owner out
    //
    // Whoever lost the race for the first line stands in the second one. Session tokens are derived too, so everybody
    // who gets the same successor gets the same session (security rules 73 to 77).

    private static final String KEY_NAME = "remember-me";

    /**
     * How many generations a spent token may lie back and still be recognised: more than one a day for the longest
     * series. Older ones are ignored like guesses; a wrong guess costs as many HMACs, about a millisecond.
     */
    static final int RECOGNISED_GENERATIONS = 500;

    private final RememberMeStore store;
    private final Sessions sessions;
    private final UserStore users;
    private final Keyset keys;
    private final InstantSource clock;
    private final RememberPolicy policy;
    private final SessionProtection protection;
    private final Tokens tokens;
    private final AuthEventListener listener;

    private RememberMe(Builder builder) {
        this.store = builder.store;
        this.sessions = builder.sessions;
        this.users = builder.users;
        this.clock = builder.clock;
        this.policy = builder.policy;
        this.protection = builder.protection;
        this.tokens = builder.tokens;
        this.listener = builder.listener;
        this.keys = builder.keys.keyset(KEY_NAME);
    }

    /** Begins a service on those stores; the installation's keys are read, or made the first time, in {@code build()}. */
    public static Builder builder(
            RememberMeStore store, Sessions sessions, UserStore users, KeyRing keys, InstantSource clock) {
        return new Builder(store, sessions, users, keys, clock);
    }

    /** How long browsers are remembered here. */
    public RememberPolicy policy() {
        return policy;
    }

    /** Remembers the browser in which that principal proved a credential just now. */
    public RememberGrant begin(PrincipalId principal, Client client) {
        Instant now = now();
        RememberToken token = tokens.newRememberToken();
        Browser browser = Browser.of(client);
        Instant expiresAt = now.plus(policy.duration());
        if (!store.insert(RememberMeSeries.begin(token.series(), principal, now, expiresAt, browser, token.hash()))) {
            throw new IllegalStateException("a new series collided: the randomness is broken");
        }
        listener.on(new AuthEvent.RememberMeBegan(now, principal, token.series()));
        return new RememberGrant(token, policy.duration());
    }

    /** Brings a session back for a browser that has none that lives. */
    public RememberOutcome restore(RememberToken token, Client client) {
        Instant now = now();
        return switch (store.find(token.series())) {
            case RememberMeStore.Lookup.Live(RememberMeSeries series) -> restore(series, token, client, now, true);
            case RememberMeStore.Lookup.Ended(EndReason reason) -> new RememberOutcome.Ended(reason);
            case RememberMeStore.Lookup.Absent() -> new RememberOutcome.Unknown();
        };
    }

    private RememberOutcome restore(
            RememberMeSeries series, RememberToken token, Client client, Instant now, boolean mayRotate) {
        TokenHash hash = token.hash();
        boolean isCurrent = hash.equals(series.current());
        boolean isPrevious = !isCurrent && hash.equals(series.previous());
        if (!isCurrent && !isPrevious && !wasIssued(series, token)) {
            return new RememberOutcome.Unknown();
        }
        if (!now.isBefore(series.expiresAt())) {
            // The series only: a session in which the password was proven may well outlive it.
            store.end(series.id(), EndReason.EXPIRED, now);
            return new RememberOutcome.Ended(EndReason.EXPIRED);
        }
        if (!isCurrent && !(isPrevious && now.isBefore(series.rotatedAt().plus(policy.grace())))) {
            return stolen(series, client, now);
        }
        if (!protection.admits(series.browser(), client)) {
            listener.on(new AuthEvent.RememberMeElsewhere(
                    now, series.principal(), series.id(), client.address().network()));
            return new RememberOutcome.Elsewhere();
        }
        RememberToken successor = token.successor(keys.signing());
        if (isPrevious) {
            return isProvenSinceRotation(series)
                    ? answer(successor, series, now)
                    : bringBack(series, successor, client, now);
        }
        Instant expiresAt = policy.expiryAfterUse(series, now);
        if (store.rotate(series.id(), hash, successor.hash(), now, expiresAt)) {
            return bringBack(series.rotatedAt(now, successor.hash(), expiresAt), successor, client, now);
        }
        // Another tab rotated, or the series ended, since it was read. What it is now cannot change twice by the same
        // token, so one more look is enough.
        return mayRotate ? lookAgain(token, client, now) : new RememberOutcome.Unknown();
    }

    private RememberOutcome lookAgain(RememberToken token, Client client, Instant now) {
        return switch (store.find(token.series())) {
            case RememberMeStore.Lookup.Live(RememberMeSeries series) -> restore(series, token, client, now, false);
            case RememberMeStore.Lookup.Ended(EndReason reason) -> new RememberOutcome.Ended(reason);
            case RememberMeStore.Lookup.Absent() -> new RememberOutcome.Unknown();
        };
    }

    /** Whether the token is a link of this chain: walks from it until the current one, if it ever comes there. */
    private boolean wasIssued(RememberMeSeries series, RememberToken token) {
        int steps = Math.min(series.generation(), RECOGNISED_GENERATIONS);
        RememberToken link = token;
        for (int i = 0; i < steps; i++) {
            link = link.successor(keys.signing());
            if (link.hash().equals(series.current())) {
                return true;
            }
        }
        return false;
    }

    private RememberOutcome stolen(RememberMeSeries series, Client client, Instant now) {
        boolean isFirst = store.end(series.id(), EndReason.STOLEN, now);
        int count = sessions.endSeries(series.id(), EndReason.STOLEN);
        if (isFirst) {
            listener.on(new AuthEvent.RememberMeStolen(
                    now,
                    series.principal(),
                    series.id(),
                    count,
                    client.address().network()));
        }
        return new RememberOutcome.Stolen();
    }

    private RememberOutcome bringBack(RememberMeSeries series, RememberToken successor, Client client, Instant now) {
        Optional<User> user = users.find(series.principal()).filter(found -> !found.isDisabled());
        if (user.isEmpty()) {
            end(series.id(), EndReason.REVOKED, now);
            return new RememberOutcome.Ended(EndReason.REVOKED);
        }
        SessionToken token = successor.sessionToken(keys.signing());
        Beginning beginning = new Beginning(
                user.get().principal(),
                series.createdAt(),
                series.expiresAt(),
                new SeriesLink.BornOf(series.id()),
                protection.record(client));
        sessions.issueOnce(token, beginning).ifPresent(issued -> {
            issued.replaced().forEach(this::endWithReplaced);
            listener.on(new AuthEvent.Remembered(
                    now,
                    series.principal(),
                    series.id(),
                    issued.session().id(),
                    client.address().network()));
        });
        // Whoever ends a series or shuts a user out does that first and ends the sessions then: a session that began in
        // between is caught here, one that began earlier is caught there.
        if (store.find(series.id()) instanceof RememberMeStore.Lookup.Ended(EndReason reason)) {
            sessions.endSeries(series.id(), reason);
            return new RememberOutcome.Ended(reason);
        }
        if (users.find(series.principal()).filter(found -> !found.isDisabled()).isEmpty()) {
            end(series.id(), EndReason.REVOKED, now);
            return new RememberOutcome.Ended(EndReason.REVOKED);
        }
        return answer(successor, series, now);
    }

    /**
     * Whether the password was proven in a session of this series after the last rotation. That browser took the cookies
     * of the rotation, or it could not have; its session has another token now, and the derived one must not begin a
     * second session when it is forgotten.
     */
    private boolean isProvenSinceRotation(RememberMeSeries series) {
        return sessions.list(series.principal()).stream()
                .filter(session -> session.link().series().equals(Optional.of(series.id())))
                .anyMatch(session -> session.authenticatedAt().isAfter(series.rotatedAt()));
    }

    private RememberOutcome answer(RememberToken successor, RememberMeSeries series, Instant now) {
        SessionToken token = successor.sessionToken(keys.signing());
        RememberGrant grant = new RememberGrant(successor, Duration.between(now, series.expiresAt()));
        return switch (sessions.peek(token)) {
            case Resolution.Active(Session session, Standing standing) ->
                new RememberOutcome.Restored(token, session, standing, grant);
            case Resolution.Ended(EndReason reason) -> new RememberOutcome.Ended(reason);
            case Resolution.Unknown() -> new RememberOutcome.Unknown();
        };
    }

    /**
     * Ends the series of a browser that logs out, and every session of it. Only for who holds the current or the
     * previous token: a selector alone ends nothing.
     */
    public void forget(RememberToken token) {
        TokenHash hash = token.hash();
        if (store.find(token.series()) instanceof RememberMeStore.Lookup.Live(RememberMeSeries series)
                && (hash.equals(series.current()) || hash.equals(series.previous()))) {
            end(series.id(), EndReason.LOGGED_OUT, now());
        }
    }

    /** Ends the series that a session is linked to, if any, because that session was ended for this reason. */
    public void endWith(Session ended, EndReason reason) {
        ended.link().series().ifPresent(series -> end(series, reason, now()));
    }

    /**
     * Ends the series of a session that the maximum pushed out, so that it does not come back by it. Not while another
     * session of that series lives: then its browser lost the cookie of the one and came back in the other, and the
     * login that pushed out what nobody uses must not throw out who is there.
     */
    public void endWithReplaced(Session replaced) {
        boolean isBrowserElsewhere = sessions.list(replaced.principal().id()).stream()
                .anyMatch(other -> other.link().series().equals(replaced.link().series()));
        if (!isBrowserElsewhere) {
            endWith(replaced, EndReason.REPLACED);
        }
    }

    /** Ends every series of a principal; their sessions are the caller's to end, afterwards. */
    public int revokeAll(PrincipalId principal) {
        return store.endAll(principal, EndReason.REVOKED, now()).size();
    }

    /** Ends every series of a principal but the one that a session is linked to; sessions are the caller's to end. */
    public int revokeOthers(PrincipalId principal, Session kept) {
        return kept.link()
                .series()
                .map(series -> store.endOthers(principal, series, EndReason.REVOKED, now())
                        .size())
                .orElseGet(() -> revokeAll(principal));
    }

    /**
     * Ends series past their deadline and forgets reasons as old as those of sessions. To be called now and then.
     *
     * @param limit rows per batch, at least 1
     * @return how many rows were dealt with; call again at once while it equals the limit
     */
    public int purgeExpired(int limit) {
        Instant now = now();
        return store.purge(now, now.minus(Sessions.REASON_KEPT), limit);
    }

    private void end(SeriesId series, EndReason reason, Instant now) {
        store.end(series, reason, now);
        sessions.endSeries(series, reason);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** Options of {@link RememberMe}. Not thread-safe. */
    public static final class Builder {
        private final RememberMeStore store;
        private final Sessions sessions;
        private final UserStore users;
        private final KeyRing keys;
        private final InstantSource clock;
        private RememberPolicy policy = RememberPolicy.DEFAULT;
        private SessionProtection protection = SessionProtection.DEFAULT;
        private Tokens tokens = new Tokens();
        private AuthEventListener listener = AuthEventListener.none();

        private Builder(RememberMeStore store, Sessions sessions, UserStore users, KeyRing keys, InstantSource clock) {
            this.store = Objects.requireNonNull(store, "store");
            this.sessions = Objects.requireNonNull(sessions, "sessions");
            this.users = Objects.requireNonNull(users, "users");
            this.keys = Objects.requireNonNull(keys, "keys");
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /** How long browsers are remembered. Default: {@link RememberPolicy#DEFAULT}. */
        public Builder policy(RememberPolicy value) {
            this.policy = Objects.requireNonNull(value, "policy");
            return this;
        }

        /** Which browsers may use a series. Default: {@link SessionProtection#DEFAULT}. */
        public Builder protection(SessionProtection value) {
            this.protection = Objects.requireNonNull(value, "protection");
            return this;
        }

        /** Where tokens come from. Default: the platform's secure randomness; another only in tests. */
        public Builder tokens(Tokens value) {
            this.tokens = Objects.requireNonNull(value, "tokens");
            return this;
        }

        /** Who hears of series and theft. Default: nobody. */
        public Builder listener(AuthEventListener value) {
            this.listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Makes the service. */
        public RememberMe build() {
            return new RememberMe(this);
        }
    }
}
