package dev.latchkey.freshness;

import dev.latchkey.session.EndReason;
import dev.latchkey.session.Resolution;
import dev.latchkey.session.Session;

/** Whether the holder of a token may do what needs a fresh session. */
public sealed interface Privilege {
    /** They may. */
    record Granted(Session session) implements Privilege {}

    /** Their session lives and is not fresh: let them prove the password, then try again (RFC 9470 §3). */
    record ReauthenticationRequired() implements Privilege {}

    /** They have no session, and why. */
    record Ended(EndReason reason) implements Privilege {}

    /** They have no session, and nothing is known of one. */
    record Unknown() implements Privilege {}

    /** The answer for what a token stands for. */
    static Privilege of(Resolution resolution, boolean isFresh) {
        return switch (resolution) {
            case Resolution.Active active -> isFresh ? new Granted(active.session()) : new ReauthenticationRequired();
            case Resolution.Ended(EndReason reason) -> new Ended(reason);
            case Resolution.Unknown() -> new Unknown();
        };
    }
}
