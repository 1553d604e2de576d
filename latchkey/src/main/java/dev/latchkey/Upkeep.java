package dev.latchkey;

import dev.latchkey.core.Installation;
import dev.latchkey.core.session.EndWatch;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.api.events.EventStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * What happens by itself: activity is written back, expired rows are purged, other processes' changes are noticed, and
 * whoever keeps something open in a session is told of its end. On
 * daemon threads of its own. Thread-safe.
 *
 * <p>Nothing is deleted by age while the clock is not to be believed: it would not come back when the clock does.
 */
public final class Upkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("latchkey.housekeeping");
    private static final int PURGE_BATCH = 1000;
    private static final int PURGE_BATCHES_AT_ONCE = 10;

    /** Its period is half a second; longer than any single answer of the store, and than a machine holds its breath. */
    private static final Duration WATCH_OVERDUE = Duration.ofSeconds(20);

    /** Proxies and load balancers drop what says nothing for half a minute to a minute. */
    private static final Duration STREAM_PULSE = Duration.ofSeconds(15);

    private final ScheduledThreadPoolExecutor scheduler = scheduler("housekeeping-", 2);

    /** Apart, so that no purge that waits for the store keeps changes from being noticed. */
    private final ScheduledThreadPoolExecutor watch = scheduler("watch-", 1);

    /** Apart as well: a store that makes each look wait delays nothing else. */
    private final ScheduledThreadPoolExecutor looking = scheduler("ends-", 1);

    private final Installation installation;
    private final EndWatch ends;
    private final EventStreams streams;
    private final ClockWatch clock;
    private final LongSupplier nanos;
    private volatile Runnable noticingChanges = () -> {};
    private volatile long watchedAtNanos;

    Upkeep(Installation installation, EndWatch ends, EventStreams streams, ClockWatch clock, LongSupplier nanos) {
        this.installation = installation;
        this.ends = ends;
        this.streams = streams;
        this.clock = clock;
        this.nanos = nanos;
        this.watchedAtNanos = nanos.getAsLong();
    }

    /** Begins. What a first request may wait for comes after a second. */
    void start() {
        twiceASecond(watch, this::look);
        twiceASecond(looking, () -> guarded(ends::look));
        every(STREAM_PULSE, streams::pulse);
        every(Duration.ofSeconds(1), installation.audit()::flush);
        every(Duration.ofSeconds(5), installation.sessions()::flushActivity);
        everyMinute(installation.sessions()::purgeExpired);
        every(Duration.ofSeconds(1), installation.rememberMe()::flush);
        everyMinute(installation.rememberMe()::purgeExpired);
        everyMinute(installation.throttle()::purge);
        everyMinute(limit -> clock.believedNow()
                .map(now -> installation.audit().purgeExpired(now, limit))
                .orElse(0));
        every(Duration.ofMinutes(1), installation.decoys()::refresh);
        soon(this::learnDecoys);
        installation.registration().ifPresent(open -> soon(open::prepare));
    }

    private static ScheduledThreadPoolExecutor scheduler(String name, int threads) {
        return new ScheduledThreadPoolExecutor(
                threads,
                Thread.ofPlatform().name(name, 0).daemon().factory(),
                // What would run on after the stop is not begun.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static void twiceASecond(ScheduledThreadPoolExecutor scheduler, Runnable work) {
        var unused = scheduler.scheduleWithFixedDelay(work, 500, 500, TimeUnit.MILLISECONDS);
    }

    private void look() {
        guarded(clock::look);
        guarded(noticingChanges);
        watchedAtNanos = nanos.getAsLong();
    }

    /**
     * Has somebody look twice a second for what other processes changed. One at a time: the latest replaces the one
     * before. Default: nobody looks, which is right where nobody else writes to the stores.
     */
    public void noticing(Runnable changes) {
        this.noticingChanges = Objects.requireNonNull(changes, "changes");
    }

    /** Whether changes are noticed as they should be. One that is not comes back with a new process alone. */
    public boolean isAlive() {
        return nanos.getAsLong() - watchedAtNanos < WATCH_OVERDUE.toNanos();
    }

    /** Whether requests can be answered by the clock: not while it is before any release, nor just after a great jump. */
    public boolean isClockSane() {
        return clock.isSane();
    }

    /** The time to delete by; empty while the clock is not believed. */
    public Optional<Instant> believedNow() {
        return clock.believedNow();
    }

    /** Does something once, soon; not at once, because the first requests may wait for this very start. */
    public void soon(Runnable work) {
        var unused = scheduler.schedule(() -> guarded(work), 1, TimeUnit.SECONDS);
    }

    /** Does something more, again and again, with so much time between. What it throws is logged, and it is done again. */
    public void every(Duration pause, Runnable work) {
        // Nobody waits for it: what goes wrong is logged where it happens.
        var unused = scheduler.scheduleWithFixedDelay(
                () -> guarded(work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that throws is never run again: what fails now may work the next time. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException e) {
            // The store says why, once a second at most.
            LOG.log(System.Logger.Level.DEBUG, "the store does not answer; housekeeping tries again", e);
        } catch (Throwable e) { // an Error too: the executor would drop the task, and nobody would see it
            LOG.log(System.Logger.Level.ERROR, "housekeeping failed and tries again", e);
        }
    }

    private void everyMinute(IntUnaryOperator purgeBatch) {
        every(Duration.ofMinutes(1), () -> purge(purgeBatch));
    }

    /** All users once after the start, in portions. */
    private void learnDecoys() {
        if (!installation.decoys().refresh()) {
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
        looking.shutdownNow();
        scheduler.shutdownNow();
        guarded(installation.sessions()::flushActivity);
        guarded(installation.rememberMe()::flush);
        try {
            installation.audit().flush();
        } catch (StoreUnavailableException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the last lines of the audit log could not be written: " + e.getMessage());
        }
    }
}
