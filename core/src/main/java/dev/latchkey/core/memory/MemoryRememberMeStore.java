package dev.latchkey.core.memory;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A {@link RememberMeStore} of two maps under one lock. */
public final class MemoryRememberMeStore implements RememberMeStore, Restorable {
    private final Map<SeriesId, RememberMeSeries> live = new HashMap<>();
    private final Map<SeriesId, EndedSeries> ended = new HashMap<>();

    /** An empty store. */
    public MemoryRememberMeStore() {}

    private record EndedSeries(EndReason reason, Instant at) {}

    @Override
    public Runnable snapshot() {
        return Restorable.all(Restorable.snapshot(live), Restorable.snapshot(ended));
    }

    @Override
    public synchronized boolean insert(RememberMeSeries series) {
        return !ended.containsKey(series.id()) && live.putIfAbsent(series.id(), series) == null;
    }

    @Override
    public synchronized Lookup find(SeriesId id) {
        RememberMeSeries series = live.get(id);
        if (series != null) {
            return new Lookup.Live(series);
        }
        EndedSeries end = ended.get(id);
        return end == null ? new Lookup.Absent() : new Lookup.Ended(end.reason());
    }

    @Override
    public synchronized boolean rotate(
            SeriesId id, TokenHash expected, TokenHash successor, Instant now, Instant expiresAt) {
        RememberMeSeries series = live.get(id);
        if (series == null || !series.current().equals(expected)) {
            return false;
        }
        live.put(id, series.rotatedAt(now, successor, expiresAt));
        return true;
    }

    @Override
    public synchronized List<RememberMeSeries> list(PrincipalId principal) {
        return live.values().stream()
                .filter(series -> series.principal().equals(principal))
                .toList();
    }

    @Override
    public synchronized void confirm(SeriesId id, Instant issuedAt, Instant firstUsedAt) {
        live.computeIfPresent(
                id, (key, series) -> series.rotatedAt().isAfter(issuedAt) ? series : series.confirmedAt(firstUsedAt));
    }

    @Override
    public synchronized boolean nextSession(SeriesId id, TokenHash expected, int number) {
        RememberMeSeries series = live.get(id);
        if (series == null || !series.current().equals(expected) || series.sessionNumber() != number) {
            return false;
        }
        live.put(id, series.withNextSession());
        return true;
    }

    @Override
    public synchronized void countLostAnswer(SeriesId id, TokenHash expected) {
        live.computeIfPresent(
                id, (key, series) -> series.current().equals(expected) ? series.withLostAnswer() : series);
    }

    @Override
    public synchronized boolean end(SeriesId id, EndReason reason, Instant now) {
        return !endWhere(series -> series.id().equals(id), reason, now, 1).isEmpty();
    }

    @Override
    public synchronized List<SeriesId> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return endWhere(series -> series.principal().equals(principal), reason, now, Integer.MAX_VALUE);
    }

    @Override
    public synchronized List<SeriesId> endOthers(PrincipalId principal, SeriesId kept, EndReason reason, Instant now) {
        return endWhere(
                series -> series.principal().equals(principal) && !series.id().equals(kept),
                reason,
                now,
                Integer.MAX_VALUE);
    }

    @Override
    public synchronized int purge(Instant now, Instant forgetEndedBefore, int limit) {
        int expired = endWhere(series -> !now.isBefore(series.expiresAt()), EndReason.EXPIRED, now, limit)
                .size();
        List<SeriesId> old = ended.entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(forgetEndedBefore))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        old.forEach(ended::remove);
        return Math.max(expired, old.size());
    }

    private List<SeriesId> endWhere(Predicate<RememberMeSeries> condition, EndReason reason, Instant now, int limit) {
        List<SeriesId> ids = live.values().stream()
                .filter(condition)
                .map(RememberMeSeries::id)
                .limit(limit)
                .toList();
        ids.forEach(id -> {
            live.remove(id);
            ended.put(id, new EndedSeries(reason, now));
        });
        return ids;
    }
}
