package dev.latchkey.core.login;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a session token was looked at since the start, by what it stood for. A request without one is not counted, nor one
 * that could not be told because the store did not answer. Thread-safe.
 */
public final class SessionChecks {
    private final LongAdder live = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final Map<EndReason, LongAdder> ended = new EnumMap<>(EndReason.class);

    SessionChecks() {
        for (EndReason reason : EndReason.values()) {
            ended.put(reason, new LongAdder());
        }
    }

    Resolution counted(Resolution resolution) {
        switch (resolution) {
            case Resolution.Active active -> live.increment();
            case Resolution.Unknown() -> unknown.increment();
            case Resolution.Ended(EndReason reason) ->
                Objects.requireNonNull(ended.get(reason)).increment();
        }
        return resolution;
    }

    /** Of a live session. */
    public long live() {
        return live.sum();
    }

    /** Of none that is known. */
    public long unknown() {
        return unknown.sum();
    }

    /** Of one that ended for that reason. */
    public long ended(EndReason reason) {
        return Objects.requireNonNull(ended.get(reason)).sum();
    }
}
