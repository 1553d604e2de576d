package dev.latchkey.http.deployment;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.cookie.CookieSpec.SameSite;
import dev.latchkey.http.origin.Origin;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of a deployment.
 *
 * @param session carries the session token
 * @param remember carries the remember-me token
 * @param device tells a browser that logged in before from a stranger's
 * @param csrf carries the nonce that CSRF tokens belong to
 * @param probe set and read back to see whether cookies work at all
 * @param readable whether a CSRF token is also set in {@link #readableCsrf()}
 * @param maxBytes how many bytes of cookies a request may bring, everybody's of this host together
 * @param former what they were called before
 */
public record Cookies(
        CookieSpec session,
        CookieSpec remember,
        CookieSpec device,
        CookieSpec csrf,
        CookieSpec probe,
        boolean readable,
        int maxBytes,
        FormerCookies former) {
    /** The name that Angular and axios read a token from by themselves. */
    static final String READABLE_NAME = "XSRF-TOKEN";

    static final String DEFAULT_NAME = "latchkey";

    static final int DEFAULT_MAX_BYTES = 8192;

    /** All of one kind, told apart by what is added to the name. */
    static Cookies named(String name, CookieSpec kind, boolean readable, int maxBytes, FormerCookies former) {
        return new Cookies(
                renamed(kind, name),
                renamed(kind, name + "-remember"),
                renamed(kind, name + "-device"),
                renamed(kind, name + "-csrf"),
                renamed(kind, name + "-probe"),
                readable,
                maxBytes,
                former);
    }

    /** {@code __Host-} over https; plain names over http, because browsers drop the others there. */
    static Cookies standard(Origin publicOrigin) {
        boolean secure = publicOrigin.isHttps();
        CookieSpec kind = new CookieSpec(DEFAULT_NAME, secure, SameSite.LAX, false);
        return named(
                secure ? "__Host-" + DEFAULT_NAME : DEFAULT_NAME, kind, false, DEFAULT_MAX_BYTES, FormerCookies.NONE);
    }

    private static CookieSpec renamed(CookieSpec kind, String name) {
        return new CookieSpec(name, kind.secure(), kind.sameSite(), kind.partitioned());
    }

    /** Why a request brings more than is looked at; empty when it does not. Answer 431. */
    public Optional<String> excess(List<String> cookieLines) {
        int length = CookieHeader.length(cookieLines);
        return length > maxBytes
                ? Optional.of("this host's cookies have " + length + " bytes, and " + DeploymentSetting.COOKIE_MAX_BYTES
                        + " is " + maxBytes)
                : Optional.empty();
    }

    /** The CSRF token where a script of the page can read it; empty when no page would. */
    public Optional<CookieSpec> readableCsrf() {
        return readable
                ? Optional.of(new CookieSpec(
                        READABLE_NAME, session.secure(), session.sameSite(), session.partitioned(), false))
                : Optional.empty();
    }
}
