package dev.latchkey.engine;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** An engine on a free loopback port, and a handler that tells what it was asked. */
final class TestEngine {
    static final Answers ANSWERS = new Answers(
            DeploymentPolicy.embedded(Origin.parse("http://localhost:8080").orElseThrow()));

    static final FixedHeaders TEXT = new FixedHeaders(List.of(
            new HeaderField("Content-Type", "text/plain"),
            new HeaderField("X-Content-Type-Options", "nosniff"),
            new HeaderField("Vary", "Cookie"),
            new HeaderField("Vary", "Origin")));

    static final int MAX_BODY = 64 * 1024;

    private TestEngine() {}

    static Engine start(EngineLimits limits, Handler handler) {
        return start(builder(handler).limits(limits));
    }

    static Engine.Builder builder(Handler handler) {
        return Engine.builder(handler, ANSWERS, InstantSource.system());
    }

    static Engine start(Engine.Builder builder) {
        return builder.start(List.of(InetAddress.getLoopbackAddress()), 0);
    }

    /** The same handler, which an engine asks on its event loop. */
    static Handler prompt(Handler handler) {
        return new Handler() {
            @Override
            public Response handle(Request request) {
                return handler.handle(request);
            }

            @Override
            public boolean isPrompt(Request request) {
                return true;
            }
        };
    }

    static Engine start(Handler handler) {
        return start(EngineLimits.defaults(), handler);
    }

    /** The defaults with every deadline far away but the named one, which the caller changes. */
    static EngineLimits limits(Duration head, Duration idle, Duration bodyTotal) {
        EngineLimits defaults = EngineLimits.defaults();
        return limits(head, idle, bodyTotal, 1, bodyTotal, defaults.write());
    }

    static EngineLimits limits(
            Duration head, Duration idle, Duration bodyGrace, int bytesPerSecond, Duration bodyTotal, Duration write) {
        EngineLimits defaults = EngineLimits.defaults();
        return new EngineLimits(
                head,
                head.multipliedBy(3),
                idle,
                bodyGrace,
                bytesPerSecond,
                bodyTotal,
                write,
                defaults.maxBodyBytes(),
                defaults.budgetBytes(),
                100,
                100);
    }

    static Response text(String text) {
        return new Response(200, TEXT, List.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** A refusal in other words: its status, and whose page asked. */
    static Response tellingOrigin(Response refusal, Request request) {
        List<String> origins = request.header(RequestHeader.ORIGIN);
        String told = refusal.status() + " " + (origins.isEmpty() ? "nobody" : origins.getFirst());
        return new Response(refusal.status(), TEXT, List.of(), told.getBytes(StandardCharsets.UTF_8));
    }

    /** What arrived, one fact a line; {@code /unread} leaves the body alone. */
    static Response echo(Request request) {
        if (request.rawPath().equals("/unread")) {
            return text("unread");
        }
        return switch (request.body(MAX_BODY)) {
            case Request.Body.TooLarge() -> ANSWERS.refuse(Problem.of(ErrorCode.CONTENT_TOO_LARGE, "handler"));
            case Request.Body.TimedOut() -> ANSWERS.refuse(Problem.of(ErrorCode.REQUEST_TIMEOUT, "handler"));
            case Request.Body.Complete(byte[] bytes) ->
                text("""
                        method %s
                        path %s
                        query %s
                        cookies %s
                        agent %s
                        body %d
                        """.formatted(
                                request.method(),
                                request.rawPath(),
                                request.rawQuery(),
                                request.header(RequestHeader.COOKIE),
                                request.header(RequestHeader.USER_AGENT),
                                bytes.length));
        };
    }
}
