package dev.latchkey.server.app;

import dev.latchkey.audit.AuditTrail;
import dev.latchkey.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens by itself: activity is written back, expired rows are purged, other processes' changes are noticed.
 *
 * <p>Nothing is deleted by age while the clock is not to be believed: it would not come back when the clock does.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.housekeeping");
    private static final int PURGE_BATCH = 1000;
    private static final int PURGE_BATCHES_AT_ONCE = 10;

    /** Its period is half a second; longer than any single answer of the store, and than a machine holds its breath. */
    private static final Duration WATCH_OVERDUE = Duration.ofSeconds(20);

    private final ScheduledThreadPoolExecutor scheduler = scheduler("housekeeping-", 2);

    /** Apart, so that no purge that waits for the store keeps changes from being noticed. */
    private final ScheduledThreadPoolExecutor watch = scheduler("watch-", 1);

    private final Core core;
    private final AuditTrail audit;
    private final ClockWatch clock;
    private final LongSupplier nanos;
    private volatile long watchedAtNanos;

    /** Starts at once; {@code noticeChanges} is called twice a second. */
    Housekeeping(Core core, OpenData data, ClockWatch clock, LongSupplier nanos, Runnable noticeChanges) {
        this.core = core;
        this.audit = data.audit();
        this.clock = clock;
        this.nanos = nanos;
        this.watchedAtNanos = nanos.getAsLong();
        var unused = watch.scheduleWithFixedDelay(() -> watch(noticeChanges), 500, 500, TimeUnit.MILLISECONDS);
        every(1, TimeUnit.SECONDS, audit::flush);
        every(5, TimeUnit.SECONDS, core.sessions()::flushActivity);
        everyMinute(core.sessions()::purgeExpired);
        core.rememberMe().ifPresent(remembering -> {
            every(1, TimeUnit.SECONDS, remembering::flush);
            everyMinute(remembering::purgeExpired);
        });
        everyMinute(core.throttle()::purge);
        everyMinute(limit ->
                clock.believedNow().map(now -> audit.purgeExpired(now, limit)).orElse(0));
        every(60, TimeUnit.SECONDS, () -> clock.believedNow().ifPresent(data.database()::seen));
        every(60, TimeUnit.SECONDS, core.decoys()::refresh);
        soon(this::learnDecoys);
    }

    private static ScheduledThreadPoolExecutor scheduler(String name, int threads) {
        return new ScheduledThreadPoolExecutor(
                threads,
                Thread.ofPlatform().name(name, 0).daemon().factory(),
                // What would run on after the stop is not begun.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private void watch(Runnable noticeChanges) {
        guarded(clock::look);
        guarded(noticeChanges);
        watchedAtNanos = nanos.getAsLong();
    }

    /** Whether changes are noticed as they should be. */
    boolean isAlive() {
        return nanos.getAsLong() - watchedAtNanos < WATCH_OVERDUE.toNanos();
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
            // The store says why, once a second at most.
            LOG.debug("the store does not answer; housekeeping tries again", e);
        } catch (Throwable e) { // an Error too: the executor would drop the task, and nobody would see it
            LOG.error("housekeeping failed and tries again", e);
        }
    }

    private void everyMinute(IntUnaryOperator purgeBatch) {
        every(60, TimeUnit.SECONDS, () -> purge(purgeBatch));
    }

    /** All users once after the start, in portions. */
    private void learnDecoys() {
        if (!core.decoys().refresh()) {
            soon(this::learnDecoys);
        }
    }

    /** A backlog is worked off in portions, so that nobody's login waits for all of it. */
    private void purge(IntUnaryOperator purgeBatch) {
        for (int batches = 0; batches < PURGE_BATCHES_AT_ONCE; batches++) {
            if (clock.believedNow().isEmpty()) {
                return;
            }
            if (purgeBatch.applyAsInt(PURGE_BATCH) < PURGE_BATCH) {
                return;
            }
        }
        var unused = scheduler.schedule(() -> guarded(() -> purge(purgeBatch)), 1, TimeUnit.SECONDS);
    }

    /** Stops, and writes back what was noted. */
    @Override
    public void close() {
        watch.shutdownNow();
        scheduler.shutdownNow();
        guarded(core.sessions()::flushActivity);
        core.rememberMe().ifPresent(remembering -> guarded(remembering::flush));
        guarded(audit::flush);
    }
}
