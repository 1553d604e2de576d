package dev.latchkey.server.app;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.server.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the management port answers: health and metrics, for machines, and nothing else. */
final class ManagementDoor implements Handler {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final FixedHeaders METRICS = new FixedHeaders(List.of(
            new HeaderField("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
            new HeaderField("Cache-Control", "no-store"),
            new HeaderField("X-Content-Type-Options", "nosniff")));

    private final Health health;
    private final Metrics metrics;
    private final ManagementCallers callers;
    private final Answers answers;

    ManagementDoor(Health health, Metrics metrics, ManagementCallers callers, Answers answers) {
        this.health = health;
        this.metrics = metrics;
        this.callers = callers;
        this.answers = answers;
    }

    /** Asked of a server that is too busy for anything else, too. */
    @Override
    public boolean isPrompt(Request request) {
        return Health.isAboutLife(request.rawPath());
    }

    @Override
    public Response handle(Request request) {
        Optional<Problem> refusal = callers.refusal(request);
        return refusal.isPresent() ? answers.refuse(refusal.get()) : answer(request);
    }

    private Response answer(Request request) {
        boolean isMetrics = request.rawPath().equals("/metrics");
        if (!isMetrics && !Health.owns(request.rawPath())) {
            return answers.refuse(
                    Problem.of(ErrorCode.NOT_FOUND, "here are /health/live, /health/ready and /metrics alone"));
        }
        if (!READING.contains(request.method())) {
            return answers.refuse(Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "this is read with GET"))
                    .with(new HeaderField("Allow", "GET, HEAD"));
        }
        return isMetrics ? scrape() : health.answer(request.rawPath());
    }

    private Response scrape() {
        return new Response(200, METRICS, List.of(), metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
