package dev.latchkey.server.app;

import dev.latchkey.audit.AuditTrail;
import dev.latchkey.store.StoreUnavailableException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by itself: activity is written back, expired rows are purged, other processes' changes are noticed. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.housekeeping");
    private static final int PURGE_BATCH = 1000;
    private static final int PURGE_BATCHES_AT_ONCE = 10;

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(
            2,
            Thread.ofPlatform().name("housekeeping-", 0).daemon().factory(),
            // What would run on after the stop is not begun.
            new ThreadPoolExecutor.DiscardPolicy());
    private final Core core;
    private final AuditTrail audit;

    /** Starts at once; {@code noticeChanges} is called twice a second. */
    Housekeeping(Core core, AuditTrail audit, Runnable noticeChanges) {
        this.core = core;
        this.audit = audit;
        every(500, TimeUnit.MILLISECONDS, noticeChanges);
        every(1, TimeUnit.SECONDS, audit::flush);
        every(5, TimeUnit.SECONDS, core.sessions()::flushActivity);
        everyMinute(core.sessions()::purgeExpired);
        core.rememberMe().ifPresent(remembering -> {
            every(1, TimeUnit.SECONDS, remembering::flush);
            everyMinute(remembering::purgeExpired);
        });
        everyMinute(core.throttle()::purge);
        everyMinute(audit::purgeExpired);
    }

    /** Does something once, soon; not at once, because the first requests may wait for this very start. */
    void soon(Runnable work) {
        var unused = scheduler.schedule(() -> guarded(work), 1, TimeUnit.SECONDS);
    }

    /** Does something more, again and again. */
    void every(long period, TimeUnit unit, Runnable work) {
        // Nobody waits for it: what goes wrong is logged where it happens.
        var unused = scheduler.scheduleWithFixedDelay(() -> guarded(work), period, period, unit);
    }

    /** A task that throws is never run again: what fails now may work the next time. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException e) {
            LOG.warn("the store does not answer; housekeeping tries again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("housekeeping failed and tries again", e);
        }
    }

    private void everyMinute(IntUnaryOperator purgeBatch) {
        every(60, TimeUnit.SECONDS, () -> purge(purgeBatch));
    }

    /** A backlog is worked off in portions, so that nobody's login waits for all of it. */
    private void purge(IntUnaryOperator purgeBatch) {
        for (int batches = 0; batches < PURGE_BATCHES_AT_ONCE; batches++) {
            if (purgeBatch.applyAsInt(PURGE_BATCH) < PURGE_BATCH) {
                return;
            }
        }
        var unused = scheduler.schedule(() -> guarded(() -> purge(purgeBatch)), 1, TimeUnit.SECONDS);
    }

    /** Stops, and writes back what was noted. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        guarded(core.sessions()::flushActivity);
        core.rememberMe().ifPresent(remembering -> guarded(remembering::flush));
        guarded(audit::flush);
    }
}
