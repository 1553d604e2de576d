package dev.latchkey.core.login;

import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.DeviceToken;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;
import java.util.Set;

/** What became of a change of password. */
public sealed interface PasswordChangeOutcome {
    /**
     * It was changed; every other session and every remember-me series of the user ended, and no token that the kept
     * session had before is good any more.
     *
     * @param token the new secret of the session
     * @param session the session in which it was changed
     * @param device the new device cookie: the one before is that of a stranger, here as everywhere
     */
    record Changed(SessionToken token, Session session, DeviceToken device) implements PasswordChangeOutcome {}

    /** The current password was wrong, or was changed elsewhere meanwhile. */
    record WrongPassword() implements PasswordChangeOutcome {}

    /**
     * The token was rotated away by another tab, or the session ended meanwhile. Nothing was changed; the browser has the
     * newer token by now, or none.
     */
    record Superseded() implements PasswordChangeOutcome {}

    /** The new password is not taken, and why. The current one was not looked at. */
    record Refused(Set<PasswordFlaw> flaws) implements PasswordChangeOutcome {
        /** Copies the set. */
        public Refused {
            flaws = Set.copyOf(flaws);
        }
    }

    /** This one was not judged: try again later. */
    record Deferred(NotNow why) implements PasswordChangeOutcome {}
}
