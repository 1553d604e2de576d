package dev.latchkey.engine;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;

/**
 * The answers to what never reaches a handler, with the headers and the body that every other refusal has. Made once:
 * they quote nothing of the request.
 */
final class Refusals {
    private final Map<ErrorCode, Response> refusals = new EnumMap<>(ErrorCode.class);
    private final Response internalError;
    private final RefusalListener listener;
    private final RefusalPage page;

    Refusals(Answers answers, RefusalListener listener, RefusalPage page) {
        this.listener = listener;
        this.page = page;
        put(answers, ErrorCode.MALFORMED_REQUEST, "the request does not follow the rules of HTTP/1.1 or HTTP/2");
        put(answers, ErrorCode.REQUEST_TIMEOUT, "the request did not arrive in time");
        put(answers, ErrorCode.URI_TOO_LONG, "the request line has at most 8 KiB");
        put(answers, ErrorCode.HEADERS_TOO_LARGE, "the header section has at most 16 KiB");
        put(answers, ErrorCode.BUSY, "too many requests at once; try again shortly");
        this.internalError =
                put(answers, ErrorCode.INTERNAL_ERROR, "the request failed for a reason of ours; the log has it");
    }

    private Response put(Answers answers, ErrorCode code, String detail) {
        Response answer = answers.refuse(Problem.of(code, detail));
        refusals.put(code, answer);
        return answer;
    }

    /** The answer to a request whose handler failed. */
    Response internalError(Request request) {
        return page.of(internalError, request);
    }

    /** The refusal to a request that was read. */
    Response of(ErrorCode code, Request request) {
        Response answer = refusals.getOrDefault(code, internalError);
        listener.refused(request.method(), request.rawPath(), answer.status(), request.peerAddress());
        return page.of(answer, request);
    }

    /** The refusal to one that was not: what it says of itself is not believed, but for how to answer it. */
    Response ofUnread(ErrorCode code, Head head, InetAddress peer, boolean isTls) {
        Response answer = refusals.getOrDefault(code, internalError);
        listener.refused(Head.UNKNOWN, Head.UNKNOWN, answer.status(), peer);
        head.disown();
        return page.of(answer, new EngineRequest(head, peer, isTls));
    }
}
