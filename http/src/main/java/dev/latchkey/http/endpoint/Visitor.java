package dev.latchkey.http.endpoint;

import dev.latchkey.http.problem.Reason;
import dev.latchkey.session.Session;
import dev.latchkey.session.Standing;

/** Who makes a request. */
public sealed interface Visitor {
    /** Someone with a live session, and what the token they hold allows. */
    record LoggedIn(Session session, Standing standing) implements Visitor {}

    /** Nobody, and why. */
    record LoggedOut(Reason reason) implements Visitor {}
}
