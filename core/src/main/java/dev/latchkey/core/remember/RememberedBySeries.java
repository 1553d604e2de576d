package dev.latchkey.core.remember;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.token.Keyset;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Remembers browsers by the series that they hold. */
final class RememberedBySeries implements RememberMe {
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

    RememberedBySeries(Builder builder) {
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

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
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

    @Override
    public boolean recognises(RememberToken token) {
        return returns.signer(token).isPresent();
    }

    @Override
    public RememberOutcome restore(RememberToken token, Client client, boolean lostIt) {
        return restore(token, client, lostIt, now());
    }

    @Override
    public RememberOutcome restore(RememberToken token, Client client, boolean lostIt, Instant now) {
        return returns.restore(token, client, lostIt, now);
    }

    @Override
    public void noteUse(Session session, SessionToken token, Instant now) {
        session.link().series().ifPresent(series -> firstUses.note(series, token.hash(), session.createdAt(), now));
    }

    @Override
    public void flush() {
        firstUses.writeAll();
    }

    @Override
    public void forget(RememberToken token) {
        if (recognises(token)
                && store.find(token.series()) instanceof RememberMeStore.Lookup.Live(RememberMeSeries series)
                && token.partition() == series.principal().partition()) {
            returns.end(series.id(), EndReason.LOGGED_OUT, now());
        }
    }

    @Override
    public void endWith(Session ended, EndReason reason) {
        ended.link().series().ifPresent(series -> returns.end(series, reason, now()));
    }

    @Override
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

    @Override
    public int revokeAll(PrincipalId principal) {
        return store.endAll(principal, EndReason.REVOKED, now()).size();
    }

    @Override
    public int revokeOthers(PrincipalId principal, Session kept) {
        return kept.link()
                .series()
                .map(series -> store.endOthers(principal, series, EndReason.REVOKED, now())
                        .size())
                .orElseGet(() -> revokeAll(principal));
    }

    @Override
    public int purgeExpired(int limit) {
        Instant now = now();
        return store.purge(now, now.minus(Sessions.REASON_KEPT), limit);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
