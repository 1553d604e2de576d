package dev.latchkey.http.csrf;

/**
 * Hears of every {@link CsrfRefusal}, on the thread of the request: be quick, be thread-safe. One that throws is logged, and
 * changes no answer.
 */
@FunctionalInterface
public interface CsrfListener {
    /** Takes note of one refusal. */
    void on(CsrfRefusal refusal);

    /** The same, never throwing: for whoever refuses something. */
    default CsrfListener isolated() {
        return refusal -> {
            try {
                on(refusal);
            } catch (Throwable e) { // an Error too, such as a class that is missing: it was refused all the same
                System.getLogger("latchkey.listener").log(System.Logger.Level.ERROR, "a listener failed", e);
            }
        };
    }

    /** A listener that does nothing. */
    static CsrfListener none() {
        return refusal -> {};
    }
}
