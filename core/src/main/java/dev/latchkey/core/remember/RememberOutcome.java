package dev.latchkey.core.remember;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.token.SessionToken;

/** What became of a browser that came without a session and with a remember-me cookie. */
public sealed interface RememberOutcome {
    /**
     * It is remembered. Tabs that came at once with the same token get the same cookies.
     *
     * @param token the secret of the session
     * @param session remembered, not fresh, while the standing is current
     * @param standing current: both cookies are to be set. Predecessor: another tab took both and proved the password
     *     since, so that the browser has a newer session cookie, and none is to be set
     * @param successor what takes the place of the spent remember-me token
     */
    record Restored(SessionToken token, Session session, Standing standing, RememberGrant successor)
            implements RememberOutcome {}

    /** A spent token came back when it was good no more: the series and every session of it ended just now. */
    record Stolen() implements RememberOutcome {}

    /** The series was honoured in another kind of browser only; nothing was spent. Answer {@code protected}. */
    record Elsewhere() implements RememberOutcome {}

    /** The series, or the session that it just brought back, is over, and why. */
    record Ended(EndReason reason) implements RememberOutcome {}

    /** No such series, or a token that was never issued here. Nothing changed. */
    record Unknown() implements RememberOutcome {}
}
