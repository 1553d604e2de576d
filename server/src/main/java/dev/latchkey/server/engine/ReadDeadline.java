package dev.latchkey.server.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when the read under way may take. Armed and disarmed by the connection's thread around each read, expired by
 * the watchdog; whoever swaps the value first decides, so a read either got its bytes or ran out of time, never both.
 * Times are {@link System#nanoTime()}.
 */
final class ReadDeadline {
    /** No read is under way. */
    private static final long NONE = Long.MAX_VALUE;

    /** A read ran out of time; final. */
    private static final long EXPIRED = Long.MIN_VALUE;

    private final AtomicLong value;

    /** Begins armed: what happens between accept and the first read of ours (a TLS handshake) counts too. */
    ReadDeadline(long first) {
        this.value = new AtomicLong(first);
    }

    /** Before a read; {@code false} when it must not begin, because an earlier one ran out of time. */
    boolean arm(long until) {
        return swap(until);
    }

    /** After a read; {@code false} when it ran out of time. */
    boolean disarm() {
        return swap(NONE);
    }

    private boolean swap(long next) {
        long current;
        do {
            current = value.get();
            if (current == EXPIRED) {
                return false;
            }
        } while (!value.compareAndSet(current, next));
        return true;
    }

    /** Gives the read under way another deadline; does nothing when there is none. */
    void move(long until) {
        long current;
        do {
            current = value.get();
            if (current == NONE || current == EXPIRED) {
                return;
            }
        } while (!value.compareAndSet(current, until));
    }

    /** Expires the read under way if its time is over; {@code true} for the one caller that did. */
    boolean expireIfOver(long now) {
        long current = value.get();
        return isUnderWay(current) && current - now < 0 && value.compareAndSet(current, EXPIRED);
    }

    /** Expires the read under way whatever its deadline; {@code false} when there is none. */
    boolean expireNow() {
        long current = value.get();
        return isUnderWay(current) && value.compareAndSet(current, EXPIRED);
    }

    boolean isUnderWay() {
        return isUnderWay(value.get());
    }

    boolean isExpired() {
        return value.get() == EXPIRED;
    }

    private static boolean isUnderWay(long current) {
        return current != NONE && current != EXPIRED;
    }
}
