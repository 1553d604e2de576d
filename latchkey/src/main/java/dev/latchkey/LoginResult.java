package dev.latchkey;

import dev.latchkey.core.login.PendingLogin;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.guard.Access;
import java.util.List;
import java.util.Objects;

/** What became of a login that the application asked for, see {@link Latchkey#logIn}. */
public sealed interface LoginResult {
    /**
     * There is a session.
     *
     * @param member who it is from here on: what the rest of this request may go by
     */
    record LoggedIn(Access.Member member) implements LoginResult {
        /** Refuses nobody. */
        public LoggedIn {
            Objects.requireNonNull(member, "member");
        }

        /** The session, fresh. */
        public Session session() {
            return member.session();
        }

        /** Lines that the answer must carry: the cookies of the login, and how long the session lasts. */
        public List<HeaderField> headers() {
            return member.headers();
        }
    }

    /** No such user, one who is shut out, or another password. Nothing changed. */
    record Refused() implements LoginResult {}

    /** A password was not looked at, and why: as often as it was guessed at, or as many as are being hashed. */
    record Deferred(NotNow why) implements LoginResult {}

    /** A second proof is wanted, as no method of this release does: nobody is logged in yet. */
    record Pending(PendingLogin login) implements LoginResult {}
}
