package dev.latchkey.http.guard;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.freshness.Privilege;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a {@link Guard} says of a request. */
public sealed interface Access {
    /**
     * Lines that the answer must carry, whatever it says: the cookies of a browser that was brought back, whose old ones
     * are spent by now, and how long the session lasts. Empty for what is refused: that answer is complete.
     */
    List<HeaderField> headers();

    /** Somebody who is logged in, as they were at one moment. */
    final class Member implements Access {
        private final Resolution.Active resolution;
        private final Privilege privilege;
        private final SessionToken token;
        private final Client client;
        private final Instant at;
        private final List<HeaderField> headers;

        Member(
                Resolution.Active resolution,
                Privilege privilege,
                SessionToken token,
                Client client,
                Instant at,
                List<HeaderField> headers) {
            this.resolution = resolution;
            this.privilege = privilege;
            this.token = token;
            this.client = client;
            this.at = at;
            this.headers = List.copyOf(headers);
        }

        /** Who it is. */
        public Principal user() {
            return resolution.session().principal();
        }

        /** The session that they are in. */
        public Session session() {
            return resolution.session();
        }

        /** Whether a credential was proven in it recently, by who holds its current token, in its own browser. */
        public boolean isFresh() {
            return privilege instanceof Fresh;
        }

        /** The moment that all of this was judged at. */
        public Instant at() {
            return at;
        }

        /**
         * What core's services ask for before they do what needs a fresh session.
         *
         * @throws IllegalStateException when it is not fresh: such a route is for who is
         */
        public Fresh proven() {
            if (privilege instanceof Fresh fresh) {
                return fresh;
            }
            throw new IllegalStateException("only a route that needs a fresh session may ask for the proof of it");
        }

        /** What the token stands for in the hands of this browser. */
        public Resolution.Active resolution() {
            return resolution;
        }

        /** What the token allows. */
        public Standing standing() {
            return resolution.standing();
        }

        /**
         * The token of the session, for core's services alone: the one that was sent, or the new one of a browser that
         * was brought back.
         */
        public SessionToken token() {
            return token;
        }

        /** The browser. */
        public Client client() {
            return client;
        }

        @Override
        public List<HeaderField> headers() {
            return headers;
        }

        Member with(List<HeaderField> more) {
            return new Member(resolution, privilege, token, client, at, joined(headers, more));
        }
    }

    /**
     * Nobody, and why.
     *
     * @param mayReturn whether the browser shows a remember-me token of ours, which this request was not to spend
     */
    record Stranger(Reason reason, boolean mayReturn, List<HeaderField> headers) implements Access {
        /** Copies the list. */
        public Stranger {
            headers = List.copyOf(headers);
        }

        Stranger(Reason reason) {
            this(reason, false, List.of());
        }

        Stranger with(List<HeaderField> more) {
            return new Stranger(reason, mayReturn, joined(headers, more));
        }
    }

    /**
     * The request goes no further: answer with this, and do nothing else. It is a refusal, or what a browser asks before
     * it sends anything.
     */
    record Refused(Response response) implements Access {
        @Override
        public List<HeaderField> headers() {
            return List.of();
        }
    }

    private static List<HeaderField> joined(List<HeaderField> lines, List<HeaderField> more) {
        List<HeaderField> all = new ArrayList<>(lines);
        all.addAll(more);
        return List.copyOf(all);
    }
}
