package dev.latchkey.core.session;

import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.Optional;

/** What a token stands for: by the store, by the policy of today, and by what was seen and is not written yet. Thread-safe. */
final class SessionJudge {
    private final SessionStore store;
    private final SessionPolicy policy;
    private final ActivityLog activity;

    SessionJudge(SessionStore store, SessionPolicy policy, ActivityLog activity) {
        this.store = store;
        this.policy = policy;
        this.activity = activity;
    }

    /**
     * What it stands for at that moment. Activity that another node saw may be in the store and not in the cache in front
     * of it, so nobody is refused as idle before the store was asked.
     */
    Resolution judge(SessionToken token, TokenHash hash, Instant now) {
        SessionStore.Lookup found = store.find(hash);
        Resolution first = judge(token, hash, found, now);
        return found instanceof SessionStore.Lookup.Live && isIdle(first)
                ? judge(token, hash, store.findFresh(hash), now)
                : first;
    }

    private static boolean isIdle(Resolution resolution) {
        return resolution instanceof Resolution.Ended(EndReason reason) && reason == EndReason.IDLE_EXPIRED;
    }

    private Resolution judge(SessionToken token, TokenHash hash, SessionStore.Lookup found, Instant now) {
        return switch (found) {
            case SessionStore.Lookup.Live(Session session) ->
                isOfPartition(token, session) ? judge(hash, session, now) : new Resolution.Unknown();
            case SessionStore.Lookup.Predecessor(Session session, Instant until) ->
                isOfPartition(token, session) && now.isBefore(until)
                        ? judgePredecessor(session, now)
                        : new Resolution.Unknown();
            case SessionStore.Lookup.Ended(EndReason reason) -> new Resolution.Ended(reason);
            case SessionStore.Lookup.Absent() -> new Resolution.Unknown();
        };
    }

    /** Whoever shares stores out by what the token says must not find anything there that belongs elsewhere. */
    private static boolean isOfPartition(SessionToken token, Session session) {
        return token.partition() == session.principal().id().partition();
    }

    private Resolution judge(TokenHash hash, Session stored, Instant now) {
        Optional<EndReason> expiry = policy.expiry(stored, now);
        if (expiry.isEmpty()) {
            return new Resolution.Active(stored, Standing.CURRENT);
        }
        // The store may not have heard of the latest activity yet. Only a session about to be refused pays for the
        // second look.
        Session seen = activity.latest(hash).map(stored::touchedAt).orElse(stored);
        return policy.expiry(seen, now)
                .<Resolution>map(Resolution.Ended::new)
                .orElseGet(() -> new Resolution.Active(seen, Standing.CURRENT));
    }

    private Resolution judgePredecessor(Session session, Instant now) {
        return policy.expiry(session, now)
                .<Resolution>map(Resolution.Ended::new)
                .orElseGet(() -> new Resolution.Active(session, Standing.PREDECESSOR));
    }

    /** The same with its latest activity, which counts as none. */
    Resolution peek(SessionToken token, Instant now) {
        TokenHash hash = token.hash();
        Resolution known = withLatest(hash, judge(token, hash, now), now);
        // When the session ends is shown to a person, who is not to be warned for nothing.
        return known instanceof Resolution.Active(Session session, Standing standing)
                        && standing == Standing.CURRENT
                        && policy.isNearlyIdle(session, now)
                ? withLatest(hash, judge(token, hash, store.findFresh(hash), now), now)
                : known;
    }

    private Resolution withLatest(TokenHash hash, Resolution resolution, Instant now) {
        // The store may not have heard of the latest activity yet; asking when the session ends must not deny it.
        if (resolution instanceof Resolution.Active(Session session, Standing standing)
                && standing == Standing.CURRENT
                && policy.isWorthRecording(session, now)) {
            return activity.latest(hash)
                    .<Resolution>map(at -> new Resolution.Active(session.touchedAt(at), standing))
                    .orElse(resolution);
        }
        return resolution;
    }

    /** The same, and a live session is thereby used. */
    Resolution resolve(SessionToken token, Instant now) {
        TokenHash hash = token.hash();
        Resolution resolution = judge(token, hash, now);
        if (resolution instanceof Resolution.Active(Session session, Standing standing)
                && standing == Standing.CURRENT
                && policy.isWorthRecording(session, now)) {
            activity.note(hash, session.id(), now);
            return new Resolution.Active(session.touchedAt(now), standing);
        }
        return resolution;
    }

    /** The session of that token, or of one that it had before, whether or not it is past a deadline. */
    Optional<Session> live(SessionToken token) {
        Optional<Session> found = switch (store.find(token.hash())) {
            case SessionStore.Lookup.Live(Session session) -> Optional.of(session);
            case SessionStore.Lookup.Predecessor(Session session, Instant until) -> Optional.of(session);
            case SessionStore.Lookup.Ended(EndReason reason) -> Optional.empty();
            case SessionStore.Lookup.Absent() -> Optional.empty();
        };
        return found.filter(session -> isOfPartition(token, session));
    }
}
