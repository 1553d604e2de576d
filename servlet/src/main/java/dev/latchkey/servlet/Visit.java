package dev.latchkey.servlet;

import dev.latchkey.Latchkey;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.problem.Reason;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Who makes a request, as {@link LatchkeyFilter} found out once, before any servlet saw it. The same in asynchronous and
 * error dispatches.
 *
 * <pre>{@code
 * protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
 *     if (Visit.of(request).lacks(Need.FRESH, response)) {
 *         return; // what is missing was answered
 *     }
 *     …
 * }
 * }</pre>
 */
public final class Visit {
    private static final String ATTRIBUTE = Visit.class.getName();

    private final Latchkey latchkey;
    private final HttpServletRequest request;
    private volatile Access access;

    Visit(Latchkey latchkey, HttpServletRequest request, Access access) {
        this.latchkey = latchkey;
        this.request = request;
        this.access = access;
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The visit that a request belongs to.
     *
     * @throws IllegalStateException when no filter looked at it, with what to do about it
     */
    public static Visit of(ServletRequest request) {
        return known(request)
                .orElseThrow(() -> new IllegalStateException(
                        "no LatchkeyFilter looked at this request, so nobody knows who makes it: map one to /* with"
                                + " LatchkeyFilter.addTo(servletContext), before other filters, and do not name this path"
                                + " in unguarded(…)"));
    }

    static Optional<Visit> known(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Visit visit ? Optional.of(visit) : Optional.empty();
    }

    /** Who it is; empty for a stranger. */
    public Optional<LoggedInUser> user() {
        return access instanceof Access.Member member ? Optional.of(LoggedInUser.of(member.user())) : Optional.empty();
    }

    /** Whether somebody is logged in who proved a credential recently. */
    public boolean isFresh() {
        return access instanceof Access.Member member && member.isFresh();
    }

    /** All that is known: the session, the moment, why a stranger is one. */
    public Access access() {
        return access;
    }

    /**
     * Whether more is needed than there is. If so, it was answered: 401 to a stranger, 403 {@code
     * reauthentication_required} to whose proof is too old, after which the client asks for the password and sends the
     * request again.
     */
    public boolean lacks(Need need, HttpServletResponse response) throws IOException {
        Optional<Response> refusal = latchkey.guard().demand(access, need);
        if (refusal.isPresent()) {
            answer(refusal.get(), response);
        }
        return refusal.isPresent();
    }

    /** Writes an answer of Latchkey, such as one that asks for a proof, in place of what the application would say. */
    public void answer(Response answer, HttpServletResponse response) throws IOException {
        Lines.send(answer, request, response);
    }

    /** Ends what the browser holds. The lines that the answer must carry. */
    List<HeaderField> logOut() {
        List<HeaderField> lines = latchkey.logOut(new ServletExchange(request));
        access = new Access.Stranger(Reason.of(EndReason.LOGGED_OUT), false, lines);
        return lines;
    }

    String basePath() {
        return latchkey.guard().basePath();
    }
}
