package dev.latchkey.cache;

import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A store that nodes share, and their feed, of which every moment is a turn of a {@link Schedule}: before and after it
 * reads, before and after it commits. It does what is specified, but for the mistakes that are planted in it.
 */
final class SimulatedStore implements SessionStore, SessionFeed {
    private final SessionStore memory = new MemorySessionStore();
    private final Schedule schedule;
    private final Set<Mistake> mistakes;
    private final List<Numbered> committed = new ArrayList<>();
    private final Map<String, Row> nodes = new HashMap<>();
    private long lastNumber;

    /** The database's time. */
    long nanos;

    /** Nobody is to wait any more. */
    boolean isOver;

    SimulatedStore(Schedule schedule, Set<Mistake> mistakes) {
        this.schedule = schedule;
        this.mistakes = mistakes;
    }

    /** A change with the number that its transaction got when it began. */
    private record Numbered(long number, SessionChange change) {}

    /** What a node said: until when it may answer, and how many of what was committed it has applied. */
    private record Row(long leaseUntil, long applied) {}

    @Override
    public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        return memory.insert(hash, session, maximum, now);
    }

    @Override
    public Lookup find(TokenHash hash) {
        schedule.step();
        Lookup found = memory.find(hash);
        schedule.step();
        return found;
    }

    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        schedule.step();
        long number = ++lastNumber;
        schedule.step();
        Optional<TokenHash> ended = memory.end(id, reason, now);
        ended.ifPresent(hash -> committed.add(new Numbered(number, new SessionChange.Ended(hash, reason))));
        long position = committed.size();
        schedule.step();
        if (!mistakes.contains(Mistake.ACKNOWLEDGED_AT_ONCE)) {
            awaitAll(position);
        }
        return ended;
    }

    private void awaitAll(long position) {
        long until = nodes.values().stream()
                .filter(row -> isBehind(row, position))
                .mapToLong(Row::leaseUntil)
                .max()
                .orElse(nanos);
        while (nanos < until && nodes.values().stream().anyMatch(row -> isBehind(row, position))) {
            if (isOver) {
                throw unavailable();
            }
            schedule.step();
        }
    }

    private boolean isBehind(Row row, long position) {
        return row.leaseUntil() > nanos && row.applied() < position;
    }

    private static StoreUnavailableException unavailable() {
        return new StoreUnavailableException("not now", new TimeoutException());
    }

    @Override
    public Membership join(Node node) {
        schedule.step();
        Membership member = new Member(node);
        schedule.step();
        return member;
    }

    private final class Member implements Membership {
        private final Node node;
        private long position = committed.size();
        private long highest = lastNumber;

        Member(Node node) {
            this.node = node;
        }

        @Override
        public void renew(Duration lease) {
            failNowAndThen();
            nodes.put(node.id(), new Row(nanos + lease.toNanos(), position));
            schedule.step();
        }

        @Override
        public Changes changes() {
            failNowAndThen();
            List<SessionChange> changes = mistakes.contains(Mistake.FEED_BY_NUMBER) ? byNumber() : byCommit();
            position = committed.size();
            schedule.step();
            return new Changes.Since(changes);
        }

        private List<SessionChange> byCommit() {
            return committed.subList((int) position, committed.size()).stream()
                    .map(Numbered::change)
                    .toList();
        }

        private List<SessionChange> byNumber() {
            long before = highest;
            highest = Math.max(
                    before, committed.stream().mapToLong(Numbered::number).max().orElse(before));
            return committed.stream()
                    .filter(change -> change.number() > before)
                    .map(Numbered::change)
                    .toList();
        }

        private void failNowAndThen() {
            schedule.step();
            if (schedule.chance(25) == 0) {
                throw unavailable();
            }
        }

        @Override
        public void close() {
            schedule.step();
            nodes.remove(node.id());
            schedule.step();
        }
    }

    // Nothing else is asked.

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        throw new AssertionError();
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        throw new AssertionError();
    }

    @Override
    public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        throw new AssertionError();
    }

    @Override
    public void confirm(Collection<TokenHash> hashes) {
        throw new AssertionError();
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        throw new AssertionError();
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        throw new AssertionError();
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        throw new AssertionError();
    }

    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        throw new AssertionError();
    }

    @Override
    public void forgetPredecessors(SessionId id) {
        throw new AssertionError();
    }

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        throw new AssertionError();
    }
}
