package dev.latchkey.core.freshness;

import dev.latchkey.core.session.EndReason;

/** Whether the holder of a token may do what needs a fresh session: who is {@link Fresh} may. */
public sealed interface Privilege
        permits Fresh, Privilege.ReauthenticationRequired, Privilege.Ended, Privilege.Unknown {
    /** Their session lives and is not fresh: let them prove the password, then try again (RFC 9470 §3). */
    record ReauthenticationRequired() implements Privilege {}

    /** They have no session, and why. */
    record Ended(EndReason reason) implements Privilege {}

    /** They have no session, and nothing is known of one. */
    record Unknown() implements Privilege {}
}
