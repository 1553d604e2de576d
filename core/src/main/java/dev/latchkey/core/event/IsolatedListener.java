package dev.latchkey.core.event;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears for another one and keeps what it throws from whoever has something to tell: a login that succeeded must not
 * fail because somebody could not write it down.
 */
final class IsolatedListener implements AuthEventListener {
    private static final System.Logger LOG = System.getLogger("latchkey.listener");

    private final AuthEventListener listener;
    private final AtomicLong failures = new AtomicLong();

    IsolatedListener(AuthEventListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(AuthEvent event) {
        try {
            listener.on(event);
        } catch (Throwable e) { // an Error too, such as a class that is missing: what is told has happened
            log(event, e);
        }
    }

    /** The 1st, 2nd, 4th, 8th one and so on: a listener that always fails must not fill the disk. */
    private void log(AuthEvent event, Throwable failure) {
        long count = failures.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            String kind = event.getClass().getSimpleName();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a listener failed, " + count + " times so far, now at " + kind,
                    failure);
        }
    }

    @Override
    public AuthEventListener isolated() {
        return this;
    }
}
