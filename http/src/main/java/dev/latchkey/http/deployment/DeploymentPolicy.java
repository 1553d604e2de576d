package dev.latchkey.http.deployment;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.cookie.CookieSpec.SameSite;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything that follows from a deployment: what browsers are told and what is believed of them.
 *
 * @param publicOrigin where browsers reach the API
 * @param trustedOrigins other origins whose pages may act for the person logged in
 * @param sessionCookie the cookie of the session
 * @param csrfCookie the cookie of the CSRF nonce
 * @param resourcePolicy {@code Cross-Origin-Resource-Policy} of the API
 */
public record DeploymentPolicy(
        Origin publicOrigin,
        Set<Origin> trustedOrigins,
        CookieSpec sessionCookie,
        CookieSpec csrfCookie,
        String resourcePolicy) {
    private static final String HSTS = "max-age=31536000; includeSubDomains";

    /** Copies the set. */
    public DeploymentPolicy {
        trustedOrigins = Set.copyOf(trustedOrigins);
    }

    /**
     * The embedded deployment: one origin serves the page and the API.
     *
     * <p>An https origin gets {@code __Host-} cookies; an http one plain names without {@code Secure}, because browsers
     * drop the others there.
     */
    public static DeploymentPolicy embedded(Origin publicOrigin) {
        return new DeploymentPolicy(
                publicOrigin,
                Set.of(),
                cookie(publicOrigin, "latchkey"),
                cookie(publicOrigin, "latchkey-csrf"),
                "same-origin");
    }

    private static CookieSpec cookie(Origin publicOrigin, String name) {
        return publicOrigin.isHttps()
                ? new CookieSpec("__Host-" + name, true, SameSite.LAX, false)
                : new CookieSpec(name, false, SameSite.LAX, false);
    }

    /** The header lines of every answer of the API, whatever it says. */
    public List<HeaderField> apiHeaders() {
        List<HeaderField> headers = new ArrayList<>(List.of(
                new HeaderField("Cache-Control", "no-store"),
                new HeaderField("Vary", "Cookie"),
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Cross-Origin-Resource-Policy", resourcePolicy),
                new HeaderField("Referrer-Policy", "same-origin")));
        headers.addAll(transportHeaders());
        return List.copyOf(headers);
    }

    /** HSTS, for an https origin that is not this very machine (RFC 6797 §7.2). */
    public List<HeaderField> transportHeaders() {
        return publicOrigin.isHttps() && !publicOrigin.isLoopback()
                ? List.of(new HeaderField("Strict-Transport-Security", HSTS))
                : List.of();
    }
}
