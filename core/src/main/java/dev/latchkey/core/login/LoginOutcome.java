package dev.latchkey.core.login;

import dev.latchkey.core.remember.RememberGrant;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.DeviceToken;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;
import java.util.Optional;

/** What became of an attempt to log in. */
public sealed interface LoginOutcome {
    /**
     * The proof was right: here is the new session, and what goes into cookies.
     *
     * @param token the secret of the session
     * @param session fresh
     * @param device what makes the browser known from now on
     * @param remember the remember-me cookie to set; empty when none was asked for
     */
    record LoggedIn(SessionToken token, Session session, DeviceToken device, Optional<RememberGrant> remember)
            implements LoginOutcome {}

    /** The proof was right, and a second one is wanted: nobody is logged in yet. */
    record Pending(PendingLogin login) implements LoginOutcome {}

    /** No such user, a wrong password or a disabled user: which one is nobody's business. */
    record BadCredentials() implements LoginOutcome {}

    /** This one was not judged: try again later. */
    record Deferred(NotNow why) implements LoginOutcome {}
}
