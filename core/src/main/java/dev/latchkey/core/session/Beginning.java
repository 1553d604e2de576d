package dev.latchkey.core.session;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How a session begins.
 *
 * @param principal who is logged in
 * @param authenticatedAt when a credential was proven last
 * @param proofs what is proven in this session, the latest at {@code authenticatedAt}; none when a series brings it back
 * @param notAfter a deadline that the session must not outlive, whatever the policy says; {@link Instant#MAX} for none
 * @param link how it stands to a remember-me series
 * @param browser which browser it belongs to
 */
public record Beginning(
        Principal principal,
        Instant authenticatedAt,
        List<Proof> proofs,
        Instant notAfter,
        SeriesLink link,
        Browser browser) {
    /** Refuses missing parts and copies the list. */
    public Beginning {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(authenticatedAt, "authenticatedAt");
        proofs = List.copyOf(proofs);
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(browser, "browser");
    }
}
