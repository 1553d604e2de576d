package dev.latchkey.core.remember;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.session.Beginning;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.HmacKey;
import dev.latchkey.core.token.Keyset;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what a browser gets that comes back with a token of ours and without a session that lives. Thread-safe. */
final class Returns {
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

    /** How often a restore looks again because somebody else changed the series meanwhile. */
    private static final int LOOKS = 5;

    /** A browser that comes back again within this time is not told of again: one cookie must not fill the audit log. */
    private static final Duration TOLD_ONCE_IN = Duration.ofMinutes(10);

    /** Browsers drop what is to be kept for less. */
    private static final Duration SHORTEST_COOKIE = Duration.ofSeconds(1);

    private final RememberMeStore store;
    private final Sessions sessions;
    private final UserStore users;
    private final Keyset keys;
    private final RememberPolicy policy;
    private final SessionProtection protection;
    private final Transactions transactions;
    private final AuthEventListener listener;
    private final FirstUses firstUses;

    /** @param listener hears of what is committed */
    Returns(RememberMe.Builder builder, Keyset keys, FirstUses firstUses, AuthEventListener listener) {
        this.store = builder.store;
        this.sessions = builder.sessions;
        this.users = builder.users;
        this.keys = keys;
        this.policy = builder.policy;
        this.protection = builder.protection;
        this.transactions = builder.transactions;
        this.listener = listener;
        this.firstUses = firstUses;
    }

    /** The key that says that we issued it, by which all that follows from it is derived; empty for a guess. */
    Optional<HmacKey> signer(RememberToken token) {
        return keys.verifying().stream().filter(token::isSignedWith).findFirst();
    }

    RememberOutcome restore(RememberToken token, Client client, boolean lostIt, Instant now) {
        Optional<HmacKey> key = signer(token);
        if (key.isEmpty()) {
            return new RememberOutcome.Unknown();
        }
        firstUses.write(token.series());
        Return coming = new Return(token, key.get(), client, protection.record(client), lostIt, now);
        // Nobody begins a transaction by a token that nothing is to be done for.
        return switch (store.find(token.series())) {
            case RememberMeStore.Lookup.Live live -> transactions.together(() -> coming.attempt(LOOKS));
            case RememberMeStore.Lookup.Ended(EndReason reason) -> new RememberOutcome.Ended(reason);
            case RememberMeStore.Lookup.Absent() -> new RememberOutcome.Unknown();
        };
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
                // For a moment it may be a request that was under way when the browser was closed.
                return policy.isJustRotated(series, now)
                        ? new RememberOutcome.Ended(EndReason.RETURNED)
                        : stolen(series);
            }
            if (!protection.admits(series.browser(), client)) {
                listener.on(new AuthEvent.RememberMeElsewhere(
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
                listener.on(new AuthEvent.Remembered(
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
            // began in between is caught here, one that began earlier is caught there.
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
                listener.on(new AuthEvent.RememberMeStolen(
                        now,
                        series.principal(),
                        series.id(),
                        count,
                        client.address().network()));
            }
            return new RememberOutcome.Stolen();
        }
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

    /** Ends a series and the sessions that it brought back. */
    void end(SeriesId series, EndReason reason, Instant now) {
        store.end(series, reason, now);
        sessions.endSeries(series, reason, now);
    }
}
