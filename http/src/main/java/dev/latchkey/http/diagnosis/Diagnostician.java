package dev.latchkey.http.diagnosis;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.diagnosis.Diagnosis.Line;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.ClientConnection;
import dev.latchkey.http.forwarding.IpLiteral;
import java.util.List;
import java.util.stream.Stream;

/** Describes a request to a person who wonders where their cookie went. A pure function; thread-safe. */
public final class Diagnostician {
    private final DeploymentPolicy policy;

    /** Judges by that policy. */
    public Diagnostician(DeploymentPolicy policy) {
        this.policy = policy;
    }

    /** Describes a request and what is wrong with it. */
    public Diagnosis examine(Request request) {
        ClientConnection connection = policy.forwarding().connection(request);
        List<String> cookies = request.header(RequestHeader.COOKIE);
        return new Diagnosis(
                connection.isTls() ? "https" : "http",
                connection.hosts().stream().map(Printable::of).toList(),
                IpLiteral.format(request.peerAddress()),
                IpLiteral.format(connection.address()),
                connection.isForwarded(),
                lines(request),
                CookieHeader.names(cookies),
                policy.sessionCookie().set("...").value(),
                !(CookieHeader.find(cookies, policy.cookies().probe().name()) instanceof CookieHeader.Value.Absent),
                Symptoms.of(policy, request, connection));
    }

    private static List<Line> lines(Request request) {
        return Stream.of(
                        RequestHeader.ORIGIN,
                        RequestHeader.SEC_FETCH_SITE,
                        RequestHeader.SEC_FETCH_MODE,
                        RequestHeader.SEC_FETCH_DEST)
                .flatMap(name -> request.header(name).stream()
                        .limit(3)
                        .map(value -> new Line(name.fieldName(), Printable.of(value))))
                .toList();
    }
}
