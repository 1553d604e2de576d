package dev.latchkey.http.endpoint;

import dev.latchkey.http.problem.Reason;
import dev.latchkey.session.Session;
import dev.latchkey.session.Standing;

/** Who makes a request. */
public sealed interface Visitor {
    /** Someone with a live session, and what the token they hold allows. */
    record LoggedIn(Session session, Standing standing) implements Visitor {}

    /**
     * Nobody, and why.
     *
     * @param mayReturn whether the browser shows a remember-me token of ours, which this request was not to spend
     */
    record LoggedOut(Reason reason, boolean mayReturn) implements Visitor {
        /** Nobody of whom more is known. */
        public LoggedOut(Reason reason) {
            this(reason, false);
        }
    }
}
