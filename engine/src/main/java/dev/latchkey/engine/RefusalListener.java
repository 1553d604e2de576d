package dev.latchkey.engine;

import java.net.InetAddress;

/** Hears of answers that no handler gave: to what is malformed, too large, too slow or too much. Must not wait. */
@FunctionalInterface
public interface RefusalListener {
    /**
     * One request was refused.
     *
     * @param method as sent; a dash where none could be read
     * @param rawPath as sent; a dash where none could be read
     * @param status of the answer
     * @param peer the other end of the connection
     */
    void refused(String method, String rawPath, int status, InetAddress peer);
}
