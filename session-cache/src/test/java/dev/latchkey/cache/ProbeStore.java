package dev.latchkey.cache;

import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that counts what it is asked, can hold an answer back, and can fail after its commit. */
final class ProbeStore implements SessionStore {
    final SessionStore memory = new MemorySessionStore();
    final AtomicInteger calls = new AtomicInteger();
    volatile Gate afterFind = Gate.OPEN;
    volatile Gate afterInsert = Gate.OPEN;
    volatile Gate afterRotate = Gate.OPEN;
    volatile boolean failsAfterCommit;

    /** Where a thread stops until it is let go on. */
    static final class Gate {
        static final Gate OPEN = new Gate(0);

        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch released;

        private Gate(int count) {
            released = new CountDownLatch(count);
        }

        static Gate closed() {
            return new Gate(1);
        }

        void pass() {
            reached.countDown();
            await(released);
        }

        static void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody came");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        calls.incrementAndGet();
        Insertion insertion = memory.insert(hash, session, maximum, now);
        afterInsert.pass();
        return committed(insertion);
    }

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        calls.incrementAndGet();
        return committed(memory.bringBack(hash, session, now));
    }

    @Override
    public void confirm(Collection<TokenHash> hashes) {
        calls.incrementAndGet();
        memory.confirm(hashes);
    }

    @Override
    public void forgetPredecessors(SessionId id) {
        calls.incrementAndGet();
        memory.forgetPredecessors(id);
    }

    @Override
    public Lookup find(TokenHash hash) {
        calls.incrementAndGet();
        Lookup found = memory.find(hash);
        afterFind.pass();
        return found;
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        calls.incrementAndGet();
        return memory.list(principal);
    }

    @Override
    public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        calls.incrementAndGet();
        memory.recordActivity(lastSeenAt);
    }

    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        calls.incrementAndGet();
        return committed(memory.end(id, reason, now));
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        calls.incrementAndGet();
        return committed(memory.endAll(principal, reason, now));
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        calls.incrementAndGet();
        return committed(memory.endOthers(principal, kept, reason, now));
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        calls.incrementAndGet();
        return committed(memory.endSeries(series, reason, now));
    }

    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        calls.incrementAndGet();
        boolean isRotated = memory.rotate(current, successor, updated, predecessorUntil);
        afterRotate.pass();
        return committed(isRotated);
    }

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        calls.incrementAndGet();
        return memory.purge(now, lastSeenBy, forgetEndedBefore, limit);
    }

    private <T> T committed(T answer) {
        if (failsAfterCommit) {
            throw new StoreUnavailableException("too late", new TimeoutException());
        }
        return answer;
    }
}
