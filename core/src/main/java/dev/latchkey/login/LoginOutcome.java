package dev.latchkey.login;

import dev.latchkey.session.Session;
import dev.latchkey.token.SessionToken;

/** What became of an attempt to log in. */
public sealed interface LoginOutcome {
    /** The password was right: here is the new session, and the secret for its cookie. */
    record LoggedIn(SessionToken token, Session session) implements LoginOutcome {}

    /** No such user, a wrong password or a disabled user: which one is nobody's business. */
    record BadCredentials() implements LoginOutcome {}

    /** Too many passwords are being hashed: try again shortly. */
    record Busy() implements LoginOutcome {}
}
