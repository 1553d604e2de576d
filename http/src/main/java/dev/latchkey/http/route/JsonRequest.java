package dev.latchkey.http.route;

import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Reading;
import java.util.List;

/** Reads the body of a request that must be JSON. */
final class JsonRequest {
    static final int MAX_BODY_BYTES = 64 * 1024;

    private JsonRequest() {}

    static <B> Reading<B> read(Request request, BodyType<B> type) {
        if (!isJson(request)) {
            return refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json, " + whatCame(request));
        }
        return switch (request.body(MAX_BODY_BYTES)) {
            case Request.Body.TooLarge() ->
                refused(ErrorCode.CONTENT_TOO_LARGE, "the body has at most " + MAX_BODY_BYTES + " bytes");
            case Request.Body.TimedOut() -> refused(ErrorCode.REQUEST_TIMEOUT, "the body did not arrive in time");
            case Request.Body.Complete(byte[] bytes) -> type.read(bytes);
        };
    }

    private static <B> Reading<B> refused(ErrorCode code, String detail) {
        return new Reading.Refused<>(Problem.of(code, detail));
    }

    /** {@code application/json} alone, because no form and no plain cross-site request can send it. */
    private static boolean isJson(Request request) {
        List<String> types = request.header(RequestHeader.CONTENT_TYPE);
        return types.size() == 1
                && MediaType.parse(types.getFirst()).filter(MediaType::isJson).isPresent()
                && request.header(RequestHeader.CONTENT_ENCODING).isEmpty();
    }

    private static String whatCame(Request request) {
        List<String> encodings = request.header(RequestHeader.CONTENT_ENCODING);
        if (!encodings.isEmpty()) {
            return "not compressed: it came with Content-Encoding " + Printable.of(String.join(", ", encodings));
        }
        List<String> types = request.header(RequestHeader.CONTENT_TYPE);
        return types.isEmpty()
                ? "in UTF-8: it came without a Content-Type"
                : "in UTF-8: it came as " + Printable.of(String.join(", ", types));
    }
}
