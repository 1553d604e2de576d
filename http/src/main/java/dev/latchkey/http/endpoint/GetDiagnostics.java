package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.diagnosis.Diagnostician;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import java.time.Duration;

/**
 * {@code GET /api/diagnostics}: what the server saw of this request. Sets a cookie like the session's, so that the next
 * such request shows whether cookies come back.
 */
final class GetDiagnostics implements Endpoint.Explaining {
    private static final Duration PROBE_KEPT = Duration.ofMinutes(1);

    private final Diagnostician diagnostician;
    private final CookieSpec probe;
    private final Answers answers;

    GetDiagnostics(DeploymentPolicy policy, Answers answers) {
        this.diagnostician = new Diagnostician(policy);
        this.probe = policy.cookies().probe();
        this.answers = answers;
    }

    @Override
    public Response answer(Request request) {
        return answers.ok(Bodies.diagnosis(diagnostician.examine(request))).with(probe.set("1", PROBE_KEPT));
    }
}
