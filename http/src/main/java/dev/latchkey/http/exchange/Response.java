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
 * @param content its body
 */
public record Response(int status, FixedHeaders fixed, List<HeaderField> headers, Content content) {
    /** An answer whose body is in memory; those bytes are never changed once here. */
    public Response(int status, FixedHeaders fixed, List<HeaderField> headers, byte[] body) {
        this(status, fixed, headers, new Content.Bytes(body));
    }

    /**
     * The body, empty for none; see {@link Content.Whole#bytes}. What the API answers is in memory, so that this costs
     * nothing; an adapter that serves files too does better to read {@link #content} itself.
     *
     * @throws IllegalStateException when it is {@link Content.Live}, which an adapter that asks here says it does not take
     */
    public byte[] body() {
        return switch (content) {
            case Content.Whole whole -> whole.bytes();
            case Content.Live live ->
                throw new IllegalStateException("a live body is never there as a whole: subscribe to its pieces");
        };
    }

    /** An answer without a body. */
    public static Response empty(int status, FixedHeaders fixed) {
        return new Response(status, fixed, List.of(), Content.Bytes.NONE);
    }

    /** The same answer with more lines. */
    public Response with(List<HeaderField> more) {
        if (more.isEmpty()) {
            return this;
        }
        if (headers.isEmpty()) {
            return new Response(status, fixed, List.copyOf(more), content);
        }
        List<HeaderField> all = new ArrayList<>(headers);
        all.addAll(more);
        return new Response(status, fixed, List.copyOf(all), content);
    }

    /** The same answer with one more line. */
    public Response with(HeaderField field) {
        return with(List.of(field));
    }
}
