package dev.latchkey;

import dev.latchkey.core.login.PendingLogin;
import dev.latchkey.core.session.Session;
import dev.latchkey.http.exchange.HeaderField;
import java.util.List;
import java.util.Objects;

/** What became of a login that the application asked for, see {@link Latchkey#logIn}. */
public sealed interface LoginResult {
    /**
     * There is a session.
     *
     * @param session fresh
     * @param headers lines that the answer must carry: the cookies of the login, and how long the session lasts
     */
    record LoggedIn(Session session, List<HeaderField> headers) implements LoginResult {
        /** Copies the list. */
        public LoggedIn {
            Objects.requireNonNull(session, "session");
            headers = List.copyOf(headers);
        }
    }

    /** No such user, or one who is shut out. Nothing changed. */
    record Refused() implements LoginResult {}

    /** A second proof is wanted, as no method of this release does: nobody is logged in yet. */
    record Pending(PendingLogin login) implements LoginResult {}
}
