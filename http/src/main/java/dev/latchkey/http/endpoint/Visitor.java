package dev.latchkey.http.endpoint;

import dev.latchkey.http.problem.Reason;
import dev.latchkey.session.Session;

/** Who makes a request. */
public sealed interface Visitor {
    /** Someone with a live session. */
    record LoggedIn(Session session) implements Visitor {}

    /** Nobody, and why. */
    record LoggedOut(Reason reason) implements Visitor {}
}
