package dev.latchkey.http.deployment;

import dev.latchkey.http.exchange.HeaderField;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code Content-Security-Policy} of the app's page (CSP Level 3; ASVS 5.0 V3.4.3): nothing but our own files, no
 * plug-ins, no framing.
 *
 * @param connectSources where the page's scripts may call: itself and the API
 */
public record ContentSecurityPolicy(List<String> connectSources) {
    /** Copies the list. */
    public ContentSecurityPolicy {
        connectSources = List.copyOf(connectSources);
    }

    /** The same policy, with one more place to call. */
    public ContentSecurityPolicy allowingConnect(String source) {
        List<String> sources = new ArrayList<>(connectSources);
        sources.add(source);
        return new ContentSecurityPolicy(sources);
    }

    /** For a page of plain files, without any inline script. */
    public HeaderField header() {
        return header("'self'");
    }

    /**
     * For a rendered page.
     *
     * @param nonce base64url, a new one for every answer
     */
    public HeaderField headerWithNonce(String nonce) {
        return header("'self' 'nonce-" + nonce + "'");
    }

    private HeaderField header(String scriptSources) {
        return new HeaderField(
                "Content-Security-Policy",
                "default-src 'self'; script-src " + scriptSources + "; style-src " + scriptSources + "; connect-src "
                        + String.join(" ", connectSources)
                        + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }
}
