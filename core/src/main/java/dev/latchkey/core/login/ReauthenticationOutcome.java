package dev.latchkey.core.login;

import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;

/** What became of proving the password again. */
public sealed interface ReauthenticationOutcome {
    /** The password was right: the session is fresh and has a new token for its cookie. */
    record Reauthenticated(SessionToken token, Session session) implements ReauthenticationOutcome {}

    /** The password was wrong, or the user is gone or disabled. The session stays as it was. */
    record WrongPassword() implements ReauthenticationOutcome {}

    /**
     * The token was rotated away, by another tab at the same time or before, or the session ended meanwhile. Nothing
     * was changed; the browser has the newer token by now, or none.
     */
    record Superseded() implements ReauthenticationOutcome {}

    /** This one was not judged: try again later. */
    record Deferred(NotNow why) implements ReauthenticationOutcome {}
}
