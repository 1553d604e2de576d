package dev.latchkey.core.memory;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A {@link SessionStore} of three maps under one lock: plain enough to be read as the specification. */
public final class MemorySessionStore implements SessionStore, Restorable {
    private static final Comparator<Session> SEEN_LATEST_FIRST = Comparator.comparing(Session::lastSeenAt)
            .thenComparing(Session::createdAt)
            .thenComparing(session -> session.id().value())
            .reversed();

    private final Map<TokenHash, Session> live = new HashMap<>();
    private final Map<TokenHash, EndedSession> ended = new HashMap<>();
    private final Map<TokenHash, Predecessor> predecessors = new HashMap<>();

    /** An empty store. */
    public MemorySessionStore() {}

    private record Predecessor(SessionId id, Instant until) {}

    private record EndedSession(SessionId id, EndReason reason, Instant at) {}

    @Override
    public Runnable snapshot() {
        return Restorable.all(Restorable.snapshot(live), Restorable.snapshot(ended), Restorable.snapshot(predecessors));
    }

    @Override
    public synchronized Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        if (isRefused(hash, session)) {
            return new Insertion.Refused();
        }
        List<Replaced> replaced = live.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .principal()
                        .id()
                        .equals(session.principal().id()))
                .sorted(Map.Entry.comparingByValue(SEEN_LATEST_FIRST))
                .skip(maximum - 1L)
                .map(entry -> new Replaced(entry.getKey(), entry.getValue()))
                .toList();
        return add(hash, session, replaced, EndReason.REPLACED, now);
    }

    @Override
    public synchronized Insertion bringBack(TokenHash hash, Session session, Instant now) {
        if (isRefused(hash, session)) {
            return new Insertion.Refused();
        }
        SeriesId series = session.link().series().orElseThrow();
        List<Replaced> replaced = live.entrySet().stream()
                .filter(entry -> isOf(series, entry.getValue()))
                .map(entry -> new Replaced(entry.getKey(), entry.getValue()))
                .toList();
        replaced.forEach(row -> forgetPredecessors(row.session().id()));
        return add(hash, session, replaced, EndReason.RETURNED, now);
    }

    private Insertion add(TokenHash hash, Session session, List<Replaced> replaced, EndReason reason, Instant now) {
        for (Replaced row : replaced) {
            live.remove(row.hash());
            ended.put(row.hash(), new EndedSession(row.session().id(), reason, now));
        }
        live.put(hash, session);
        return new Insertion.Added(replaced);
    }

    private boolean isRefused(TokenHash hash, Session session) {
        return isKnown(hash)
                || live.values().stream().anyMatch(other -> other.id().equals(session.id()))
                || ended.values().stream().anyMatch(other -> other.id().equals(session.id()));
    }

    private static boolean isOf(SeriesId series, Session session) {
        return session.link().series().filter(series::equals).isPresent();
    }

    private boolean isKnown(TokenHash hash) {
        return live.containsKey(hash) || ended.containsKey(hash) || predecessors.containsKey(hash);
    }

    @Override
    public synchronized Lookup find(TokenHash hash) {
        Session session = live.get(hash);
        if (session != null) {
            return new Lookup.Live(session);
        }
        EndedSession end = ended.get(hash);
        if (end != null) {
            return new Lookup.Ended(end.reason());
        }
        Predecessor predecessor = predecessors.get(hash);
        return predecessor == null ? new Lookup.Absent() : find(predecessor);
    }

    private Lookup find(Predecessor predecessor) {
        return live.values().stream()
                .filter(session -> session.id().equals(predecessor.id()))
                .<Lookup>map(session -> new Lookup.Predecessor(session, predecessor.until()))
                .findFirst()
                .or(() -> ended.values().stream()
                        .filter(end -> end.id().equals(predecessor.id()))
                        .<Lookup>map(end -> new Lookup.Ended(end.reason()))
                        .findFirst())
                .orElseGet(Lookup.Absent::new);
    }

    @Override
    public synchronized List<Session> list(PrincipalId principal) {
        return live.values().stream()
                .filter(session -> session.principal().id().equals(principal))
                .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
                .toList();
    }

    @Override
    public synchronized void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        lastSeenAt.forEach((hash, at) -> live.computeIfPresent(hash, (key, session) -> session.touchedAt(at)));
    }

    @Override
    public synchronized void confirm(Collection<TokenHash> hashes) {
        hashes.forEach(hash -> live.computeIfPresent(hash, (key, session) -> session.confirmed()));
    }

    @Override
    public synchronized Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        return endWhere(session -> session.id().equals(id), reason, now, 1).stream()
                .findFirst();
    }

    @Override
    public synchronized List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return endWhere(session -> session.principal().id().equals(principal), reason, now, Integer.MAX_VALUE);
    }

    @Override
    public synchronized List<TokenHash> endOthers(
            PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        return endWhere(
                session -> session.principal().id().equals(principal)
                        && !session.id().equals(kept),
                reason,
                now,
                Integer.MAX_VALUE);
    }

    @Override
    public synchronized List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        return endWhere(session -> isOf(series, session), reason, now, Integer.MAX_VALUE);
    }

    @Override
    public synchronized boolean rotate(
            TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        Session session = live.get(current);
        if (session == null || !session.id().equals(updated.id()) || isKnown(successor)) {
            return false;
        }
        live.remove(current);
        live.put(
                successor,
                new Session(
                                session.id(),
                                session.principal(),
                                session.createdAt(),
                                updated.authenticatedAt(),
                                updated.proofs(),
                                updated.lastSeenAt(),
                                session.expiresAt(),
                                updated.link(),
                                updated.browser())
                        .touchedAt(session.lastSeenAt()));
        predecessors.put(current, new Predecessor(session.id(), predecessorUntil));
        return true;
    }

    @Override
    public synchronized void forgetPredecessors(SessionId id) {
        predecessors.values().removeIf(predecessor -> predecessor.id().equals(id));
    }

    @Override
    public synchronized int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        int expired = endWhere(session -> !now.isBefore(session.expiresAt()), EndReason.EXPIRED, now, limit)
                .size();
        Predicate<Session> isIdle = session -> !session.lastSeenAt().isAfter(lastSeenBy);
        int idle =
                endWhere(isIdle, EndReason.IDLE_EXPIRED, now, limit - expired).size();
        List<TokenHash> old = ended.entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(forgetEndedBefore))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        old.forEach(ended::remove);
        List<TokenHash> rotatedAway = predecessors.entrySet().stream()
                .filter(entry ->
                        !now.isBefore(entry.getValue().until()) || find(entry.getValue()) instanceof Lookup.Absent)
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        rotatedAway.forEach(predecessors::remove);
        return Math.max(Math.max(expired + idle, old.size()), rotatedAway.size());
    }

    private List<TokenHash> endWhere(Predicate<Session> condition, EndReason reason, Instant now, int limit) {
        List<TokenHash> hashes = new ArrayList<>();
        live.forEach((hash, session) -> {
            if (hashes.size() < limit && condition.test(session)) {
                hashes.add(hash);
                ended.put(hash, new EndedSession(session.id(), reason, now));
            }
        });
        hashes.forEach(live::remove);
        return List.copyOf(hashes);
    }
}
