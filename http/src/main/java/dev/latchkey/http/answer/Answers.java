package dev.latchkey.http.answer;

import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.Bodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Makes the answers of the API: the right headers on every one of them, errors included. Thread-safe. */
public final class Answers {
    /** How long a client waits before it tries again what failed for a reason of ours, in seconds. */
    private static final String RETRY_AFTER_SECONDS = "2";

    private final FixedHeaders json;
    private final FixedHeaders problem;
    private final FixedHeaders events;
    private final FixedHeaders empty;
    private final FixedHeaders preflight;
    private final Map<ErrorCode, LongAdder> refusals = new EnumMap<>(ErrorCode.class);

    /** Prepares the header lines that follow from the deployment. */
    public Answers(DeploymentPolicy policy) {
        this.json = withContentType(policy, "application/json");
        this.problem = withContentType(policy, "application/problem+json");
        this.events = withContentType(policy, "text/event-stream");
        this.empty = new FixedHeaders(policy.apiHeaders());
        this.preflight = new FixedHeaders(policy.preflightHeaders());
        for (ErrorCode code : ErrorCode.values()) {
            refusals.put(code, new LongAdder());
        }
    }

    /** How often a refusal with that code was made here, since the start. */
    public long refusals(ErrorCode code) {
        return counterOf(code).sum();
    }

    private LongAdder counterOf(ErrorCode code) {
        return Objects.requireNonNull(refusals.get(code));
    }

    private static FixedHeaders withContentType(DeploymentPolicy policy, String contentType) {
        List<HeaderField> fields = new ArrayList<>(policy.apiHeaders());
        fields.add(new HeaderField("Content-Type", contentType));
        return new FixedHeaders(fields);
    }

    /** 200 with a JSON body. */
    public Response ok(byte[] body) {
        return new Response(200, json, List.of(), body);
    }

    /** 201 with a JSON body. */
    public Response created(byte[] body) {
        return new Response(201, json, List.of(), body);
    }

    /** 200 with events, as they happen (WHATWG HTML §9.2). A proxy in front is told to keep none of them back. */
    public Response events(Content.Live stream) {
        return new Response(200, events, List.of(new HeaderField("X-Accel-Buffering", "no")), stream);
    }

    /** 204. */
    public Response noContent() {
        return Response.empty(204, empty);
    }

    /** 204 to a browser that asks before it sends. */
    public Response preflight() {
        return Response.empty(204, preflight);
    }

    /** A refusal to a browser that asks before it sends. */
    public Response refusePreflight(Problem reason) {
        counterOf(reason.code()).increment();
        return new Response(reason.code().status(), preflight, List.of(), Bodies.problem(reason, false))
                .with(new HeaderField("Content-Type", "application/problem+json"));
    }

    /** A refusal. */
    public Response refuse(Problem reason) {
        return refuse(reason, false, RETRY_AFTER_SECONDS);
    }

    /** A refusal on a route whose clients test {@code login}. */
    public Response refuseLogin(Problem reason) {
        return refuse(reason, reason.code().status() != 503, RETRY_AFTER_SECONDS);
    }

    /** An attempt that was not judged, and when to try again. */
    public Response refuse(NotNow why) {
        return switch (why) {
            case NotNow.Throttled(Duration retryAfter) -> refuse(Refusal.throttled(), false, seconds(retryAfter));
            case NotNow.Busy() -> refuse(Refusal.busy());
        };
    }

    /** The same on a route whose clients test {@code login}. */
    public Response refuseLogin(NotNow why) {
        return switch (why) {
            case NotNow.Throttled(Duration retryAfter) -> refuse(Refusal.throttled(), true, seconds(retryAfter));
            case NotNow.Busy() -> refuseLogin(Refusal.busy());
        };
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }

    private Response refuse(Problem reason, boolean saysLoggedOut, String retryAfterSeconds) {
        ErrorCode code = reason.code();
        counterOf(code).increment();
        List<HeaderField> headers = switch (code.status()) {
            case 401 -> List.of(new HeaderField("WWW-Authenticate", "Session realm=\"latchkey\""));
            case 429, 503 -> List.of(new HeaderField("Retry-After", retryAfterSeconds));
            default -> List.of();
        };
        return new Response(code.status(), problem, headers, Bodies.problem(reason, saysLoggedOut));
    }
}
