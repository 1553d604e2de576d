package dev.latchkey.remember;

import dev.latchkey.browser.Browser;
import dev.latchkey.browser.Client;
import dev.latchkey.credential.UserStore;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.SeriesLink;
import dev.latchkey.session.Session;
import dev.latchkey.session.Sessions;
import dev.latchkey.store.Transactions;
import dev.latchkey.token.KeyRing;
import dev.latchkey.token.Keyset;
import dev.latchkey.token.RememberToken;
import dev.latchkey.token.SeriesId;
import dev.latchkey.token.SessionToken;
import dev.latchkey.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers browsers: begins series, brings sessions back, notices theft. Thread-safe; reads its clock once per call.
 *
 * <p>Every method throws {@link dev.latchkey.store.StoreUnavailableException} when a store cannot answer; that says
 * nothing about the series.
 */
public final class RememberMe {
    private static final String KEY_NAME = "remember-me";

    private static final Comparator<RememberMeSeries> LATEST_FIRST = Comparator.comparing(
                    (RememberMeSeries series) -> series.rotatedAt())
            .reversed();

    /** A series so young may belong to a login that is under way and whose session is yet to begin. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    private final RememberMeStore store;
    private final Sessions sessions;
    private final Keyset keys;
    private final InstantSource clock;
    private final RememberPolicy policy;
    private final Tokens tokens;
    private final AuthEventListener listener;
    private final FirstUses firstUses;
    private final Returns returns;

    private RememberMe(Builder builder) {
        this.store = builder.store;
        this.sessions = builder.sessions;
        this.clock = builder.clock;
        this.policy = builder.policy;
        this.tokens = builder.tokens;
        // Not before it is true for good.
        this.listener = builder.listener.onceCommitted(builder.transactions);
        this.keys = builder.keys.keyset(KEY_NAME);
        this.firstUses = new FirstUses(store, sessions, builder.transactions);
        this.returns = new Returns(builder, keys, firstUses, listener);
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
        RememberToken token = tokens.newRememberToken(principal.partition(), keys.signing());
        Browser browser = Browser.of(client);
        Instant expiresAt = now.plus(policy.duration());
        if (!store.insert(RememberMeSeries.begin(token.series(), principal, now, expiresAt, browser, token.hash()))) {
            throw new IllegalStateException("a new series collided: the randomness is broken");
        }
        listener.on(new AuthEvent.RememberMeBegan(now, principal, token.series()));
        return new RememberGrant(token, policy.duration());
    }

    /** Whether this installation issued that token. Asks no store: whether it is still good is not said. */
    public boolean recognises(RememberToken token) {
        return returns.signer(token).isPresent();
    }

    /** Brings a session back for a browser that has none. */
    public RememberOutcome restore(RememberToken token, Client client) {
        return restore(token, client, false);
    }

    /**
     * Brings a session back for a browser that has none that lives.
     *
     * @param lostIt whether it shows a session that ended with {@link EndReason#RETURNED}: one that lived when somebody
     *     without it returned by the same series
     */
    public RememberOutcome restore(RememberToken token, Client client, boolean lostIt) {
        return restore(token, client, lostIt, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public RememberOutcome restore(RememberToken token, Client client, boolean lostIt, Instant now) {
        return returns.restore(token, client, lostIt, now);
    }

    /**
     * Notes that a request presented the token of a session that a series brought back, so that its browser is known to
     * have got its cookies. To be asked for every use of an {@linkplain SeriesLink#isUnconfirmed unconfirmed} session; what
     * is noted is written by {@link #flush}, off the request's path.
     */
    public void noteUse(Session session, SessionToken token, Instant now) {
        session.link().series().ifPresent(series -> firstUses.note(series, token.hash(), session.createdAt(), now));
    }

    /** Writes what was noted. To be called every few seconds, and once at the end. */
    public void flush() {
        firstUses.writeAll();
    }

    /**
     * Ends the series of a browser that logs out, and every session of it. Only for a token that we issued: a selector
     * alone ends nothing.
     */
    public void forget(RememberToken token) {
        if (recognises(token)
                && store.find(token.series()) instanceof RememberMeStore.Lookup.Live(RememberMeSeries series)
                && token.partition() == series.principal().partition()) {
            returns.end(series.id(), EndReason.LOGGED_OUT, now());
        }
    }

    /** Ends the series that a session is linked to, if any, because that session was ended for this reason. */
    public void endWith(Session ended, EndReason reason) {
        ended.link().series().ifPresent(series -> returns.end(series, reason, now()));
    }

    /**
     * Makes room for a login: the maximum counts browsers, and one that is remembered counts also while it has no
     * session. Ends the series of the sessions that the login pushed out, so that they do not come back by them, and of
     * the browsers without a session those used longest ago. So a browser that returns never pushes out another one.
     */
    public void makeRoom(Sessions.Issued login) {
        login.replaced().forEach(this::endWithReplaced);
        if (sessions.maxPerPrincipal() == Integer.MAX_VALUE) {
            return;
        }
        PrincipalId principal = login.session().principal().id();
        List<Session> live = sessions.list(principal);
        Set<SeriesId> inUse = live.stream()
                .flatMap(session -> session.link().series().stream())
                .collect(Collectors.toSet());
        Instant now = now();
        store.list(principal).stream()
                .filter(series -> !inUse.contains(series.id()))
                .filter(series -> series.createdAt().isBefore(now.minus(BEGINNING)))
                .sorted(LATEST_FIRST)
                .skip(Math.max(0, sessions.maxPerPrincipal() - live.size()))
                .forEach(series -> returns.end(series.id(), EndReason.REPLACED, now));
    }

    /**
     * Not while another session of that series lives: then its browser lost the cookie of the one and came back in the
     * other, and the login that pushed out what nobody uses must not throw out who is there.
     */
    private void endWithReplaced(Session replaced) {
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

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** Options of {@link RememberMe}. Not thread-safe. */
    public static final class Builder {
        final RememberMeStore store;
        final Sessions sessions;
        final UserStore users;
        final KeyRing keys;
        final InstantSource clock;
        RememberPolicy policy = RememberPolicy.DEFAULT;
        SessionProtection protection = SessionProtection.DEFAULT;
        Tokens tokens = new Tokens();
        AuthEventListener listener = AuthEventListener.none();
        Transactions transactions = Transactions.eachWriteAlone();

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
            this.listener = Objects.requireNonNull(value, "listener").isolated();
            return this;
        }

        /**
         * Makes one commit of all that a return writes. Default: each write commits alone, and what a crash in between
         * leaves undone is made up for by the next request of that browser.
         */
        public Builder transactions(Transactions value) {
            this.transactions = Objects.requireNonNull(value, "transactions");
            return this;
        }

        /** Makes the service. */
        public RememberMe build() {
            return new RememberMe(this);
        }
    }
}
