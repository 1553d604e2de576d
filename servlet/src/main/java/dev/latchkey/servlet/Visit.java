package dev.latchkey.servlet;

import dev.latchkey.Latchkey;
import dev.latchkey.LoginResult;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.EndWatch;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.problem.Reason;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private volatile List<HeaderField> lines;
    private volatile @Nullable GuardedResponse answer;

    Visit(Latchkey latchkey, HttpServletRequest request, Access access) {
        this.latchkey = latchkey;
        this.request = request;
        this.access = access;
        this.lines = access.headers();
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

    /**
     * Calls back when the session of this visit is over, for what stays open in it, as {@link Latchkey#whenOver} does:
     *
     * <pre>{@code
     * EndWatch.Watch watch = Visit.of(request).whenOver(reason -> stream.close());
     * }</pre>
     *
     * @return to be closed when what was open is closed otherwise
     * @throws IllegalStateException when nobody is logged in
     */
    public EndWatch.Watch whenOver(Consumer<Reason> over) {
        if (access instanceof Access.Member member) {
            return latchkey.whenOver(member, over);
        }
        throw new IllegalStateException("nobody is logged in: ask lacks(Need.MEMBER, response) first");
    }

    /** Writes an answer of Latchkey, such as one that asks for a proof, in place of what the application would say. */
    public void answer(Response answer, HttpServletResponse response) throws IOException {
        Lines.send(answer, request, response);
    }

    /**
     * Logs in a person whom the application proved by itself, as {@link Latchkey#logIn(dev.latchkey.http.exchange.Request,
     * PrincipalId, ProofMethod, boolean)} does. From here on this is their visit, and its answer carries their cookies.
     *
     * @throws IllegalStateException when the answer is under way, and cannot set cookies
     */
    public LoginResult logIn(PrincipalId user, ProofMethod method, boolean remember) {
        return enter(() -> latchkey.logIn(new ServletExchange(request), user, method, remember));
    }

    /** The same by a username and a password, guessed at no faster than through the API. */
    public LoginResult logIn(Username username, Password password, boolean remember) {
        return enter(() -> latchkey.logIn(new ServletExchange(request), username, password, remember));
    }

    private LoginResult enter(Supplier<LoginResult> login) {
        GuardedResponse open = openAnswer();
        LoginResult result = login.get();
        if (result instanceof LoginResult.LoggedIn(Access.Member member)) {
            now(member, open);
        }
        return result;
    }

    /**
     * Logs the browser out: what it holds ends. From here on this is a stranger's visit, and its answer removes the
     * cookies.
     *
     * @throws IllegalStateException when the answer is under way, and cannot remove cookies
     */
    public void logOut() {
        GuardedResponse open = openAnswer();
        List<HeaderField> removals = latchkey.logOut(new ServletExchange(request));
        now(new Access.Stranger(Reason.of(EndReason.LOGGED_OUT), false, removals), open);
    }

    /** What pages of other origins may read stays so; the cookies of who came are those of somebody else by now. */
    private void now(Access other, GuardedResponse open) {
        List<HeaderField> all = new ArrayList<>(lines);
        all.removeIf(line -> line.name().equals(Lines.SET_COOKIE));
        all.addAll(other.headers());
        access = other;
        lines = List.copyOf(all);
        open.keep(lines);
    }

    private GuardedResponse openAnswer() {
        GuardedResponse open = answer;
        if (open == null || open.isCommitted()) {
            throw new IllegalStateException(
                    "the answer is under way, and cookies cannot follow it: log in or out before writing");
        }
        return open;
    }

    /** Another dispatch begins, with that answer: it carries what the visit asks for, where it still can. */
    void answeredBy(GuardedResponse current) {
        if (!current.isCommitted()) {
            current.keep(lines);
        }
        answer = current;
    }

    String basePath() {
        return latchkey.guard().basePath();
    }
}
