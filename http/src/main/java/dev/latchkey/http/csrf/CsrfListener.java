package dev.latchkey.http.csrf;

/** Hears of every {@link CsrfRefusal}, on the thread of the request: be quick, never throw, be thread-safe. */
@FunctionalInterface
public interface CsrfListener {
    /** Takes note of one refusal. */
    void on(CsrfRefusal refusal);

    /** A listener that does nothing. */
    static CsrfListener none() {
        return refusal -> {};
    }
}
