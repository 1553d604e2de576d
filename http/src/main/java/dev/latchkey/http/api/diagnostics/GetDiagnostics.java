package dev.latchkey.http.api.diagnostics;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.diagnosis.Diagnosis;
import dev.latchkey.http.diagnosis.Diagnostician;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.JsonWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code GET /api/diagnostics}: what the server saw of this request. Sets a cookie like the session's, so that the next
 * such request shows whether cookies come back.
 */
public final class GetDiagnostics {
    private static final Duration PROBE_KEPT = Duration.ofMinutes(1);

    private final Diagnostician diagnostician;
    private final CookieSpec probe;
    private final Guard guard;

    private GetDiagnostics(DeploymentPolicy policy, Guard guard) {
        this.diagnostician = new Diagnostician(policy);
        this.probe = policy.cookies().probe();
        this.guard = guard;
    }

    /** Its route; empty while it is switched off. */
    public static Optional<Route> route(DeploymentPolicy policy, Guard guard) {
        return policy.diagnostics()
                ? Optional.of(Route.get("/diagnostics").explaining(new GetDiagnostics(policy, guard)::answer))
                : Optional.empty();
    }

    private Response answer(Request request) {
        return guard.answers().ok(body(diagnostician.examine(request))).with(probe.set("1", PROBE_KEPT));
    }

    private static byte[] body(Diagnosis diagnosis) {
        return JsonWriter.object(json -> json.text("scheme", diagnosis.scheme())
                .texts("hosts", diagnosis.hosts())
                .text("peer", diagnosis.peer())
                .text("client", diagnosis.client())
                .flag("throughTrustedProxy", diagnosis.isForwarded())
                .objects(
                        "headers",
                        diagnosis.headers(),
                        (each, line) -> each.text("name", line.name()).text("value", line.value()))
                .texts("cookies", diagnosis.cookieNames())
                .text("sessionCookie", diagnosis.sessionCookie())
                .flag("probeCameBack", diagnosis.hasProbe())
                .objects(
                        "symptoms",
                        diagnosis.symptoms(),
                        (each, symptom) -> each.text("cause", symptom.cause().wireName())
                                .text("detail", symptom.detail())
                                .text("cure", symptom.cure())));
    }
}
