package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the body of a request that must be JSON. */
final class JsonRequest {
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Pattern JSON =
            Pattern.compile("application/json([ \\t]*;[ \\t]*charset=utf-8)?", Pattern.CASE_INSENSITIVE);

    private JsonRequest() {}

    /** What reading came to. */
    sealed interface Reading {
        record Complete(byte[] bytes) implements Reading {}

        record Refused(Problem problem) implements Reading {}
    }

    static Reading read(Request request) {
        if (!isJson(request)) {
            return refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json, not compressed");
        }
        return switch (request.body(MAX_BODY_BYTES)) {
            case Request.Body.TooLarge() ->
                refused(ErrorCode.CONTENT_TOO_LARGE, "the body has at most " + MAX_BODY_BYTES + " bytes");
            case Request.Body.TimedOut() -> refused(ErrorCode.REQUEST_TIMEOUT, "the body did not arrive in time");
            case Request.Body.Complete(byte[] bytes) -> new Reading.Complete(bytes);
        };
    }

    private static Reading refused(ErrorCode code, String detail) {
        return new Reading.Refused(Problem.of(code, detail));
    }

    /** {@code application/json} alone, because no form and no plain cross-site request can send it. */
    private static boolean isJson(Request request) {
        List<String> types = request.header(RequestHeader.CONTENT_TYPE);
        return types.size() == 1
                && JSON.matcher(types.getFirst()).matches()
                && request.header(RequestHeader.CONTENT_ENCODING).isEmpty();
    }
}
