package dev.latchkey.core.remember;

import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Remembers browsers: begins series, brings sessions back, notices theft; or remembers nobody, see {@link #off()}.
 * Thread-safe; reads its clock once per call.
 *
 * <p>Every method throws {@link dev.latchkey.core.store.StoreUnavailableException} when a store cannot answer; that says
 * nothing about the series.
 */
public sealed interface RememberMe permits RememberedBySeries, RememberNobody {
    /** Begins a service on those stores; the installation's keys are read, or made the first time, in {@code build()}. */
    static Builder builder(
            RememberMeStore store, Sessions sessions, UserStore users, KeyRing keys, InstantSource clock) {
        return new Builder(store, sessions, users, keys, clock);
    }

    /** Remembers nobody: there is no series to begin, to end or to come back by. */
    static RememberMe off() {
        return RememberNobody.INSTANCE;
    }

    /** Whether browsers are remembered at all. */
    boolean isOn();

    /**
     * Remembers the browser in which that principal proved a credential just now.
     *
     * @throws IllegalStateException when nobody is remembered here
     */
    RememberGrant begin(PrincipalId principal, Client client);

    /** Whether this installation issued that token. Asks no store: whether it is still good is not said. */
    boolean recognises(RememberToken token);

    /** Brings a session back for a browser that has none. */
    default RememberOutcome restore(RememberToken token, Client client) {
        return restore(token, client, false);
    }

    /**
     * Brings a session back for a browser that has none that lives.
     *
     * @param lostIt whether it shows a session that ended with {@link EndReason#RETURNED}: one that lived when somebody
     *     without it returned by the same series
     */
    RememberOutcome restore(RememberToken token, Client client, boolean lostIt);

    /** The same at the moment that everything else about the request is judged by. */
    RememberOutcome restore(RememberToken token, Client client, boolean lostIt, Instant now);

    /**
     * Notes that a request presented the token of a session that a series brought back, so that its browser is known to
     * have got its cookies. To be asked for every use of an {@linkplain SeriesLink#isUnconfirmed unconfirmed} session; what
     * is noted is written by {@link #flush}, off the request's path.
     */
    void noteUse(Session session, SessionToken token, Instant now);

    /** Writes what was noted. To be called every few seconds, and once at the end. */
    void flush();

    /**
     * Ends the series of a browser that logs out, and every session of it. Only for a token that we issued: a selector
     * alone ends nothing.
     */
    void forget(RememberToken token);

    /** Ends the series that a session is linked to, if any, because that session was ended for this reason. */
    void endWith(Session ended, EndReason reason);

    /**
     * Makes room for a login: the maximum counts browsers, and one that is remembered counts also while it has no
     * session. Ends the series of the sessions that the login pushed out, so that they do not come back by them, and of
     * the browsers without a session those used longest ago. So a browser that returns never pushes out another one.
     */
    void makeRoom(Sessions.Issued login);

    /** Ends every series of a principal; their sessions are the caller's to end, afterwards. Tells how many. */
    int revokeAll(PrincipalId principal);

    /** Ends every series of a principal but the one that a session is linked to; sessions are the caller's to end. */
    int revokeOthers(PrincipalId principal, Session kept);

    /**
     * Ends series past their deadline and forgets reasons as old as those of sessions. To be called now and then.
     *
     * @param limit rows per batch, at least 1
     * @return how many rows were dealt with; call again at once while it equals the limit
     */
    int purgeExpired(int limit);

    /** Options of {@link RememberMe}. Not thread-safe. */
    final class Builder {
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

        Builder(RememberMeStore store, Sessions sessions, UserStore users, KeyRing keys, InstantSource clock) {
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
            return new RememberedBySeries(this);
        }
    }
}
