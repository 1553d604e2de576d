package dev.latchkey.database;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.cache.NodeLoop;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.settings.Release;
import dev.latchkey.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what other servers write to a database that they share, on a thread of its own. */
final class NodeFollowing implements Following {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");

    /** Of two a second: the clock is compared, and keys are read anew, every ten seconds. */
    private static final int LOOKS_BETWEEN = 20;

    private final SharedDatabase database;
    private final Runnable changed;
    private final NodeLoop loop;
    private final Optional<Registration> registration;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("node-", 0).daemon().factory());

    /** Who looks alone counts them, and says what is said once. */
    private int looks;

    private boolean hasWarned;

    NodeFollowing(SharedDatabase database, CachedSessionStore cache, Settings settings, Runnable changed) {
        this.database = database;
        this.changed = changed;
        this.loop = NodeLoop.builder(database.feed(), cache)
                .name(machine() + ":" + settings.port())
                .version(Release.name())
                .settings(settings.alike())
                .build();
        this.registration = database.isDivided()
                ? Optional.of(new Registration(database.register(), loop.node()))
                : Optional.empty();
        warnOfClock();
        var unused =
                thread.scheduleWithFixedDelay(loop::turn, 0, loop.interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    @Override
    public void look() {
        // Who does not hear in time is not there for the others.
        if (loop.holdsLease()) {
            registration.ifPresent(Registration::renew);
        }
        if (++looks % LOOKS_BETWEEN == 0) {
            database.sampleClock();
            warnOfClock();
            changed.run();
        }
    }

    private void warnOfClock() {
        Optional<StoreFailure> wrong = database.clockFailure();
        if (wrong.isPresent() && !hasWarned) {
            LOG.warn("{}", wrong.get().message());
        }
        hasWarned = wrong.isPresent();
    }

    @Override
    public Optional<Hindrance> hindrance() {
        if (database.isLostInTime()) {
            return database.clockFailure().map(failure -> new Hindrance("clock_off", failure));
        }
        return loop.holdsLease()
                ? Optional.empty()
                : Optional.of(new Hindrance(
                        "no_lease",
                        new StoreFailure(
                                Cause.OTHER,
                                "lease",
                                database.where(),
                                "this server does not hear in time what others change",
                                "it tries again by itself; look at the database's load and at max_connections")));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        loop.close();
        registration.ifPresent(Registration::close);
    }
}
