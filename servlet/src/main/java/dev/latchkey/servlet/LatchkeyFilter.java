package dev.latchkey.servlet;

import dev.latchkey.Latchkey;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.servlet.PathRules.Rule;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;

/**
 * Latchkey as one filter: it answers the routes of the API, and lets a request through to the application's servlets as
 * the API's own routes would let it in. Nobody but members comes through unless the application says otherwise; pages of
 * other sites do nothing in a member's name; {@code request.getUserPrincipal()} is a {@link LoggedInUser}.
 *
 * <pre>{@code
 * LatchkeyFilter.builder(latchkey)
 *         .anyone("/", "/index.html")
 *         .unguarded("/assets/*")
 *         .fresh("/api/payments/*")
 *         .build()
 *         .addTo(servletContext);
 * }</pre>
 *
 * <p>Thread-safe. It closes nothing: whoever built the {@link Latchkey} closes it, when requests have ended.
 */
public final class LatchkeyFilter implements Filter {
    private final Latchkey latchkey;
    private final PathRules rules;
    private final ApiPaths api;

    private LatchkeyFilter(Latchkey latchkey, PathRules rules) {
        this.latchkey = latchkey;
        this.rules = rules;
        this.api = new ApiPaths(latchkey);
    }

    /** Begins one by which members alone reach the application. */
    public static Builder builder(Latchkey latchkey) {
        return new Builder(latchkey);
    }

    /**
     * Puts this in front of everything: every path, asynchronous and error dispatches too, before other filters.
     *
     * @throws IllegalStateException when one was added before
     */
    public FilterRegistration.Dynamic addTo(ServletContext context) {
        FilterRegistration.Dynamic registration = context.addFilter("latchkey", this);
        if (registration == null) {
            throw new IllegalStateException("there is a filter called latchkey already: add one alone");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        // Where no servlet is, not every container asks its filters.
        context.addServlet("latchkey-api", new NoSuchRoute())
                .addMapping(api.patterns(context.getContextPath()).toArray(String[]::new));
        return registration;
    }

    /**
     * Looks at where it was put.
     *
     * @throws ServletException when requests of the API or for the application's servlets would pass it by, with what to
     *     write instead
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        Placement.check(config, latchkey.guard().basePath());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest asked) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("only HTTP can be guarded");
        }
        Optional<Visit> known = Visit.known(asked);
        if (known.isPresent()) {
            again(known.get(), asked, answer, chain);
        } else if (asked.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(asked, answer); // an error page of what never came in, or was unguarded
        } else if (api.contains(asked.getRequestURI())) {
            answerOurs(asked, answer);
        } else {
            guard(asked, answer, chain);
        }
    }

    private void answerOurs(HttpServletRequest asked, HttpServletResponse answer) throws IOException {
        if (answer.isCommitted()) {
            throw new IllegalStateException("something answered before Latchkey could: put its filter first");
        }
        Response response;
        try {
            response = latchkey.api().handle(new ServletExchange(asked));
        } catch (ClientGoneException e) {
            throw e.getCause();
        }
        Lines.send(response, asked, answer);
    }

    private void guard(HttpServletRequest asked, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        Rule rule = rules.of(asked);
        if (rule == Rule.UNGUARDED) {
            chain.doFilter(asked, answer);
            return;
        }
        switch (admit(asked, answer, rule.need())) {
            case Access.Refused(Response refusal) -> Lines.send(refusal, asked, answer);
            case Access.Member member -> enter(member, asked, answer, chain);
            case Access.Stranger stranger -> enter(stranger, asked, answer, chain);
        }
    }

    /** Who comes, where a browser that is brought back can still be told so: one whose cookies got lost is a thief. */
    private Access admit(HttpServletRequest asked, HttpServletResponse answer, Need need) throws ServletException {
        ServletExchange request = new ServletExchange(asked);
        if (!answer.isCommitted()) {
            Terms terms = Terms.of(need);
            boolean opensConnection = !request.header(RequestHeader.UPGRADE).isEmpty();
            return latchkey.guard().admit(request, opensConnection ? terms.withoutReturn() : terms);
        }
        Access access = latchkey.peek(request);
        if (latchkey.guard().demand(access, need).isPresent()) {
            throw new ServletException("something answered before Latchkey could refuse: put its filter first");
        }
        return access;
    }

    private void enter(Access access, HttpServletRequest asked, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        again(new Visit(latchkey, asked, access), asked, answer, chain);
    }

    /** Another dispatch of a request that is in: it is the same visit, and its lines are kept. */
    private void again(Visit visit, HttpServletRequest asked, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        GuardedResponse guarded = new GuardedResponse(answer);
        visit.answeredBy(guarded);
        try {
            chain.doFilter(new GuardedRequest(asked, visit), guarded);
        } catch (ServletException | RuntimeException e) {
            if (guarded.isCommitted()) {
                throw e;
            } else if (isOutage(e)) {
                guarded.reset();
                Lines.send(latchkey.guard().answers().refuse(Refusal.storeUnavailable()), asked, guarded);
            } else if (guarded.bringsCookies()) {
                // Thrown on, the container would take the headers back, and with them the login of this browser.
                asked.getServletContext().log("a servlet failed at " + asked.getServletPath(), e);
                guarded.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            } else {
                throw e;
            }
        }
    }

    private static boolean isOutage(Exception e) {
        return e instanceof StoreUnavailableException
                || (e instanceof ServletException && e.getCause() instanceof StoreUnavailableException);
    }

    /**
     * Options of {@link LatchkeyFilter}. A path is like {@code /notes}, or {@code /notes/*} for it and all below; the
     * most exact one counts. It is given as the container decodes it, without the path of the context. Not thread-safe.
     */
    public static final class Builder {
        private final Latchkey latchkey;
        private final PathRules rules = new PathRules();

        private Builder(Latchkey latchkey) {
            this.latchkey = Objects.requireNonNull(latchkey, "latchkey");
        }

        /** Paths for everybody; their servlets are told who came, if anyone. */
        public Builder anyone(String... paths) {
            return add(Rule.ANYONE, paths);
        }

        /** Paths for who is logged in: what every path is of which nothing is said. */
        public Builder members(String... paths) {
            return add(Rule.MEMBER, paths);
        }

        /** Paths for who proved a credential recently. */
        public Builder fresh(String... paths) {
            return add(Rule.FRESH, paths);
        }

        /**
         * Paths that nobody looks at: pages of other sites may embed and post to them, and their servlets are not told who
         * came. For files that are the same for everybody.
         */
        public Builder unguarded(String... paths) {
            return add(Rule.UNGUARDED, paths);
        }

        private Builder add(Rule rule, String... paths) {
            for (String path : paths) {
                rules.add(path, rule);
            }
            return this;
        }

        /** Makes the filter. */
        public LatchkeyFilter build() {
            return new LatchkeyFilter(latchkey, rules);
        }
    }
}
