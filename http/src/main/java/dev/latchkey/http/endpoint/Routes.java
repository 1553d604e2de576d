package dev.latchkey.http.endpoint;

import dev.latchkey.core.Installation;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.guard.Guard;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every path of the API and the endpoints behind it. */
final class Routes {
    private static final Pattern ONE_SESSION = Pattern.compile("/sessions/[A-Za-z0-9_-]{1,64}");

    private final Installation services;
    private final Guard guard;
    private final Answers answers;
    private final String basePath;
    private final Map<String, Route> known = new HashMap<>();
    private final Route oneSession;

    Routes(Installation services, Guard guard) {
        this.basePath = guard.basePath();
        this.services = services;
        this.guard = guard;
        this.answers = guard.answers();
        this.oneSession = Route.of("DELETE", new EndSession(services.ownSessions(), answers));
        addComingAndGoing();
        addWhoIsThere();
        addOwnAccount();
        addRegistration();
    }

    private void addComingAndGoing() {
        Logout logout = new Logout(services.ownSessions(), guard.cookies(), answers);
        add("/login", Route.of("POST", new Login(services.login(), guard)));
        add("/logout", new Route(Map.of("POST", logout, "GET", new LogoutByFetch(logout, guard))));
    }

    private void addWhoIsThere() {
        add("/getsession", Route.get(new GetSession(guard)));
        add("/data", Route.get(new GetData(answers)));
        add("/getcsrf", Route.get(new GetCsrf(guard.csrf(), answers)));
        add("/verify", Route.get(new Verify(answers)));
    }

    private void addOwnAccount() {
        add("/reauthenticate", Route.of("POST", new Reauthenticate(services.reauthentication(), guard)));
        add("/password", Route.of("POST", new ChangePassword(services.passwordChange(), guard)));
        add(
                "/sessions",
                new Route(Map.of(
                        "GET",
                        new ListSessions(services.ownSessions(), guard),
                        "DELETE",
                        new EndOtherSessions(services.ownSessions(), answers))));
    }

    private void addRegistration() {
        Endpoint rules = new GetRegistration(
                services.registration().isPresent(),
                services.visits().remembersBrowsers(),
                services.passwordChange().rules(),
                answers);
        add("/register", new Route(Map.of("GET", rules, "POST", new Register(services.registration(), guard))));
    }

    private void add(String path, Route route) {
        known.put(basePath + path, route);
    }

    /** Every path, a variable segment in braces. */
    Set<String> paths() {
        return all().keySet();
    }

    /** All of them by their paths: what every route must do is tested of each. */
    Map<String, Route> all() {
        Map<String, Route> all = new HashMap<>(known);
        all.put(basePath + "/sessions/{id}", oneSession);
        return Map.copyOf(all);
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
