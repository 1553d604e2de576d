package dev.latchkey.http.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * An answer, complete but for what an engine adds ({@code Date}, {@code Content-Length}). An adapter writes no body
 * when the method was {@code HEAD}.
 *
 * @param status 200 to 599
 * @param fixed lines shared with other answers
 * @param headers lines of this answer only
 * @param body never changed once here; empty for none
 */
public record Response(int status, FixedHeaders fixed, List<HeaderField> headers, byte[] body) {
    private static final byte[] NO_BODY = {};

    /** An answer without a body. */
    public static Response empty(int status, FixedHeaders fixed) {
        return new Response(status, fixed, List.of(), NO_BODY);
    }

    /** The same answer with more lines. */
    public Response with(List<HeaderField> more) {
        if (more.isEmpty()) {
            return this;
        }
        if (headers.isEmpty()) {
            return new Response(status, fixed, List.copyOf(more), body);
        }
        List<HeaderField> all = new ArrayList<>(headers);
        all.addAll(more);
        return new Response(status, fixed, List.copyOf(all), body);
    }

    /** The same answer with one more line. */
    public Response with(HeaderField field) {
        return with(List.of(field));
    }
}
