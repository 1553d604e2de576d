package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the event streams of browsers before anything else stops: a graceful shutdown waits for requests under way, and a
 * stream is one that never ends by itself.
 */
final class EventStreamsEnd implements SmartLifecycle {
    private final Latchkey latchkey;
    private volatile boolean isRunning;

    EventStreamsEnd(Latchkey latchkey) {
        this.latchkey = latchkey;
    }

    @Override
    public void start() {
        isRunning = true;
    }

    @Override
    public void stop() {
        latchkey.eventStreams().end();
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
