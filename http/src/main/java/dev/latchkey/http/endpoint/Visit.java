package dev.latchkey.http.endpoint;

import dev.latchkey.browser.Client;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.session.Resolution;
import dev.latchkey.session.Session;
import dev.latchkey.token.SessionToken;
import java.util.List;

/** Who makes a request, and what every answer to it must carry because of that. */
public sealed interface Visit {
    /**
     * Lines for the answer, also for a refusal: the cookies of a browser that was brought back, whose old ones are spent
     * by now, and how long its session lasts.
     */
    List<HeaderField> headers();

    /** Who it is. */
    Visitor visitor();

    /** Someone who is logged in. */
    final class Member implements Visit {
        private final Resolution.Active resolution;
        private final SessionToken token;
        private final Client client;
        private final List<HeaderField> headers;

        Member(Resolution.Active resolution, SessionToken token, Client client, List<HeaderField> headers) {
            this.resolution = resolution;
            this.token = token;
            this.client = client;
            this.headers = List.copyOf(headers);
        }

        Session session() {
            return resolution.session();
        }

        Resolution.Active resolution() {
            return resolution;
        }

        /** The token of the session: the one that was sent, or the new one of a browser that was brought back. */
        SessionToken token() {
            return token;
        }

        Client client() {
            return client;
        }

        @Override
        public List<HeaderField> headers() {
            return headers;
        }

        @Override
        public Visitor visitor() {
            return new Visitor.LoggedIn(resolution.session(), resolution.standing());
        }
    }

    /**
     * Nobody, and why.
     *
     * @param mayReturn whether the browser shows a remember-me token of ours, which this request was not to spend
     */
    record Stranger(Reason reason, boolean mayReturn) implements Visit {
        Stranger(Reason reason) {
            this(reason, false);
        }

        @Override
        public List<HeaderField> headers() {
            return List.of();
        }

        @Override
        public Visitor visitor() {
            return new Visitor.LoggedOut(reason, mayReturn);
        }
    }
}
