package dev.latchkey.session;

import dev.latchkey.browser.Browser;
import dev.latchkey.principal.Principal;
import java.time.Instant;
import java.util.Objects;

/**
 * How a session begins.
 *
 * @param principal who is logged in
 * @param authenticatedAt when a credential was proven
 * @param notAfter a deadline that the session must not outlive, whatever the policy says; {@link Instant#MAX} for none
 * @param link how it stands to a remember-me series
 * @param browser which browser it belongs to
 */
public record Beginning(
        Principal principal, Instant authenticatedAt, Instant notAfter, SeriesLink link, Browser browser) {
    /** Refuses missing parts. */
    public Beginning {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(authenticatedAt, "authenticatedAt");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(browser, "browser");
    }
}
