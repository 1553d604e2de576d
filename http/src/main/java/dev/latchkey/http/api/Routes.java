package dev.latchkey.http.api;

import dev.latchkey.core.Installation;
import dev.latchkey.http.api.csrf.GetCsrf;
import dev.latchkey.http.api.diagnostics.GetDiagnostics;
import dev.latchkey.http.api.events.EventStreams;
import dev.latchkey.http.api.events.GetEvents;
import dev.latchkey.http.api.login.Login;
import dev.latchkey.http.api.logout.Logout;
import dev.latchkey.http.api.logout.LogoutByFetch;
import dev.latchkey.http.api.password.ChangePassword;
import dev.latchkey.http.api.password.Reauthenticate;
import dev.latchkey.http.api.registration.GetRegistration;
import dev.latchkey.http.api.registration.Register;
import dev.latchkey.http.api.session.GetData;
import dev.latchkey.http.api.session.GetSession;
import dev.latchkey.http.api.sessions.EndOtherSessions;
import dev.latchkey.http.api.sessions.EndSession;
import dev.latchkey.http.api.sessions.ListSessions;
import dev.latchkey.http.api.verify.Verify;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.route.Route;
import java.util.ArrayList;
import java.util.List;

/** Which routes there are: each brings everything else itself. */
final class Routes {
    private Routes() {}

    static List<Route> all(DeploymentPolicy policy, Installation services, Guard guard, EventStreams streams) {
        List<Route> routes = new ArrayList<>(List.of(
                Login.route(services, guard),
                Logout.route(services, guard),
                LogoutByFetch.route(services, guard),
                GetSession.route(guard),
                GetData.route(guard),
                GetCsrf.route(guard),
                Verify.route(guard),
                Reauthenticate.route(services, guard),
                ChangePassword.route(services, guard),
                ListSessions.route(services, guard),
                EndOtherSessions.route(services, guard),
                EndSession.route(services, guard),
                GetRegistration.route(services, guard),
                Register.route(services, guard)));
        GetEvents.route(streams, guard).ifPresent(routes::add);
        GetDiagnostics.route(policy, guard).ifPresent(routes::add);
        return List.copyOf(routes);
    }
}
