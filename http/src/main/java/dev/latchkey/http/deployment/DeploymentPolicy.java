package dev.latchkey.http.deployment;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.origin.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything that follows from a deployment: what browsers are told and what is believed of them. Made by
 * {@link Deployments}, or by {@link #embedded} with every default.
 *
 * @param deployment the choice
 * @param cookies which cookies are set
 * @param csrf what an unsafe request must bring
 * @param forwarding which proxies are believed
 * @param diagnostics whether {@code GET /api/diagnostics} answers
 */
public record DeploymentPolicy(
        Deployment deployment, Cookies cookies, CsrfPolicy csrf, Forwarding forwarding, boolean diagnostics) {
    private static final String HSTS = "max-age=31536000; includeSubDomains";

    /**
     * The embedded deployment: one origin serves the page and the API.
     *
     * <p>An https origin gets {@code __Host-} cookies; an http one plain names without {@code Secure}, because browsers
     * drop the others there.
     */
    public static DeploymentPolicy embedded(Origin publicOrigin) {
        return new DeploymentPolicy(
                new Deployment.Embedded(publicOrigin),
                Cookies.standard(publicOrigin),
                CsrfPolicy.DEFAULT,
                Forwarding.none(),
                false);
    }

    /** Where browsers reach the API. */
    public Origin publicOrigin() {
        return deployment.publicOrigin();
    }

    /** Other origins whose pages may act for the person logged in: one list, for CSRF and CORS. */
    public Set<Origin> trustedOrigins() {
        return deployment.trustedOrigins();
    }

    /** The cookie of the session. */
    public CookieSpec sessionCookie() {
        return cookies.session();
    }

    /** The cookie of the CSRF nonce. */
    public CookieSpec csrfCookie() {
        return cookies.csrf();
    }

    /** {@code Cross-Origin-Resource-Policy} of the API. */
    public String resourcePolicy() {
        return deployment.resourcePolicy();
    }

    /** The header lines of every answer of the API, whatever it says. */
    public List<HeaderField> apiHeaders() {
        return apiHeaders("");
    }

    /** The header lines of an answer to a CORS preflight, whoever asked. */
    public List<HeaderField> preflightHeaders() {
        return apiHeaders(", Access-Control-Request-Method, Access-Control-Request-Headers");
    }

    /**
     * The header lines of every answer that depends on who asks, of a route of the application too: it is not kept, and
     * whoever keeps it all the same gives it to nobody else.
     */
    public List<HeaderField> routeHeaders() {
        return routeHeaders("");
    }

    private List<HeaderField> routeHeaders(String varyToo) {
        return List.of(
                new HeaderField("Cache-Control", "no-store"),
                new HeaderField("Vary", (trustedOrigins().isEmpty() ? "Cookie" : "Cookie, Origin") + varyToo));
    }

    private List<HeaderField> apiHeaders(String varyToo) {
        List<HeaderField> headers = new ArrayList<>(routeHeaders(varyToo));
        headers.addAll(List.of(
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Cross-Origin-Resource-Policy", resourcePolicy()),
                new HeaderField("Referrer-Policy", "same-origin"),
                // Whether an answer loads in a frame tells who is logged in; over plain http no Fetch Metadata says so.
                new HeaderField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")));
        headers.addAll(transportHeaders());
        return List.copyOf(headers);
    }

    /** HSTS, for an https origin that is not this very machine (RFC 6797 §7.2). */
    public List<HeaderField> transportHeaders() {
        return publicOrigin().isHttps() && !publicOrigin().isLoopback()
                ? List.of(new HeaderField("Strict-Transport-Security", HSTS))
                : List.of();
    }

    /** What the app's page may load and call, whoever serves it. */
    public ContentSecurityPolicy contentSecurityPolicy() {
        ContentSecurityPolicy own = ContentSecurityPolicy.ownFiles();
        return trustedOrigins().isEmpty()
                ? own
                : own.allowing(
                        ContentSecurityPolicy.Directive.CONNECT,
                        List.of(publicOrigin().toString()));
    }
}
