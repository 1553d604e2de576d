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
import dev.latchkey.store.Transactions;
import dev.latchkey.token.HmacKey;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers browsers: begins series, brings sessions back, notices theft. Thread-safe; reads its clock once per call.
 *
 * <p>Every method throws {@link dev.latchkey.store.StoreUnavailableException} when a store cannot answer; that says
 * nothing about the series.
 */
public final class RememberMe {
    // A series is a chain of validators, v0 drawn, v(n+1) = HMAC(key, selector, v(n)). The store keeps the hashes of
    // the last two. Each token carries a MAC: what we never issued is a guess and changes nothing, or who knows a
    // selector could log its owner out; what we issued and is spent is recognised at any distance.
    //
    //   current, never or long ago in use   → rotate by compare-and-swap; hand out successor and session
    //   current, in use just now            → its own generation answers: the same token, the same session
    //   previous, while it is good          → the generation after it answers, the same for all who ask
    //   previous later, or older            → theft
    //   newer than the store knows          → a store that was put back from a backup; a guess
    //
    // The previous token is good until the grace after the first use of what took its place: of the current token, or
    // of the session that came with it. Until then nobody knows that the answer arrived, and a crash, a slow disk or a
    // broken connection must not make a thief of the owner. Not for ever: a day, and three generations in a row,
    // because a thief who comes first and asks only once leaves the same trace.
    //
    // Whoever lost the race for the first line stands in the third one. Session tokens are derived too, so everybody
    // who gets the same token gets the same session (security rules 73 to 77). docs/decisions/0008 has the reasons.

    private static final String KEY_NAME = "remember-me";

    /** How often a restore looks again because somebody else changed the series meanwhile. */
    private static final int LOOKS = 5;

    /** A browser that comes back again within this time is not told of again: one cookie must not fill the audit log. */
    private static final Duration TOLD_ONCE_IN = Duration.ofMinutes(10);

    /** Browsers drop what is to be kept for less. */
    private static final Duration SHORTEST_COOKIE = Duration.ofSeconds(1);

    private static final Comparator<RememberMeSeries> LATEST_FIRST = Comparator.comparing(
                    (RememberMeSeries series) -> series.rotatedAt())
            .reversed();

    /** A series so young may belong to a login that is under way and whose session is yet to begin. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    private final RememberMeStore store;
    private final Sessions sessions;
    private final UserStore users;
    private final Keyset keys;
    private final InstantSource clock;
    private final RememberPolicy policy;
    private final SessionProtection protection;
    private final Tokens tokens;
    private final AuthEventListener listener;
    private final Transactions transactions;
    private final FirstUses firstUses;

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
        this.transactions = builder.transactions;
        this.firstUses = new FirstUses(store, sessions, transactions);
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
        tell(new AuthEvent.RememberMeBegan(now, principal, token.series()));
        return new RememberGrant(token, policy.duration());
    }

    /** Whether this installation issued that token. Asks no store: whether it is still good is not said. */
    public boolean recognises(RememberToken token) {
        return signer(token).isPresent();
    }

    /** The key that says that we issued it, by which all that follows from it is derived; empty for a guess. */
    private Optional<HmacKey> signer(RememberToken token) {
        return keys.verifying().stream().filter(token::isSignedWith).findFirst();
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
        Optional<HmacKey> key = signer(token);
        if (key.isEmpty()) {
            return new RememberOutcome.Unknown();
        }
        firstUses.write(token.series());
        if (!(store.find(token.series()) instanceof RememberMeStore.Lookup.Live)) {
            // Nobody begins a transaction by a token that nothing is to be done for.
            return notLive(token);
        }
        Return coming = new Return(token, key.get(), client, protection.record(client), lostIt, now);
        return transactions.together(() -> coming.attempt(LOOKS));
    }

    private RememberOutcome notLive(RememberToken token) {
        return store.find(token.series()) instanceof RememberMeStore.Lookup.Ended(EndReason reason)
                ? new RememberOutcome.Ended(reason)
                : new RememberOutcome.Unknown();
    }

    /**
     * Notes that a request presented the token of a session that a series brought back, so that its browser is known to
     * have got its cookies. To be asked for every use of an {@linkplain SeriesLink#isUnconfirmed unconfirmed} session; what
     * is noted is written by {@link #flush}, off the request's path.
     */
    public void noteUse(Session session, SessionToken token) {
        noteUse(session, token, now());
    }

    /** The same at the moment that the request is judged by. */
    public void noteUse(Session session, SessionToken token, Instant now) {
        session.link().series().ifPresent(series -> firstUses.note(series, token.hash(), session.createdAt(), now));
    }

    /** Writes what was noted. To be called every few seconds, and once at the end. */
    public void flush() {
        firstUses.writeAll();
    }

    /** One browser that comes back: a token of ours and everything that was known when it came. */
    private final class Return {
        private final RememberToken token;
        private final HmacKey key;
        private final Client client;
        private final Browser browser;
        private final boolean lostIt;
        private final Instant now;

        Return(RememberToken token, HmacKey key, Client client, Browser browser, boolean lostIt, Instant now) {
            this.token = token;
            this.key = key;
            this.client = client;
            this.browser = browser;
            this.lostIt = lostIt;
            this.now = now;
        }

        RememberOutcome attempt(int looks) {
            return switch (store.find(token.series())) {
                case RememberMeStore.Lookup.Live(RememberMeSeries series) -> judge(series, looks);
                case RememberMeStore.Lookup.Ended(EndReason reason) -> new RememberOutcome.Ended(reason);
                case RememberMeStore.Lookup.Absent() -> new RememberOutcome.Unknown();
            };
        }

        /** What the series is now cannot change often by the same token. */
        private RememberOutcome lookAgain(int looks) {
            return looks > 1 ? attempt(looks - 1) : new RememberOutcome.Unknown();
        }

        private RememberOutcome judge(RememberMeSeries series, int looks) {
            TokenHash hash = token.hash();
            boolean isCurrent = hash.equals(series.current());
            boolean isPrevious = !isCurrent && hash.equals(series.previous());
            boolean isAhead = !isCurrent && token.generation() > series.generation();
            if (isAhead || token.partition() != series.principal().partition()) {
                return new RememberOutcome.Unknown();
            }
            if (!now.isBefore(policy.expiresAt(series, now))) {
                // Judged and not ended: a clock that is ahead for a moment must not end it for good. The purge will.
                return new RememberOutcome.Ended(EndReason.EXPIRED);
            }
            if (!isCurrent && !(isPrevious && policy.isPreviousGood(series, now))) {
                return stolen(series);
            }
            if (isPrevious && lostIt) {
                // Who returned had the token and not the session that lived, and this browser has both: they are two.
                // For
                // a moment it may be a request that was under way when the browser was closed.
                return policy.isJustRotated(series, now)
                        ? new RememberOutcome.Ended(EndReason.RETURNED)
                        : stolen(series);
            }
            if (!protection.admits(series.browser(), client)) {
                tell(new AuthEvent.RememberMeElsewhere(
                        now, series.principal(), series.id(), client.address().network()));
                return new RememberOutcome.Elsewhere();
            }
            return isPrevious ? handOutAgain(series, looks) : useCurrent(series, looks);
        }

        private RememberOutcome useCurrent(RememberMeSeries series, int looks) {
            if (policy.isSpentByUse(series, now)) {
                return rotate(series, looks);
            }
            if (!series.isConfirmed()) {
                store.confirm(series.id(), series.rotatedAt(), now);
            }
            return answer(series, new Held(token, key), looks);
        }

        private RememberOutcome rotate(RememberMeSeries series, int looks) {
            // With the newest key, so that those before it are not needed for ever.
            HmacKey next = keys.signing();
            RememberToken successor = token.successor(next);
            Instant expiresAt = policy.expiryAfterUse(series, now);
            if (!store.rotate(series.id(), token.hash(), successor.hash(), now, expiresAt)) {
                // Another tab rotated, or the series ended, since it was read.
                return lookAgain(looks);
            }
            RememberOutcome outcome =
                    begin(series.rotatedAt(now, successor.hash(), expiresAt), new Held(successor, next), looks);
            boolean isLong = Duration.between(series.rotatedAt(), now).abs().compareTo(TOLD_ONCE_IN) >= 0;
            if (outcome instanceof RememberOutcome.Restored restored && (series.generation() == 0 || isLong)) {
                tell(new AuthEvent.Remembered(
                        now,
                        series.principal(),
                        series.id(),
                        restored.session().id(),
                        client.address().network()));
            }
            return outcome;
        }

        /** Another tab rotated, or the answer of an earlier request got lost. */
        private RememberOutcome handOutAgain(RememberMeSeries series, int looks) {
            // Another tab may have used a key that this node did not know then, or the other way round.
            Optional<Held> successor = keys.verifying().stream()
                    .map(each -> new Held(token.successor(each), each))
                    .filter(held -> held.token().hash().equals(series.current()))
                    .findFirst();
            if (successor.isEmpty()) {
                return new RememberOutcome.Unknown();
            }
            if (policy.isLate(series, now)) {
                store.countLostAnswer(series.id(), series.current());
            }
            return answer(series, successor.get(), looks);
        }

        /** Answers with the session of the generation, and begins it if it is not there or its time is up. */
        private RememberOutcome answer(RememberMeSeries series, Held held, int looks) {
            SessionToken derived = held.sessionToken(series.sessionNumber());
            return switch (sessions.peek(derived, now)) {
                case Resolution.Active(Session session, Standing standing) ->
                    new RememberOutcome.Restored(derived, session, standing, grant(series, held));
                case Resolution.Unknown() -> {
                    if (!isProvenSinceRotation(series, now)) {
                        yield begin(series, held, looks);
                    }
                    // That browser took the cookies, or it could not have proven anything; its session has another
                    // token by now. Only the current token shows that it lost that one since.
                    yield held.token().equals(token) ? rotate(series, looks) : new RememberOutcome.Unknown();
                }
                case Resolution.Ended ended -> afterEnd(ended.reason(), series, held, looks);
            };
        }

        private RememberOutcome afterEnd(EndReason reason, RememberMeSeries series, Held held, int looks) {
            return switch (reason) {
                case IDLE_EXPIRED, EXPIRED, PROTECTED -> beginNext(series, held, reason, looks);
                // Another tab has gone further since the series was read.
                case RETURNED -> lookAgain(looks);
                case LOGGED_OUT, REVOKED, REPLACED, STOLEN -> new RememberOutcome.Ended(reason);
            };
        }

        private RememberOutcome beginNext(RememberMeSeries series, Held held, EndReason reason, int looks) {
            if (!policy.allowsNextSession(series, now)) {
                return new RememberOutcome.Ended(reason);
            }
            return store.nextSession(series.id(), series.current(), series.sessionNumber())
                    ? begin(series.withNextSession(), held, looks)
                    : lookAgain(looks);
        }

        private RememberOutcome begin(RememberMeSeries series, Held held, int looks) {
            Optional<User> user = users.find(series.principal()).filter(found -> !found.isDisabled());
            if (user.isEmpty()) {
                end(series.id(), EndReason.REVOKED, now);
                return new RememberOutcome.Ended(EndReason.REVOKED);
            }
            SessionToken derived = held.sessionToken(series.sessionNumber());
            Beginning beginning = new Beginning(
                    user.get().principal(),
                    series.createdAt(),
                    List.of(),
                    policy.expiresAt(series, now),
                    new SeriesLink.BornOf(series.id()),
                    browser);
            Optional<Session> begun = sessions.bringBack(derived, beginning, now);
            // Whoever ends a series or shuts a user out does that first and ends the sessions then: a session that
            // began
            // in between is caught here, one that began earlier is caught there.
            if (store.find(series.id()) instanceof RememberMeStore.Lookup.Ended(EndReason reason)) {
                sessions.endSeries(series.id(), reason, now);
                return new RememberOutcome.Ended(reason);
            }
            if (users.find(series.principal())
                    .filter(found -> !found.isDisabled())
                    .isEmpty()) {
                end(series.id(), EndReason.REVOKED, now);
                return new RememberOutcome.Ended(EndReason.REVOKED);
            }
            return begun.isPresent()
                    ? new RememberOutcome.Restored(derived, begun.get(), Standing.CURRENT, grant(series, held))
                    : lookAgain(looks);
        }

        private RememberGrant grant(RememberMeSeries series, Held held) {
            Duration left = Duration.between(now, policy.expiresAt(series, now));
            return new RememberGrant(held.token(), left.compareTo(SHORTEST_COOKIE) > 0 ? left : SHORTEST_COOKIE);
        }

        private RememberOutcome stolen(RememberMeSeries series) {
            boolean isFirst = store.end(series.id(), EndReason.STOLEN, now);
            int count = sessions.endSeries(series.id(), EndReason.STOLEN, now);
            if (isFirst) {
                tell(new AuthEvent.RememberMeStolen(
                        now,
                        series.principal(),
                        series.id(),
                        count,
                        client.address().network()));
            }
            return new RememberOutcome.Stolen();
        }
    }

    /** Not before it is true for good. */
    private void tell(AuthEvent event) {
        transactions.afterCommit(() -> listener.on(event));
    }

    /** A token to hand out, and the key by which its sessions are derived. */
    private record Held(RememberToken token, HmacKey key) {
        SessionToken sessionToken(int number) {
            return token.sessionToken(key, number);
        }
    }

    /** Whether the password was proven in a session of this series after the last rotation. */
    private boolean isProvenSinceRotation(RememberMeSeries series, Instant now) {
        return sessions.list(series.principal(), now).stream()
                .filter(session -> session.link().series().equals(Optional.of(series.id())))
                .anyMatch(session ->
                        session.isProven() && session.authenticatedAt().isAfter(series.rotatedAt()));
    }

    /**
     * Ends the series of a browser that logs out, and every session of it. Only for a token that we issued: a selector
     * alone ends nothing.
     */
    public void forget(RememberToken token) {
        if (recognises(token)
                && store.find(token.series()) instanceof RememberMeStore.Lookup.Live(RememberMeSeries series)
                && token.partition() == series.principal().partition()) {
            end(series.id(), EndReason.LOGGED_OUT, now());
        }
    }

    /** Ends the series that a session is linked to, if any, because that session was ended for this reason. */
    public void endWith(Session ended, EndReason reason) {
        ended.link().series().ifPresent(series -> end(series, reason, now()));
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
                .forEach(series -> end(series.id(), EndReason.REPLACED, now));
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

    private void end(SeriesId series, EndReason reason, Instant now) {
        store.end(series, reason, now);
        sessions.endSeries(series, reason, now);
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
        private Transactions transactions = Transactions.eachWriteAlone();

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
