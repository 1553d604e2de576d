package dev.latchkey.http.csrf;

/**
 * What protects from requests that another site caused.
 *
 * @param mode whether a token is needed besides the cross-origin decision
 * @param requireOrigin whether an unsafe request that says nothing of its origin is refused; scripts say nothing
 * @param reportOnly whether refusals are only told to the listener: dangerous, for trying an installation out
 */
public record CsrfPolicy(Mode mode, boolean requireOrigin, boolean reportOnly) {
    /** The cross-origin decision protects, no token is needed. */
    public static final CsrfPolicy DEFAULT = new CsrfPolicy(Mode.ORIGIN, false, false);

    /** What an unsafe request must bring. */
    public enum Mode {
        /** The right origin; a token is checked only when one is sent. */
        ORIGIN,
        /** The right origin and the token of its browser. */
        TOKEN
    }
}
