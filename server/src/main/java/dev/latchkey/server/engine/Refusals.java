package dev.latchkey.server.engine;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to what never reaches a handler, with the headers and the body that every other refusal has. Made once:
 * they quote nothing of the request.
 */
final class Refusals implements DirectHandler {
    private final Map<ErrorCode, Response> refusals = new EnumMap<>(ErrorCode.class);
    private final AnswerWriter writer;

    Refusals(Answers answers, AnswerWriter writer) {
        this.writer = writer;
        put(answers, ErrorCode.MALFORMED_REQUEST, "the request does not follow the rules of HTTP/1.1 or HTTP/2");
        put(answers, ErrorCode.REQUEST_TIMEOUT, "the request did not arrive in time");
        put(answers, ErrorCode.CONTENT_TOO_LARGE, "the body is larger than anything here takes");
        put(answers, ErrorCode.URI_TOO_LONG, "the request line has at most 8 KiB");
        put(answers, ErrorCode.HEADERS_TOO_LARGE, "the header section has at most 16 KiB");
        put(answers, ErrorCode.INTERNAL_ERROR, "the request failed for a reason of ours; the log has it");
        put(answers, ErrorCode.BUSY, "too many requests at once; try again shortly");
    }

    private void put(Answers answers, ErrorCode code, String detail) {
        refusals.put(code, answers.refuse(Problem.of(code, detail)));
    }

    Response of(ErrorCode code) {
        return refusals.getOrDefault(code, internalError());
    }

    private Response internalError() {
        Response answer = refusals.get(ErrorCode.INTERNAL_ERROR);
        if (answer == null) {
            throw new AssertionError("made in the constructor");
        }
        return answer;
    }

    /** For every event, so that Helidon never speaks for itself. */
    DirectHandlers directHandlers() {
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, this);
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Response answer = of(code(type, status.code(), message));
        ServerResponseHeaders ours = ServerResponseHeaders.create();
        writer.putHeaders(answer, ours);
        return TransportResponse.builder()
                .status(AnswerWriter.status(answer))
                .headers(ours)
                .keepAlive(false)
                .entity(answer.body())
                .build();
    }

    /**
     * Helidon's word for a failure in ours. Its other client errors and 501, 505 are all a request that does not
     * follow the rules; so is a 500 that it does not call internal, which is how it fails on what it cannot parse.
     */
    private static ErrorCode code(EventType type, int status, @Nullable String message) {
        return switch (status) {
            case 408 -> ErrorCode.REQUEST_TIMEOUT;
            case 413 -> ErrorCode.CONTENT_TOO_LARGE;
            case 414 -> ErrorCode.URI_TOO_LONG;
            case 503 -> ErrorCode.BUSY;
            case 500 -> type == EventType.INTERNAL_ERROR ? ErrorCode.INTERNAL_ERROR : ErrorCode.MALFORMED_REQUEST;
            // Too large headers have no event and no status of their own; only these words tell them apart.
            default ->
                "Header size exceeded".equals(message) ? ErrorCode.HEADERS_TOO_LARGE : ErrorCode.MALFORMED_REQUEST;
        };
    }
}
