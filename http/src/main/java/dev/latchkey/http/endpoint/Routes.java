package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.browser.Clients;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.origin.CrossOriginProtection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every path of the API and the endpoints behind it. */
final class Routes {
    private static final Pattern ONE_SESSION = Pattern.compile("/sessions/[A-Za-z0-9_-]{1,64}");

    private final Services services;
    private final Parts parts;
    private final String basePath;
    private final Map<String, Route> known = new HashMap<>();
    private final Route oneSession;

    /** What several endpoints are made of. */
    record Parts(
            Visitors visitors,
            UnknownTokens unknownTokens,
            Clients clients,
            LoginCookies cookies,
            SessionView view,
            CsrfGuard csrf,
            CrossSiteChecks checks,
            CrossOriginProtection crossOrigin,
            Gatekeeper gatekeeper,
            Answers answers) {}

    Routes(String basePath, DeploymentPolicy policy, Services services, Parts parts) {
        this.basePath = basePath;
        this.services = services;
        this.parts = parts;
        this.oneSession = Route.of(
                "DELETE",
                members(new EndSession(
                        services.ownSessions(), services.freshness(), parts.gatekeeper(), parts.answers())));
        addComingAndGoing();
        addWhoIsThere(policy);
        addOwnAccount();
        addRegistration();
    }

    private Endpoint members(MemberEndpoint endpoint) {
        return new MembersOnly(parts.visitors(), parts.cookies(), parts.gatekeeper(), endpoint);
    }

    private void addComingAndGoing() {
        Answers answers = parts.answers();
        Endpoint logout = new Logout(services.ownSessions(), parts.cookies(), answers);
        Endpoint logoutByFetch = new LogoutByFetch(logout, parts.crossOrigin(), answers);
        add(
                "/login",
                Route.of("POST", new Login(services.login(), parts.clients(), parts.cookies(), parts.view(), answers)));
        add("/logout", new Route(Map.of("POST", logout, "GET", logoutByFetch)));
    }

    private void addWhoIsThere(DeploymentPolicy policy) {
        Answers answers = parts.answers();
        add(
                "/getsession",
                Route.get(
                        new GetSession(parts.visitors(), parts.unknownTokens(), parts.view(), parts.csrf(), answers)));
        add("/data", Route.get(members(new GetData(answers))));
        add("/getcsrf", Route.get(new GetCsrf(parts.csrf(), answers)));
        add(
                "/verify",
                Route.forAnother(new Verify(
                        parts.visitors(), parts.checks(), policy.forwarding(), parts.gatekeeper(), answers)));
    }

    private void addOwnAccount() {
        Answers answers = parts.answers();
        MemberEndpoint reauthenticate =
                new Reauthenticate(services.reauthentication(), parts.cookies(), parts.view(), answers);
        MemberEndpoint changePassword = new ChangePassword(
                services.passwordChange(),
                services.freshness(),
                parts.cookies(),
                parts.view(),
                parts.gatekeeper(),
                answers);
        MemberEndpoint endOthers =
                new EndOtherSessions(services.ownSessions(), services.freshness(), parts.gatekeeper(), answers);
        add("/reauthenticate", Route.of("POST", members(reauthenticate)));
        add("/password", Route.of("POST", members(changePassword)));
        add(
                "/sessions",
                new Route(Map.of(
                        "GET",
                        members(new ListSessions(services.ownSessions(), parts.gatekeeper(), answers)),
                        "DELETE",
                        members(endOthers))));
    }

    private void addRegistration() {
        Endpoint rules = new GetRegistration(
                services.registration().isPresent(),
                services.visits().remembersBrowsers(),
                services.passwordChange().rules(),
                parts.answers());
        Endpoint register = new Register(services.registration(), parts.clients(), parts.answers());
        add("/register", new Route(Map.of("GET", rules, "POST", register)));
    }

    private void add(String path, Route route) {
        known.put(basePath + path, route);
    }

    /** Every path, a variable segment in braces. */
    Set<String> paths() {
        Set<String> paths = new HashSet<>(known.keySet());
        paths.add(basePath + "/sessions/{id}");
        return Set.copyOf(paths);
    }

    /** What is at a path, compared as sent; null when there is nothing. */
    @Nullable
    Route find(String rawPath) {
        Route route = known.get(rawPath);
        return route == null && isOneSession(rawPath) ? oneSession : route;
    }

    private boolean isOneSession(String rawPath) {
        return rawPath.startsWith(basePath)
                && ONE_SESSION.matcher(rawPath.substring(basePath.length())).matches();
    }
}
