package dev.latchkey.http.csrf;

/**
 * What protects from requests that another site caused.
 *
 * @param mode whether a token is needed besides the cross-origin decision
 * @param requireOrigin whether an unsafe request that says nothing of its origin is refused; scripts say nothing
 * @param reportOnly whether refusals are only told to the listener: dangerous, for trying an installation out
 * @param passPreflights whether a CORS preflight about which a trusted proxy asks goes on to the backend behind it. No browser
 *     sends cookies with one, so a backend that has readers of its own answers it to whoever asks
 */
public record CsrfPolicy(Mode mode, boolean requireOrigin, boolean reportOnly, boolean passPreflights) {
    /** The cross-origin decision protects, no token is needed. */
    public static final CsrfPolicy DEFAULT = new CsrfPolicy(Mode.ORIGIN, false, false, false);

    /** What an unsafe request must bring. */
    public enum Mode {
        /** The right origin; a token is checked only when one is sent. */
        ORIGIN,
        /** The right origin and the token of its browser. */
        TOKEN
    }
}
