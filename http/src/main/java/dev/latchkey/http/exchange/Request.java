package dev.latchkey.http.exchange;

import java.net.InetAddress;
import java.util.List;

/** A request as it arrived, filled by an adapter. Used by one thread. */
public interface Request {
    /** The method, as sent: case matters. */
    String method();

    /** The path exactly as sent: not decoded, not normalised, without the query. */
    String rawPath();

    /** What followed the {@code ?}, exactly as sent; an empty string when there was none. */
    String rawQuery();

    /** Every field line of that name in order, unsplit; an empty list when there was none. */
    List<String> header(RequestHeader name);

    /** The machine at the other end of the connection: a browser, or a proxy. */
    InetAddress peerAddress();

    /** Whether this connection is encrypted. */
    boolean isTls();

    /**
     * Reads the body, once.
     *
     * @param maxBytes how much is read at most
     */
    Body body(int maxBytes);

    /** Whether its answer may be a {@link Content.Live}: the adapter sends it piece by piece, without a thread for it. */
    default boolean takesLive() {
        return false;
    }

    /** What reading a body came to. */
    sealed interface Body {
        /** All of it; empty when there was none. */
        record Complete(byte[] bytes) implements Body {}

        /** There was more than allowed. */
        record TooLarge() implements Body {}

        /** It did not arrive in time. */
        record TimedOut() implements Body {}
    }
}
