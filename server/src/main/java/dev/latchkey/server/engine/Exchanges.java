package dev.latchkey.server.engine;

import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request of every method and path to the one handler, and its answer back. Helidon's own routing is not
 * used: it decodes and normalises paths, and answers a wrong method with 404.
 */
final class Exchanges implements HttpRouting {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.http");

    private final Handler handler;
    private final Refusals refusals;
    private final AnswerWriter writer;
    private final HttpSecurity security = HttpSecurity.create();

    Exchanges(Handler handler, Refusals refusals, AnswerWriter writer) {
        this.handler = handler;
        this.refusals = refusals;
        this.writer = writer;
    }

    @Override
    public void route(ConnectionContext context, RoutingRequest request, RoutingResponse response) {
        GuardedContext guarded = (GuardedContext) context;
        GuardedConnection connection = guarded.connection();
        boolean isHttp1 = !connection.isMultiplexed();
        if (isHttp1) {
            guarded.reader().bodyStarts();
        }
        connection.exchangeStarts();
        boolean goesOn;
        try {
            goesOn = exchange(guarded, request, response, isHttp1);
        } finally {
            guarded.answered(request.id());
            connection.exchangeEnds();
            if (isHttp1) {
                guarded.reader().requestEnds();
            }
        }
        if (!goesOn) {
            end(guarded, isHttp1);
        }
    }

    /** Answers; {@code false} when no request can follow. */
    private boolean exchange(
            GuardedContext context, RoutingRequest request, RoutingResponse response, boolean isHttp1) {
        RequestBody body = new RequestBody(request, context.connection());
        try {
            EngineRequest asked = EngineRequest.of(context, request, body);
            Answer answer = answer(asked);
            boolean isLast = isHttp1 && (answer.isLast() || context.connection().isDraining() || body.isAbandoned());
            writer.write(answer.response(), response, asked.method().equals("HEAD"), isLast);
            return body.finish() && !isLast && !asksToClose(request);
        } finally {
            body.giveUp();
        }
    }

    /** Most requests have no such header, and looking for a token in it is dear. */
    private static boolean asksToClose(RoutingRequest request) {
        return request.headers().contains(HeaderNames.CONNECTION)
                && request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private record Answer(Response response, boolean isLast) {}

    private Answer answer(EngineRequest request) {
        if (!request.isWellFormed()) {
            return new Answer(refusals.of(ErrorCode.MALFORMED_REQUEST), true);
        }
        try {
            return new Answer(handler.handle(request), false);
        } catch (CloseConnectionException e) {
            throw e; // the peer is gone: there is nobody to answer
        } catch (RequestException e) { // from reading the body
            return new Answer(refusals.of(ErrorCode.MALFORMED_REQUEST), true);
        } catch (RuntimeException | Error e) { // the edge of the process: whatever it was, one request failed
            LOG.error(
                    "{} {} failed", Printable.of(request.method()), Printable.of(request.rawPath()), Trace.bounded(e));
            return new Answer(refusals.of(ErrorCode.INTERNAL_ERROR), false);
        }
    }

    /**
     * Ends the connection. Over HTTP/1.1 by an exception, because Helidon writes {@code Connection: close} and then
     * waits for the client to do it; over HTTP/2 from outside, because the frames of a body that nobody reads would
     * block the connection's thread.
     */
    private static void end(GuardedContext context, boolean isHttp1) {
        if (isHttp1) {
            context.answeredLast();
            throw new CloseConnectionException("answered");
        }
        context.connection().dismiss();
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStart(WebServer server) {}

    @Override
    public void afterStop() {}
}
